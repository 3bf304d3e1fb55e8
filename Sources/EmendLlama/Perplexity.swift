// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Foundation

/// How well a model foresees a text: the lower, the better.
///
/// ```swift
/// let original = try await workbench.perplexity(of: "model.gguf", on: text)
/// let smaller = try await workbench.perplexity(of: "smaller.gguf", on: text)
/// original.value              // 7.82
/// smaller.cost(over: original) // 14.1, in per cent
/// ```
package struct Perplexity: Equatable, Sendable {
  /// The natural logarithm of the probability that the model gave to each token, in the text's order.
  package let logProbabilities: [Double]

  package init(logProbabilities: [Double]) { self.logProbabilities = logProbabilities }

  /// The exponential of the mean of the negative logarithms, as `llama-perplexity` prints it.
  package var value: Double { exp(-Self.mean(logProbabilities)) }

  /// How much higher it is than another model's on the same tokens, in per cent; negative if it is lower.
  package func cost(over original: Perplexity) -> Double {
    (exp(Self.mean(losses(against: original))) - 1) * 100
  }

  /// The standard error of ``cost(over:)``, in per cent: how far another text of this kind and length might be off.
  ///
  /// Token by token the two models are compared on the same thing, so it is far smaller than the error of either value.
  package func costError(over original: Perplexity) -> Double {
    let losses = losses(against: original)
    let mean = Self.mean(losses)
    let variance = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(losses.count - 1, 1))
    return exp(mean) * (variance / Double(max(losses.count, 1))).squareRoot() * 100
  }

  private func losses(against original: Perplexity) -> [Double] {
    zip(original.logProbabilities, logProbabilities).map { $0 - $1 }
  }

  private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}

extension Perplexity {
  /// The tokens that are evaluated together; the second half of them counts.
  static let chunk = 512

  /// Measures a model on tokens, of which there must be at least a chunk.
  ///
  /// As `llama-perplexity` does it (https://github.com/ggml-org/llama.cpp/tree/master/tools/perplexity): in each chunk of
  /// 512 tokens those after the 257th are scored, so that each has at least half a chunk before it. Its chunks follow one
  /// another; ours overlap by half, so that nearly all of a short text counts.
  init(of model: LlamaModel, on tokens: [Int32], threads: Int) throws {
    let tokenizer = LlamaTokenizer(model)
    let context = try LlamaContext(model, cells: Self.chunk, sequences: 1, threads: threads)
    var batch = try LlamaBatch(capacity: LlamaContext.batchSize)
    let half = Self.chunk / 2
    var logProbabilities: [Double] = []
    for start in stride(from: 0, through: tokens.count - Self.chunk, by: half) {
      var chunk = Array(tokens[start..<start + Self.chunk])
      if let beginning = tokenizer.beginning { chunk[0] = beginning }
      context.remove(0, from: 0)
      for first in stride(from: 0, to: Self.chunk, by: LlamaContext.batchSize) {
        try Task.checkCancellation()
        batch.removeAll()
        var scored: [(row: Int, next: Int32)] = []
        for position in first..<min(first + LlamaContext.batchSize, Self.chunk) {
          let isScored = position >= half && position + 1 < Self.chunk
          let row = batch.append(chunk[position], position: position, sequence: 0, wantsLogits: isScored)
          if isScored { scored.append((row, chunk[position + 1])) }
        }
        try context.evaluate(batch)
        for (row, next) in scored {
          try context.withLogits(at: row) { logits throws(ModelError) in
            logProbabilities.append(exactLogProbability(of: next, in: logits))
          }
        }
      }
    }
    self.init(logProbabilities: logProbabilities)
  }
}

/// The natural logarithm of a token's probability, in double precision: the differences that are measured here may be as
/// small as what the faster function for answers is off.
func exactLogProbability(of token: Int32, in logits: Span<Float>) -> Double {
  var largest = -Float.infinity
  for index in logits.indices { largest = max(largest, logits[index]) }
  var sum = 0.0
  for index in logits.indices { sum += exp(Double(logits[index] - largest)) }
  return Double(logits[Int(token)]) - Double(largest) - log(sum)
}
