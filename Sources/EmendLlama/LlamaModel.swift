// SPDX-License-Identifier: Apache-2.0

import CLlama
import EmendModels
import Foundation

/// A loaded model.
///
/// Owns the C handle; whoever needs it keeps this object.
@safe final class LlamaModel {
  private let pointer: OpaquePointer
  let path: String
  /// The types of its weights, such as `q4_1`.
  private let weightTypes: Set<String>
  /// Whether only the vocabulary is there, to count and render with.
  let isVocabularyOnly: Bool

  /// Maps a GGUF file into memory.
  ///
  /// - Throws: ``ModelError`` if the file cannot be read or is not a whole GGUF model.
  init(path: String, vocabularyOnly: Bool) throws(ModelError) {
    try Self.checkMagic(path)
    LlamaRuntime.start()
    LlamaLog.clear()
    var parameters = unsafe llama_model_default_params()
    unsafe parameters.n_gpu_layers = 0
    unsafe parameters.vocab_only = vocabularyOnly
    // Our kernel takes the weights as they lie in the file; others want them rearranged, in memory of their own.
    unsafe parameters.use_extra_bufts = !LlamaRuntime.hasBlockKernel
    guard let pointer = unsafe llama_model_load_from_file(path, parameters) else {
      throw .cannotLoad(path: path, detail: LlamaLog.firstError)
    }
    unsafe self.pointer = pointer
    self.path = path
    weightTypes = LlamaLog.weightTypes
    isVocabularyOnly = vocabularyOnly
  }

  deinit { unsafe llama_model_free(pointer) }

  /// llama.cpp says of a text file only that it cannot load it; the first four bytes tell more.
  static func checkMagic(_ path: String) throws(ModelError) {
    guard let file = unsafe fopen(path, "rb") else {
      throw .cannotRead(path: path, reason: unsafe String(cString: strerror(errno)))
    }
    defer { unsafe fclose(file) }
    var magic: [UInt8] = [0, 0, 0, 0]
    let count = unsafe fread(&magic, 1, 4, file)
    if count < 4, unsafe ferror(file) != 0 {
      throw .cannotRead(path: path, reason: unsafe String(cString: strerror(errno)))
    }
    guard count == 4, magic == Array("GGUF".utf8) else { throw .notGGUF(path: path) }
  }

  /// Lends the handle.
  func withPointer<Result, Failure>(
    _ body: (OpaquePointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(pointer)
  }

  /// The most tokens that it was trained on at once.
  var trainedContext: Int { unsafe Int(llama_model_n_ctx_train(pointer)) }

  /// Whether what it keeps of a text can be cut off and copied at any token.
  ///
  /// Recurrent models keep one state of all that they have read.
  var keepsEachToken: Bool { unsafe !llama_model_is_recurrent(pointer) && !llama_model_is_hybrid(pointer) }

  /// Whether a token gets the same bits whatever is evaluated with it: where our kernels take all of the weights and the
  /// attention.
  var isExact: Bool {
    LlamaRuntime.hasBlockKernel && !weightTypes.isEmpty
      && weightTypes.isSubset(of: ["f32", "q4_0", "q4_1", "iq4_nl", "q8_0"]) && [64, 96, 128].contains(headSize)
      && LlamaTokenizer(self).count % 16 == 0
  }

  /// What a token takes in the cache, in bytes: a key and a value in half precision for each layer.
  var bytesPerCell: Int {
    unsafe Int(llama_model_n_layer(pointer)) * headSize * Int(llama_model_n_head_kv(pointer)) * 2 * 2
  }

  private var headSize: Int { unsafe Int(llama_model_n_embd(pointer)) / max(Int(llama_model_n_head(pointer)), 1) }

  /// The chat template in its metadata; `nil` if it has none.
  var chatTemplate: String? {
    unsafe llama_model_chat_template(pointer, nil).map { unsafe String(cString: $0) }
  }
}
