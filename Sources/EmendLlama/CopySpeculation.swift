// SPDX-License-Identifier: Apache-2.0

/// Guesses the next tokens of an answer from the text that it is a new version of.
///
/// While an answer copies its source, the source says what comes next. Guessed tokens are evaluated together with the one
/// that is certain and count only if the model, asked for each, would have chosen the same: the answer is the same as
/// without guesses, in fewer steps.
struct CopySpeculation {
  private let source: [Int32]
  /// The place in the source of what comes next if the answer goes on copying.
  private var next = 0
  private var previous: Int32?
  /// How many tokens in a row the answer has just copied.
  private var copied = 0
  private let record: GuessRecord

  /// How far ahead a token that was left out is looked for.
  private static let window = 24
  /// The most tokens guessed at once.
  static let longestDraft = 16

  init(source: [Int32], record: GuessRecord) {
    self.source = source
    self.record = record
  }

  /// Returns the tokens that probably come next.
  ///
  /// - Parameters:
  ///   - limit: The most that make sense.
  ///   - threshold: A token is guessed as long as it and those before it are right with at least this probability.
  func draft(limit: Int, threshold: Double) -> ArraySlice<Int32> {
    let limit = min(limit, Self.longestDraft, source.count - next)
    var probability = 1.0
    var count = 0
    while count < limit {
      probability *= record.hitRate(afterCopied: copied + count)
      if probability < threshold { break }
      count += 1
    }
    return source[next..<next + max(count, 0)]
  }

  /// Takes the token that came next.
  mutating func append(_ token: Int32) {
    let isHit = next < source.count && source[next] == token
    if next < source.count { record.note(isHit: isHit, afterCopied: copied) }
    if isHit {
      next += 1
      copied += 1
    } else {
      next = resumption(after: token)
      copied = 0
    }
    previous = token
  }

  /// Where the source probably goes on after a token that it does not have in this place.
  private func resumption(after token: Int32) -> Int {
    // The last two tokens together, wherever they stand; the nearest ahead is likeliest.
    if let previous, source.count > 1 {
      let matches = (1..<source.count).filter { source[$0] == token && source[$0 - 1] == previous }
      if let match = matches.first(where: { $0 >= next }) ?? matches.last { return match + 1 }
    }
    // Something was left out and the token follows it.
    if next < source.count, let match = source[next...].prefix(Self.window).firstIndex(of: token) { return match + 1 }
    // One token stands for another.
    return min(next + 1, source.count)
  }
}
