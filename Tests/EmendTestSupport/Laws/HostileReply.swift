// SPDX-License-Identifier: Apache-2.0

/// A model that means no good: what it answers to a passage.
package enum HostileReply: Equatable, Sendable {
  /// One of the answers that are bad in whole: empty, chat, other blocks, 100 kB.
  case whole(Int)
  /// The passage with some pieces put in, taken out, doubled or exchanged.
  case damaged(edits: Int)
  /// The passage with other words, a good answer.
  case reworded

  package static func random(using random: inout SeededGenerator) -> HostileReply {
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<2: .whole(Int.random(in: wholes.indices, using: &random))
    case 2: .reworded
    default: .damaged(edits: Int.random(in: 1...3, using: &random))
    }
  }

  /// Returns the answer; the same for the same passage and seed.
  package func text(for passage: String, prompt: String, seed: UInt64) -> String {
    var random = SeededGenerator(seed: seed)
    switch self {
    case .whole(let index):
      return Self.wholes[index](passage, prompt)
    case .reworded:
      let words = ["the": "this", "quick": "swift", "utilise": "use", "things": "objects", "over": "above", "a": "one"]
      return passage.split(separator: " ", omittingEmptySubsequences: false).map { words[String($0)] ?? String($0) }
        .joined(separator: " ")
    case .damaged(let edits):
      var characters = Array(passage)
      for _ in 0..<edits { Self.damage(&characters, using: &random) }
      return String(characters)
    }
  }

  private static func damage(_ text: inout [Character], using random: inout SeededGenerator) {
    let place = Int.random(in: 0...text.count, using: &random)
    let length = min(Int.random(in: 1...6, using: &random), text.count - place)
    switch Int.random(in: 0..<6, using: &random) {
    case 0, 1:
      text.insert(contentsOf: pieces[Int.random(in: pieces.indices, using: &random)], at: place)
    case 2:
      text.removeSubrange(place..<(place + length))
    case 3:
      text.insert(contentsOf: text[place..<(place + length)], at: Int.random(in: 0...text.count, using: &random))
    case 4:
      // Marks are what a small model gets wrong: take out one of them.
      let marks = text.indices.filter { "`[](){}<>*_$~=^:@#!|\\%&\"".contains(text[$0]) }
      if let mark = marks.randomElement(using: &random) { text.remove(at: mark) }
    default:
      // Two words, or two addresses, change places.
      var words = String(text).split(separator: " ", omittingEmptySubsequences: false)
      guard words.count > 1 else { return }
      words.swapAt(
        Int.random(in: words.indices, using: &random), Int.random(in: words.indices, using: &random))
      text = Array(words.joined(separator: " "))
    }
  }

  private static let pieces: [String] = [
    "*", "**", "_", "`", "``", "[", "]", "(", ")", "](", "<", ">", "|", " | ", "#", "# ", "\n# x\n", "- ", "\n- x",
    "+ ",
    "1. ", "\n1. x\n", "> ", "\n> x\n", "\n", "\n\n", "  \n", "\\\n", "\\", "\r", "\r\n", "\t", "    ", "\n    x\n",
    "&amp;", "&",
    "~", "~~", "==", "$", "$$", "\n$$\n", "{", "}", "{{", "}}", "{% raw %}", "%", ":", "::: x\n", "\n:::\n", "@x", "#1",
    "^", "[^1]",
    "\n[^1]: x\n", "[ref1]", "\n[ref1]: /x\n", "![", "![a](b)", "[a](b)", "<b>", "</b>", "<div>", "\n<div>\n", "<!--",
    "-->",
    "\n<!-- emend-disable -->\n", "{/* x */}", "\n---\n", "\n===\n", "\n***\n", "\n```\n", "```",
    "\n| a | b |\n|---|---|\n",
    "\u{0}", "\u{1}", "\u{202E}", "\u{2066}", "\u{FEFF}", "\u{FFFD}", "\u{2028}", "\u{85}", "\u{200B}", "\u{301}",
    "http://e.org", "a@e.org",
    "import x from \"y\"\n", "\n: x", "\n+++\n", "<https://e.org>", "[[x]]", "\\(", "\\[", "=", "==x==", "+", "!", "'",
    "\"", "\u{1F600}",
  ]

  private static let wholes: [@Sendable (_ passage: String, _ prompt: String) -> String] = [
    { _, _ in "" },
    { _, _ in " " },
    { _, _ in "\n" },
    { _, _ in "\u{0}" },
    { _, prompt in prompt },
    { passage, _ in passage },
    { passage, _ in "Sure! Here is a better version:\n\n\(passage)" },
    { passage, _ in "# \(passage)" },
    { passage, _ in "- \(passage)" },
    { passage, _ in "1. \(passage)" },
    { passage, _ in "> \(passage)" },
    { passage, _ in "    \(passage)" },
    { passage, _ in "\t\(passage)" },
    { passage, _ in "```\n\(passage)\n```" },
    { passage, _ in "\(passage)\n\n\(passage)" },
    { passage, _ in "\(passage)\n\n## More\n\nText." },
    { passage, _ in "\(passage)\n---" },
    { passage, _ in "\(passage)\n===" },
    { passage, _ in "| \(passage) |\n|---|" },
    { passage, _ in "<div>\(passage)</div>" },
    { passage, _ in "<!-- \(passage) -->" },
    { passage, _ in "$$\n\(passage)\n$$" },
    { passage, _ in "::: note\n\(passage)\n:::" },
    { passage, _ in "[^1]: \(passage)" },
    { passage, _ in "[ref1]: \(passage)" },
    { passage, _ in ": \(passage)" },
    { passage, _ in "\(passage)\\" },
    { passage, _ in "\(passage)  " },
    { passage, _ in "\(passage)  \n" },
    { passage, _ in "*\(passage)*" },
    { passage, _ in "\"\(passage)\"" },
    { passage, _ in "\u{FEFF}\(passage)" },
    { passage, _ in "\u{202E}\(passage)" },
    { passage, _ in String(passage.reversed()) },
    { passage, _ in passage.uppercased() },
    { passage, _ in passage.replacing(" ", with: "\n") },
    { passage, _ in passage.replacing(" ", with: "  \n") },
    { passage, _ in passage.replacing(" ", with: "\n\n") },
    { passage, _ in passage.replacing(" ", with: "\r") },
    { passage, _ in passage.replacing("](", with: ") (") },
    { passage, _ in passage.replacing("`", with: "") },
    { passage, _ in passage.replacing("*", with: "_") },
    { passage, _ in passage.replacing("[", with: "\\[") },
    { passage, _ in "[x] \(passage)" },
    { passage, _ in "{% raw %}\n\(passage)\n{% endraw %}" },
    { _, _ in "import a from \"b\"" },
    { passage, _ in "%%\n\(passage)\n%%" },
    { passage, _ in "\(passage) ^id" },
    { passage, _ in "\(passage) #" },
    { passage, _ in "\(passage) {#id}" },
    { passage, _ in String(repeating: "\(passage) and so on. ", count: 100_000 / (passage.utf8.count + 12) + 1) },
    { _, _ in String(repeating: "[", count: 100_000) },
    { _, _ in String(repeating: "*a ", count: 30_000) },
  ]
}
