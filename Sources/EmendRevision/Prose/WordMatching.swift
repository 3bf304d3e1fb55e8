// SPDX-License-Identifier: Apache-2.0

/// The words of a text, to be asked whether some form of a word is among them.
struct WordForms {
  private let words: Set<String>
  private var known: [String: Bool] = [:]

  init(_ words: [Word]) { self.words = Set(words.map(\.lowered)) }

  mutating func contains(_ word: Word) -> Bool {
    if words.contains(word.lowered) { return true }
    if let answer = known[word.lowered] { return answer }
    let answer = words.contains { areForms($0, word.lowered) }
    known[word.lowered] = answer
    return answer
  }
}

/// Whether two words in lower case are forms of one, or one is the other misspelt: they begin alike for most of their
/// length, or differ in one letter (in two, if they are long).
func areForms(_ one: String, _ other: String) -> Bool {
  if one == other { return true }
  let (a, b) = (Array(one.unicodeScalars), Array(other.unicodeScalars))
  let shorter = min(a.count, b.count)
  guard shorter >= 3 else { return false }
  let common = zip(a, b).prefix { $0 == $1 }.count
  if common >= 3, common * 3 >= shorter * 2 { return true }
  guard shorter >= 4, abs(a.count - b.count) <= 2 else { return false }
  return editDistance(a, b) <= (shorter >= 8 ? 2 : 1)
}

/// The number of elements that must be put in, taken out or replaced to make one sequence of another (Levenshtein 1966).
func editDistance<Element: Equatable>(_ one: [Element], _ other: [Element]) -> Int {
  var previous = Array(0...other.count)
  for (row, element) in one.enumerated() {
    var current = [row + 1]
    for (column, candidate) in other.enumerated() {
      current.append(
        min(previous[column] + (element == candidate ? 0 : 1), previous[column + 1] + 1, current[column] + 1))
    }
    previous = current
  }
  return previous[other.count]
}
