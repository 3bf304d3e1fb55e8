// SPDX-License-Identifier: Apache-2.0

import EmendText

/// The words of a text, to be asked whether some form of a word is among them.
struct WordForms {
  private let words: Set<String>
  private let byBeginning: [[Unicode.Scalar]: [Spelling]]
  private let byLength: [Int: [Spelling]]
  private var known: [String: Bool] = [:]

  init(_ words: [Word]) {
    self.words = Set(words.map(\.lowered))
    let spellings = self.words.map(Spelling.init).filter { $0.scalars.count >= 3 }
    byBeginning = Dictionary(grouping: spellings) { Array($0.scalars.prefix(3)) }
    byLength = Dictionary(grouping: spellings, by: \.scalars.count)
  }

  mutating func contains(_ word: Word) -> Bool {
    if words.contains(word.lowered) { return true }
    if let answer = known[word.lowered] { return answer }
    let spelling = Spelling(word.lowered)
    let length = spelling.scalars.count
    let answer =
      length >= 3
      && (byBeginning[Array(spelling.scalars.prefix(3))]?.contains { $0.beginsLike(spelling) } ?? false
        || (length - 2...length + 2).contains { byLength[$0]?.contains { $0.isNearly(spelling) } ?? false })
    known[word.lowered] = answer
    return answer
  }
}

/// Whether two words in lower case are forms of one, or one is the other misspelt: they begin alike for most of their
/// length, or differ in one letter (in two, if they are long).
func areForms(_ one: String, _ other: String) -> Bool {
  if one == other { return true }
  let (a, b) = (Spelling(one), Spelling(other))
  return a.beginsLike(b) || a.isNearly(b)
}

/// The letters of a word.
private struct Spelling {
  let scalars: [Unicode.Scalar]
  /// A bit for each letter that it has; some letters share one.
  private let letters: UInt64

  init(_ word: String) {
    scalars = Array(word.unicodeScalars)
    letters = scalars.reduce(0) { $0 | 1 << UInt64($1.value % 64) }
  }

  func beginsLike(_ other: Spelling) -> Bool {
    let common = zip(scalars, other.scalars).prefix { $0 == $1 }.count
    return common >= 3 && common * 3 >= min(scalars.count, other.scalars.count) * 2
  }

  func isNearly(_ other: Spelling) -> Bool {
    let shorter = min(scalars.count, other.scalars.count)
    guard shorter >= 4, abs(scalars.count - other.scalars.count) <= 2 else { return false }
    let most = shorter >= 8 ? 2 : 1
    // One letter in another's place takes away a bit and puts in one. What has no end is no word.
    guard (letters ^ other.letters).nonzeroBitCount <= 2 * most, shorter <= 100 else { return false }
    return editDistance(scalars, other.scalars) <= most
  }
}
