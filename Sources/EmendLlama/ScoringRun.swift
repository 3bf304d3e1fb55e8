// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// Scores many texts together.
///
/// A text that begins like one before it goes on from a copy of that one, so that variants of a sentence cost little more
/// than what comes after their first difference.
struct ScoringRun: ~Copyable {
  private let texts: [PreparedText]
  private let sharesPrefixes: Bool
  private let context: LlamaContext
  private let cells: Int
  private var batch: LlamaBatch
  /// Of each text's tokens, from the first that is scored.
  private var logProbabilities: [[Double]]
  /// The tokens in the batch whose logits were asked for: which text's, where, and the token that follows.
  private var asked: [(text: Int, row: Int, next: Int32)] = []

  /// A shorter beginning is evaluated again.
  private static let shortestShared = 4
  private static let mostSequences = 64

  /// - Parameters:
  ///   - texts: At least one.
  ///   - threads: At least one.
  init(_ texts: [PreparedText], model: LlamaModel, threads: Int) throws(ModelError) {
    let longest = texts.map(\.tokens.count).max() ?? 0
    let total = texts.reduce(0) { $0 + $1.tokens.count }
    let most = max(SchedulerPlan.mostCacheBytes / max(model.bytesPerCell, 1), longest)
    let cells = LlamaContext.padded(min(most, total))
    let context = try LlamaContext(model, cells: cells, sequences: Self.mostSequences, threads: threads)
    let batch = try LlamaBatch(capacity: LlamaContext.batchSize, mostLogits: LlamaContext.mostLogits)
    self.texts = texts
    sharesPrefixes = model.keepsEachToken
    self.cells = cells
    self.context = context
    self.batch = batch
    logProbabilities = Array(repeating: [], count: texts.count)
  }

  /// Returns the score of each text.
  ///
  /// - Throws: `CancellationError` or ``ModelError/decodeFailed(code:)``.
  consuming func run() throws -> [TextScore] {
    var next = 0
    while next < texts.count {
      let wave = wave(from: next)
      try evaluate(wave)
      next += wave.count
    }
    return logProbabilities.map { TextScore(logProbability: $0.reduce(0, +), tokens: $0.count) }
  }

  // MARK: Waves

  /// A text that is scored with others.
  private struct Member {
    let text: Int
    /// The place in the wave of the text that it goes on from; `nil` if it begins anew.
    let parent: Int?
    /// How many of the parent's tokens are copied.
    let shared: Int
    /// How many others must be evaluated before it, one after another.
    let depth: Int
  }

  /// Returns as many texts as there is room for.
  private func wave(from first: Int) -> [Member] {
    var free = cells
    var wave: [Member] = []
    for text in first..<min(first + Self.mostSequences, texts.count) {
      var member = Member(text: text, parent: nil, shared: 0, depth: 0)
      for (place, other) in wave.enumerated() where sharesPrefixes {
        let common = zip(texts[other.text].tokens, texts[text].tokens).prefix { $0 == $1 }.count
        // The last of them is evaluated again, for what follows it is another token.
        if common > max(Self.shortestShared, member.shared + 1) {
          member = Member(text: text, parent: place, shared: common - 1, depth: other.depth + 1)
        }
      }
      free -= texts[text].tokens.count - member.shared
      if free < 0 { break }
      wave.append(member)
    }
    return wave
  }

  /// Evaluates first the texts that begin anew, then those that go on from them, and so on.
  private mutating func evaluate(_ wave: [Member]) throws {
    for depth in 0...(wave.map(\.depth).max() ?? 0) {
      for (sequence, member) in wave.enumerated() where member.depth == depth {
        if let parent = member.parent {
          context.copy(Int32(parent), to: Int32(sequence), count: member.shared)
          logProbabilities[member.text] = Array(
            logProbabilities[wave[parent].text].prefix(max(member.shared + 1 - texts[member.text].firstScored, 0)))
        }
        try place(member.text, sequence: sequence, from: member.shared)
      }
      try flush()
    }
    for sequence in wave.indices { context.remove(Int32(sequence), from: 0) }
  }

  /// Adds a text's tokens to the batch, which is evaluated whenever it is full.
  private mutating func place(_ text: Int, sequence: Int, from start: Int) throws {
    let (tokens, firstScored) = (texts[text].tokens, texts[text].firstScored)
    for position in start..<tokens.count {
      let isAsked = position + 1 >= firstScored && position + 1 < tokens.count
      if batch.room == 0 || isAsked && batch.logitsRoom == 0 { try flush() }
      let row = batch.append(tokens[position], position: position, sequence: Int32(sequence), wantsLogits: isAsked)
      if isAsked { asked.append((text, row, tokens[position + 1])) }
    }
  }

  private mutating func flush() throws {
    try Task.checkCancellation()
    guard batch.count > 0 else { return }
    try context.evaluate(batch)
    for (text, row, next) in asked {
      try context.withLogits(at: row) { logits throws(ModelError) in
        logProbabilities[text].append(logProbability(of: next, in: logits, isLargest: false))
      }
    }
    asked = []
    batch.removeAll()
  }
}
