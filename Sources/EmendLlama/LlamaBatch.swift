// SPDX-License-Identifier: Apache-2.0

import CLlama
import EmendModels

/// Tokens to be evaluated in one call.
///
/// Owns the C arrays.
@safe struct LlamaBatch: ~Copyable {
  private var batch: llama_batch
  private let capacity: Int

  /// - Parameter capacity: The most tokens that it holds.
  ///
  /// - Throws: ``ModelError/cannotCreateContext(tokens:)`` if there is no memory for it.
  init(capacity: Int) throws(ModelError) {
    self.capacity = capacity
    unsafe batch = llama_batch_init(Int32(capacity), 0, 1)
    guard unsafe batch.token != nil, unsafe batch.pos != nil, unsafe batch.n_seq_id != nil, unsafe batch.seq_id != nil,
      unsafe batch.logits != nil
    else { throw .cannotCreateContext(tokens: capacity) }
  }

  deinit { unsafe llama_batch_free(batch) }

  /// Takes tokens of the one sequence, asking for logits after the last.
  ///
  /// - Parameter position: The place of the first in the sequence, counted from 0.
  mutating func fill(_ tokens: ArraySlice<Int32>, position: Int) {
    precondition(!tokens.isEmpty && tokens.count <= capacity, "a batch holds 1 to \(capacity) tokens")
    unsafe batch.n_tokens = Int32(tokens.count)
    for (index, token) in tokens.enumerated() {
      unsafe batch.token[index] = token
      unsafe batch.pos[index] = Int32(position + index)
      unsafe batch.n_seq_id[index] = 1
      unsafe batch.seq_id[index]![0] = 0
      unsafe batch.logits[index] = index == tokens.count - 1 ? 1 : 0
    }
  }

  /// Lends the C value.
  func withBatch<Result>(_ body: (llama_batch) -> Result) -> Result { unsafe body(batch) }
}
