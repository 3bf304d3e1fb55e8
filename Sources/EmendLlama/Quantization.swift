// SPDX-License-Identifier: Apache-2.0

import CLlama
import EmendModels

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
    LlamaLog.clear()
    var detail = ""
    let failure = { ModelError.cannotQuantize(path: source, format: format.rawValue, detail: detail) }
    try ModelWriting.write(to: target, otherwise: failure) { partial in
      var parameters = unsafe llama_model_quantize_default_params()
      unsafe parameters.ftype = format.fileType
      unsafe parameters.nthread = Int32(ThreadCount.most)
      // From the rounded weights of another format; what that costs is measured by whoever asks for it.
      unsafe parameters.allow_requantize = true
      let code = unsafe llama_model_quantize(source, partial, &parameters)
      detail = LlamaLog.firstError
      return code == 0
    }
  }
}
