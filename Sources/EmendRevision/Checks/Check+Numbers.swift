// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown

extension Check {
  /// Refuses an answer in which a number in digits is lost, new or another: an amount, a date, a time, a version.
  ///
  /// Any script's decimal digits count. Numbers in words are not looked at.
  ///
  /// ## Before
  /// `It took 1,340 cards and 3.5 hours on 2026-10-02.`
  /// ## After
  /// `It took 1,430 cards and 3 hours.`
  static let numbers = Check(name: "numbers") { input in
    let before = numbers(in: input.passage.text)
    let after = numbers(in: input.replacement)
    if let lost = before.first(where: { number in count(number, in: after) < count(number, in: before) }) {
      return "the number \(lost) is missing"
    }
    if let new = after.first(where: { number in count(number, in: after) > count(number, in: before) }) {
      return "the number \(new) is new or doubled"
    }
    return nil
  }

  private static func count(_ number: Substring, in numbers: [Substring]) -> Int { numbers.count { $0 == number } }

  /// Runs of digits, with the points, commas, colons, hyphens and slashes between them.
  private static func numbers(in text: String) -> [Substring] {
    let joints: Set<Character> = [".", ",", ":", "-", "/", "’", "'"]
    var numbers: [Substring] = []
    var rest = text[...]
    while let start = rest.firstIndex(where: \.isDigit) {
      var end = start
      while end < rest.endIndex {
        let next = rest.index(after: end)
        let isJoint = joints.contains(rest[end]) && next < rest.endIndex && rest[next].isDigit
        guard rest[end].isDigit || isJoint else { break }
        end = next
      }
      numbers.append(rest[start..<end])
      rest = rest[end...]
    }
    return numbers
  }
}

extension Character {
  /// Whether this is a decimal digit of any script.
  fileprivate var isDigit: Bool { unicodeScalars.first?.properties.generalCategory == .decimalNumber }
}
