// SPDX-License-Identifier: Apache-2.0

import CLlama
import EmendModels

/// Tokens of any sequences, to be evaluated in one call.
///
/// Owns the C arrays.
@safe struct LlamaBatch: ~Copyable {
  private var batch: llama_batch
  private let capacity: Int
  private let mostLogits: Int
  private var logitsCount = 0

  /// - Parameters:
  ///   - capacity: The most tokens that it holds.
  ///   - mostLogits: The most tokens whose logits should be asked for.
  ///
  /// - Throws: ``ModelError/cannotCreateContext(tokens:)`` if there is no memory for it.
  init(capacity: Int, mostLogits: Int = .max) throws(ModelError) {
    self.capacity = capacity
    self.mostLogits = mostLogits
    unsafe batch = llama_batch_init(Int32(capacity), 0, 1)
    guard unsafe batch.token != nil, unsafe batch.pos != nil, unsafe batch.n_seq_id != nil, unsafe batch.seq_id != nil,
      unsafe batch.logits != nil
    else { throw .cannotCreateContext(tokens: capacity) }
    unsafe batch.n_tokens = 0
  }

  deinit { unsafe llama_batch_free(batch) }

  /// How many tokens it has.
  var count: Int { unsafe Int(batch.n_tokens) }

  /// How many more it takes.
  var room: Int { capacity - count }

  /// How many more logits may be asked for.
  var logitsRoom: Int { max(min(mostLogits - logitsCount, room), 0) }

  mutating func removeAll() {
    unsafe batch.n_tokens = 0
    logitsCount = 0
  }

  /// Adds a token.
  ///
  /// - Parameters:
  ///   - position: Its place in its sequence, counted from 0.
  ///   - wantsLogits: Whether the logits after it are asked for.
  /// - Returns: Its place in the batch, by which its logits are found.
  @discardableResult
  mutating func append(_ token: Int32, position: Int, sequence: Int32, wantsLogits: Bool) -> Int {
    precondition(room > 0, "a batch holds \(capacity) tokens")
    let index = count
    unsafe batch.token[index] = token
    unsafe batch.pos[index] = Int32(position)
    unsafe batch.n_seq_id[index] = 1
    unsafe batch.seq_id[index]![0] = sequence
    unsafe batch.logits[index] = wantsLogits ? 1 : 0
    if wantsLogits { logitsCount += 1 }
    unsafe batch.n_tokens = Int32(index + 1)
    return index
  }

  /// Lends the C value.
  func withBatch<Result>(_ body: (llama_batch) -> Result) -> Result { unsafe body(batch) }
}
