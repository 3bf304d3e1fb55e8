// SPDX-License-Identifier: Apache-2.0

import EmendText

extension Check {
  /// Refuses a text that changes, drops or invents words in quotation marks: they are another's.
  ///
  /// The marks themselves may go, come or be of another kind, and punctuation may move across them.
  ///
  /// ## Before
  /// `The label reads “Do not shake”.`
  /// ## After
  /// `The label reads “Don't shake it”.`
  static let quotation = Check(name: "quotation", summary: "words in quotation marks altered") { input in
    let before = quotations(in: input.original)
    let after = quotations(in: input.replacement)
    if input.limits.keepsFacts, let lost = before.first(where: { !contains(input.replacement, $0.words) }) {
      return CheckProblem("the quotation \"\(lost.text)\" is changed or missing", original: lost.range)
    }
    if let new = after.first(where: { !contains(input.original, $0.words) }) {
      return CheckProblem("the quotation \"\(new.text)\" is new", replacement: new.range)
    }
    return nil
  }

  private struct Quotation {
    let text: String
    let words: [String]
    let range: ByteRange
  }

  private static let marks: [(opening: Character, closing: Set<Character>)] = [
    ("\"", ["\""]), ("“", ["”", "“"]), ("„", ["“", "”"]), ("«", ["»"]), ("»", ["«"]), ("「", ["」"]), ("『", ["』"]),
  ]

  /// The texts in quotation marks, outside code and other markup, each once.
  private static func quotations(in text: ProseText) -> [Quotation] {
    var found: [Quotation] = []
    var seen: Set<[String]> = []
    var open: (start: Int, closing: Set<Character>)?
    var offset = 0
    for character in String(decoding: text.prose, as: UTF8.self) {
      let start = offset
      offset += character.utf8.count
      if let (from, closing) = open {
        guard closing.contains(character) else { continue }
        let range = ByteRange(from, start)
        let words = text.words(in: range).map(\.lowered)
        if !words.isEmpty, seen.insert(words).inserted {
          found.append(Quotation(text: text.string(range).trimmingBlanks(), words: words, range: range))
        }
        open = nil
      } else if let mark = marks.first(where: { $0.opening == character }) {
        open = (offset, mark.closing)
      }
    }
    return found
  }

  private static func contains(_ text: ProseText, _ words: [String]) -> Bool {
    let all = text.words.map(\.lowered)
    return all.indices.contains { all[$0...].starts(with: words) }
  }
}
