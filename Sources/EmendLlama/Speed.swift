// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// How fast a model works on this machine.
package struct Speed: Equatable, Sendable {
  /// Tokens of prompts evaluated in a second.
  package let prompt: Double
  /// Tokens of ``answers`` answers decoded together, in a second, all of them counted.
  package let answer: Double

  /// How many answers are decoded together.
  package static let answers = 16

  package init(prompt: Double, answer: Double) {
    self.prompt = prompt
    self.answer = answer
  }

  /// The tokens in a second of a run whose answers are as long as its prompts, as those of rephrasing about are.
  package var overall: Double { 2 / (1 / prompt + 1 / answer) }

  /// The medians of both figures.
  ///
  /// - Parameter trials: At least one.
  package static func median(of trials: [Speed]) -> Speed {
    func median(_ values: [Double]) -> Double {
      let sorted = values.sorted()
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
    return Speed(prompt: median(trials.map(\.prompt)), answer: median(trials.map(\.answer)))
  }
}

extension Speed {
  /// The tokens of each prompt, and of each answer: about those of a short paragraph.
  static let promptTokens = 64
  static let answerTokens = 24

  /// Measures a model once.
  ///
  /// The answers are given, not drawn: every model does the same work, the logits of each token included.
  ///
  /// - Parameter tokens: A text of at least ``answers`` times ``promptTokens`` tokens.
  init(of model: LlamaModel, on tokens: [Int32], threads: Int) throws {
    let length = Self.promptTokens + Self.answerTokens
    let context = try LlamaContext(
      model, cells: LlamaContext.padded(Self.answers * length), sequences: Self.answers, threads: threads)
    var batch = try LlamaBatch(capacity: LlamaContext.batchSize)
    func token(_ sequence: Int, _ position: Int) -> Int32 {
      tokens[(sequence * Self.promptTokens + position) % tokens.count]
    }
    func evaluate(_ batch: borrowing LlamaBatch) throws {
      try Task.checkCancellation()
      try context.evaluate(batch)
      // Asking for logits waits for them; every batch here ends with a token that has some.
      try context.withLogits(at: batch.count - 1) { _ throws(ModelError) in }
    }

    // The first pass reads the weights from the disk.
    for sequence in 0..<Self.answers {
      batch.append(token(sequence, 0), position: 0, sequence: Int32(sequence), wantsLogits: true)
    }
    try evaluate(batch)
    for sequence in 0..<Self.answers { context.remove(Int32(sequence), from: 0) }

    var start = ContinuousClock.now
    batch.removeAll()
    for sequence in 0..<Self.answers {
      for position in 0..<Self.promptTokens {
        let isLast = position == Self.promptTokens - 1
        batch.append(token(sequence, position), position: position, sequence: Int32(sequence), wantsLogits: isLast)
      }
      // A batch takes whole prompts.
      if batch.room < Self.promptTokens || sequence == Self.answers - 1 {
        try evaluate(batch)
        batch.removeAll()
      }
    }
    let promptSeconds = (ContinuousClock.now - start).seconds

    start = ContinuousClock.now
    for position in Self.promptTokens..<length {
      batch.removeAll()
      for sequence in 0..<Self.answers {
        batch.append(token(sequence, position), position: position, sequence: Int32(sequence), wantsLogits: true)
      }
      try evaluate(batch)
    }
    self.init(
      prompt: Double(Self.answers * Self.promptTokens) / promptSeconds,
      answer: Double(Self.answers * Self.answerTokens) / (ContinuousClock.now - start).seconds)
  }
}
