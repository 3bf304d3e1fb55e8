// SPDX-License-Identifier: Apache-2.0

import CLlama
import EmendModels

/// One inference context.
///
/// Owns the C handle and keeps its model alive.
@safe struct LlamaContext: ~Copyable {
  // Released after `deinit` has run: the context goes first, then the weights.
  private let model: LlamaModel
  private let pointer: OpaquePointer
  /// The most tokens that one call evaluates.
  static let batchSize = 512

  /// - Parameter tokens: The most tokens of a prompt and its answer.
  init(_ model: LlamaModel, tokens: Int, threads: Int) throws(ModelError) {
    var parameters = unsafe llama_context_default_params()
    unsafe parameters.n_ctx = UInt32(tokens)
    unsafe parameters.n_batch = UInt32(Self.batchSize)
    unsafe parameters.n_ubatch = UInt32(Self.batchSize)
    unsafe parameters.n_seq_max = 1
    unsafe parameters.n_threads = Int32(threads)
    unsafe parameters.n_threads_batch = Int32(threads)
    unsafe parameters.no_perf = true
    let pointer = unsafe model.withPointer { unsafe llama_init_from_model($0, parameters) }
    guard let pointer = unsafe pointer else { throw .cannotCreateContext(tokens: tokens) }
    self.model = model
    unsafe self.pointer = pointer
  }

  deinit { unsafe llama_free(pointer) }

  /// Forgets all that was evaluated.
  func clear() {
    unsafe llama_memory_clear(llama_get_memory(pointer), false)
  }

  /// Evaluates the tokens of a batch.
  func evaluate(_ batch: borrowing LlamaBatch) throws(ModelError) {
    let code = unsafe batch.withBatch { unsafe llama_decode(pointer, $0) }
    guard code == 0 else { throw .decodeFailed(code: Int(code)) }
  }

  /// Lends the logits after the last token of the latest batch, one for each token of the vocabulary.
  func withLogits<Result>(count: Int, _ body: (Span<Float>) throws(ModelError) -> Result) throws(ModelError) -> Result {
    guard let logits = unsafe llama_get_logits_ith(pointer, -1) else { throw .decodeFailed(code: -1) }
    return try unsafe body(Span(_unsafeStart: logits, count: count))
  }
}
