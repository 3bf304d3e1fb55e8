// SPDX-License-Identifier: Apache-2.0

import EmendText

extension Check {
  /// Refuses a text that says something over again that the original says once.
  ///
  /// A word doubled, the same run of words, the same sentence: small models fall into such loops.
  ///
  /// ## Before
  /// `The cache keeps the answers of earlier runs.`
  /// ## After
  /// `The cache keeps the answers of earlier runs, the answers of earlier runs.`
  static let repetition = Check(name: "repetition", summary: "words or sentences said over again") { input in
    let (before, after) = (input.original, input.replacement)
    let old = Set((loops(in: before) + echoes(in: before)).map { key(before.words, $0) })
    let found = (loops(in: after) + echoes(in: after)).first { !old.contains(key(after.words, $0)) }
    guard let found else { return nil }
    let words = after.words[found]
    let range = ByteRange(words.first!.range.start, words.last!.range.end)
    return CheckProblem(
      "\"\(after.line(range))\" is said over again", replacement: range)
  }

  /// A run of this many words is not there twice by chance.
  private static let echoLength = 7

  private static func key(_ words: [Word], _ range: Range<Int>) -> [String] { words[range].map(\.lowered) }

  /// The places of words and runs of words that stand directly before, too, with only a blank, or for a run a comma,
  /// between.
  private static func loops(in text: ProseText) -> [Range<Int>] {
    let words = text.words
    var found: [Range<Int>] = []
    for length in 1..<echoLength where words.count >= 2 * length {
      for start in length...(words.count - length) {
        let (first, second) = (start - length..<start, start..<start + length)
        guard key(words, first) == key(words, second) else { continue }
        let gap = text.string(ByteRange(words[start - 1].range.end, words[start].range.start))
        let isWord = length > 1 || !words[start].hasDigit && !words[start].text.unicodeScalars.first!.isIdeograph
        // A long run is not said twice by chance, whatever stands between.
        if isWord, length > 3 || gap.allSatisfy({ $0.isWhitespace || length > 1 && $0 == "," }) { found.append(second) }
      }
    }
    return found
  }

  /// The places of longer runs that stand anywhere before.
  private static func echoes(in text: ProseText) -> [Range<Int>] {
    let words = text.words
    guard words.count >= 2 * echoLength else { return [] }
    var seen: [[String]: Int] = [:]
    var found: [Range<Int>] = []
    for start in 0...(words.count - echoLength) {
      let run = start..<(start + echoLength)
      let key = key(words, run)
      if let first = seen[key], first + echoLength <= start { found.append(run) }
      seen[key] = min(seen[key] ?? start, start)
    }
    return found
  }
}
