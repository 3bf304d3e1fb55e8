// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import Testing

struct NoteTests {
  /// The texts of all notes in a document.
  private func notes(_ text: String) throws -> [String]? {
    let runs = try MarkdownDocument(text).sectionBodies.flatMap(\.noteRuns).map(\.notes)
    return runs.contains { $0 == nil } ? nil : runs.flatMap { $0 ?? [] }.map(\.text)
  }

  @Test(
    "List items, with what stands below them, and fragments are notes",
    arguments: [
      ("- a\n- b\n", ["a", "b"]), ("* a\n+ b\n", ["a", "b"]), ("1. a\n2. b\n", ["a", "b"]), ("0) a\n", ["a"]),
      ("- a\n  - b\n    - c\n  - d\n- e\n", ["a: b; c; d", "e"]), ("- e: f\n  - g\n", ["e: f; g"]),
      ("1. b\n   1. c\n", ["b: c"]), ("- a.\n  - b\n", ["a. b"]), ("- a?\n\n  b\n", ["a? b"]),
      ("- a\n\n- b\n\n  c d\n", ["a", "b; c d"]), ("- - a\n  - b\n", ["a; b"]), ("- \n- a\n-\n", ["a"]),
      ("-\ta\n-\tb\n\t- c\n", ["a", "b: c"]), ("   - a\n   - b\n", ["a", "b"]), ("- a\nlazy\n", ["a lazy"]),
      ("a note\n\nanother *one*\n", ["a note", "another *one*"]), ("a note\n- b\n", ["a note", "b"]),
      ("- one\\\n  two\n- three  \n  four\n", ["one two", "three four"]), ("- `a  \n  b`\n", ["`a   b`"]),
      ("- *a\n- b*\n", ["*a", "b*"]), ("- [a][r]\n\n[r]: u\n", ["[a][r]"]), ("- [x]: y\n- a\n", ["a"]),
      ("a\r- b\r- c\r", ["a", "b", "c"]), ("**Bold**\n", ["**Bold**"]),
    ])
  func notes(text: String, expected: [String]) throws {
    #expect(try notes(text) == expected)
    #expect(try notes("\u{FEFF}" + text) == expected)
    #expect(try notes(text.replacing("\n", with: "\r\n")) == expected)
    #expect(try notes("---\nx: y\n---\n" + text) == expected)
  }

  @Test(
    "Nothing else is a note",
    arguments: [
      "A sentence.\n", "\"Quoted?\"\n", "**Really!**\n", "The list:\n", "文。\n", "`code.`\n",
      Array(repeating: "word", count: 26).joined(separator: " ") + "\n",
      "- [ ] a task\n- b\n", "- a\n\n      code\n", "- a\n  ```\n  x\n  ```\n", "- # heading\n", "- > quoted\n",
      "> quoted\n", "> - quoted\n", "| a | b |\n|---|---|\n| c | d |\n", "- a | b\n  --|--\n", "Term\n: definition\n",
      "-\n-\n", "- [x]: y\n", "[x]: y\n", "[^1]: note\n", "- a ^id\n", "{{< figure >}}\n", "$$\nx\n$$\n",
      ":::note\n- a\n:::\n", "![A picture](a.png)\n", "[![A badge](b)](c)\n", "https://example.org/a\n",
      "<!-- - a -->\n", "***\n", "    - code\n",
    ])
  func others(text: String) throws {
    #expect(try notes(text) == [])
    #expect(try notes(text.replacing("\n", with: "\r\n")) == [])
  }

  @Test(
    "A number that may say something is no list's mark",
    arguments: ["2019. A good year\n", "- 24. Dezember: Fest\n- b\n", "- a\n\n  2. b\n"])
  func numbers(text: String) throws {
    #expect(try notes(text) == [])
  }

  @Test("A note knows its lines, and the markup that is to be kept")
  func markup() throws {
    let document = try MarkdownDocument("- see [here](a.md)\n  - and `b`\n- c\n")
    let notes = try #require(document.sectionBodies[0].noteRuns[0].notes)
    #expect(notes.map(\.lines) == [1...2, 3...3])
    #expect(notes[0].text == "see [here](a.md): and `b`")
    #expect(notes[0].markup.spans.map(\.literal) == ["](a.md)", "`b`"])
  }

  @Test("Where the text of one note is not certain, there are none")
  func unverified() throws {
    #expect(try notes("- a\u{0C}b\n- c\n") == nil)
  }
}
