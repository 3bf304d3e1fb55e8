// SPDX-License-Identifier: Apache-2.0

import CLlama
import EmendModels

/// One inference context: what of several sequences was evaluated so far.
///
/// All sequences share one cache, whose cells belong to one sequence or, for a common beginning, to several.
///
/// Owns the C handle and keeps its model alive.
@safe struct LlamaContext: ~Copyable {
  // Released after `deinit` has run: the context goes first, then threads and weights.
  private let model: LlamaModel
  private let threadPool: ThreadPool
  private let pointer: OpaquePointer
  private let vocabularySize: Int
  /// The most tokens that one call evaluates.
  static let batchSize = 128
  /// The most tokens of a call whose logits should be asked for: each takes as many numbers as the vocabulary has words,
  /// twice.
  static let mostLogits = 64

  /// A number of cells in steps of 256, as llama.cpp pads it.
  static func padded(_ cells: Int) -> Int { (cells + 255) / 256 * 256 }

  /// - Parameters:
  ///   - cells: The most tokens of all sequences together.
  ///   - sequences: The most sequences; they are counted from 0.
  init(_ model: LlamaModel, cells: Int, sequences: Int, threads: Int) throws(ModelError) {
    var parameters = unsafe llama_context_default_params()
    unsafe parameters.n_ctx = UInt32(cells)
    unsafe parameters.n_batch = UInt32(Self.batchSize)
    unsafe parameters.n_ubatch = UInt32(Self.batchSize)
    unsafe parameters.n_seq_max = UInt32(sequences)
    unsafe parameters.kv_unified = true
    unsafe parameters.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_ENABLED
    unsafe parameters.n_threads = Int32(threads)
    unsafe parameters.n_threads_batch = Int32(threads)
    unsafe parameters.no_perf = true
    let pointer = unsafe model.withPointer { unsafe llama_init_from_model($0, parameters) }
    guard let pointer = unsafe pointer else { throw .cannotCreateContext(tokens: cells) }
    self.model = model
    threadPool = ThreadPool(threads: threads)
    unsafe self.pointer = pointer
    vocabularySize = LlamaTokenizer(model).count
    unsafe threadPool.attach(to: pointer)
  }

  deinit { unsafe llama_free(pointer) }

  private var memory: llama_memory_t { unsafe llama_get_memory(pointer) }

  /// Makes a sequence begin with the first `count` tokens of another.
  func copy(_ source: Int32, to target: Int32, count: Int) {
    unsafe llama_memory_seq_cp(memory, source, target, 0, Int32(count))
  }

  /// Forgets a sequence from a position on.
  func remove(_ sequence: Int32, from position: Int) {
    unsafe _ = llama_memory_seq_rm(memory, sequence, Int32(position), -1)
  }

  /// Evaluates the tokens of a batch.
  func evaluate(_ batch: borrowing LlamaBatch) throws(ModelError) {
    let code = unsafe batch.withBatch { unsafe llama_decode(pointer, $0) }
    guard code == 0 else { throw .decodeFailed(code: Int(code)) }
  }

  /// Lends the logits after a token of the latest batch, one for each token of the vocabulary.
  ///
  /// - Parameter index: The token's place in the batch; logits must have been asked for.
  func withLogits<Result>(
    at index: Int, _ body: (Span<Float>) throws(ModelError) -> Result
  ) throws(ModelError) -> Result {
    guard let logits = unsafe llama_get_logits_ith(pointer, Int32(index)) else { throw .decodeFailed(code: -1) }
    return try unsafe body(Span(_unsafeStart: logits, count: vocabularySize))
  }

  // MARK: States

  /// Returns what was evaluated of a sequence, as bytes for ``restore(_:from:)``; empty if that fails.
  func state(of sequence: Int32) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: unsafe llama_state_seq_get_size(pointer, sequence))
    let count = unsafe llama_state_seq_get_data(pointer, &bytes, bytes.count, sequence)
    return count == bytes.count ? bytes : []
  }

  /// Makes a sequence what it was when its state was taken; returns whether that worked.
  ///
  /// - Parameter state: Undamaged: llama.cpp ends the program on some that are not.
  func restore(_ sequence: Int32, from state: ArraySlice<UInt8>) -> Bool {
    let count = unsafe state.withUnsafeBufferPointer { buffer in
      unsafe llama_state_seq_set_data(pointer, buffer.baseAddress, buffer.count, sequence)
    }
    if count > 0 { return true }
    remove(sequence, from: 0)
    return false
  }
}
