// SPDX-License-Identifier: Apache-2.0

import CLlama
import EmendModels
import Foundation

/// Writes a version of a model with its weights in another format.
enum Quantization {
  /// Reads the model at `source` and writes `target`, with all cores.
  ///
  /// `target` comes into being whole, in one step. What is already at that path is replaced.
  ///
  /// - Throws: ``ModelError`` if `source` is no model, llama.cpp cannot convert it, or the disk is full; nothing is left
  ///   behind then.
  static func write(_ source: String, as format: WeightFormat, to target: String) throws(ModelError) {
    // Says of a file that is no model what is wrong with it; llama_model_quantize would only say that it failed.
    _ = try LlamaModel(path: source, vocabularyOnly: true)
    let partial = "\(target).partial"
    try create(partial)
    do throws(ModelError) {
      LlamaLog.clear()
      var parameters = unsafe llama_model_quantize_default_params()
      unsafe parameters.ftype = format.fileType
      unsafe parameters.nthread = Int32(ThreadCount.most)
      // From the rounded weights of another format; what that costs is measured by whoever asks for it.
      unsafe parameters.allow_requantize = true
      let code = unsafe llama_model_quantize(source, partial, &parameters)
      let detail = LlamaLog.firstError
      // llama.cpp asks its stream for `failbit` alone, but a write to a full disk sets `badbit`: it may take half a file
      // for a whole one. Reading the file says whether its tensors are there.
      guard code == 0, (try? LlamaModel(path: partial, vocabularyOnly: false)) != nil else {
        if isFull(partial) { throw .cannotWrite(path: target, reason: unsafe String(cString: strerror(ENOSPC))) }
        throw .cannotQuantize(path: source, format: format.rawValue, detail: detail)
      }
      guard unsafe rename(partial, target) == 0 else {
        throw .cannotWrite(path: target, reason: unsafe String(cString: strerror(errno)))
      }
    } catch {
      unsafe unlink(partial)
      throw error
    }
  }

  /// llama.cpp does not say why it could not open a file to write; the system does.
  private static func create(_ path: String) throws(ModelError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw .cannotWrite(path: path, reason: unsafe String(cString: strerror(errno)))
    }
    close(descriptor)
  }

  /// Whether the disk that a file lies on has less than a megabyte left: a write that failed took all there was.
  private static func isFull(_ path: String) -> Bool {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0 else { return false }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize) < 1 << 20
  }
}
