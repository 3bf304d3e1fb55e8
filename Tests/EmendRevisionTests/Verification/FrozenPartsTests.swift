// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import Testing

@testable import EmendRevision

/// What `Verification` says of the parts that are no prose, and of what a passage is.
struct FrozenPartsTests {
  private func failures(_ old: String, _ new: String) throws -> [String] {
    try verificationFailures(old, new)
  }

  private let code = "```swift\nlet a = 1\n```\n"
  private let prose = "The cat sat on the mat all day.\n"

  @Test("Blocks that stay may move with the text around them, in other places and depths")
  func moved() throws {
    #expect(try failures("\(prose)\n\(code)", "\(prose)\nNew words are here now.\n\n\(code)").count == 1)
    #expect(
      try failures("- One two three.\n\n  ```\n  a\n  ```\n", "- One two three.\n\n    ```\n    a\n    ```\n") == [])
    #expect(try failures("\(prose)\n\(code)", "\(prose)\n\(code.replacing("\n", with: "\r\n"))") == [])
  }

  @Test(
    "Changed, lost and new, with the lines of both",
    arguments: [
      ("Text is here.\n\n~~~\na\nb\n~~~\n", "Text is here.\n\n\n~~~\na\nc\n~~~\n", "3-6>4-7", "code block is changed"),
      ("    a = 1\n", "    a = 2\n", "1-1>1-1", "code block is changed"),
      ("```\nif a:\n  b\nc\n```\n", "```\nif a:\n  b\n  c\n```\n", "1-5>1-5", "code block is changed"),
      ("```a\nx\n```\n", "```b\nx\n```\n", "1-3>1-3", "code block is changed"),
      ("+++\na = 1\n+++\n\nText is here.\n", "Text is here.\n", "1-3>", "front matter is missing"),
      ("Text is here.\n", "---\na: 1\n---\n\nText is here.\n", ">1-3", "front matter is new"),
      ("Text is here.\n\n<!-- a -->\n", "Text is here.\n", "3-3>", "HTML block is missing"),
      ("Text is here.\n", "Text is here.\n\n| a |\n|---|\n| 1 |\n", ">3-5", "block is new"),
      ("Text is here.\n\n$$\nx = 1\n$$\n", "Text is here.\n\n$$\nx = 2\n$$\n", "3-5>3-5", "is changed"),
    ])
  func changed(old: String, new: String, lines: String, detail: String) throws {
    let found = try failures(old, new)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("\(lines) structure: ") == true, "\(found)")
    #expect(found.first?.hasSuffix(detail) == true, "\(found)")
  }

  @Test("Where a link's address is defined elsewhere, the address must stay, too")
  func definitions() throws {
    let text = "See [the list][a] of it.\n\n[a]: http://one.example\n"
    #expect(try failures(text, text) == [])
    #expect(
      try failures(text, text.replacing("one", with: "two")) == [
        "3-3>3-3 structure: the link definition [a] is changed"
      ])
  }

  @Test(
    "What a passage is must stay",
    arguments: [
      ("# One two\n", "One two\n", "the level-1 heading is a paragraph now"),
      ("One two three.\n", "> One two three.\n", "the paragraph is a quoted paragraph now"),
      ("> - One two three.\n", "- One two three.\n", "the quoted list item is a list item now"),
      ("One two\n=======\n", "### One two\n", "the level-1 heading is a level-3 heading now"),
      ("One two three.\n", "- One two three.\n", "the paragraph is a list item now"),
    ])
  func kinds(old: String, new: String, detail: String) throws {
    #expect(try failures(old, new) == ["1-1>1-1 structure: \(detail)"])
  }

  @Test("The two ways to write a heading, a list or emphasis are the same")
  func sameKinds() throws {
    #expect(try failures("One two\n=======\n", "# One two #\n") == [])
    #expect(try failures("* One two three.\n", "- One two three.\n") == [])
  }

  @Test(
    "What belongs to a passage and is no prose must stay, whether its text changes or not",
    arguments: [
      ("- [ ] One two three.\n", "- [x] One two three.\n", "the mark [ ] is [x] now"),
      ("- [ ] One two three.\n", "- One two three.\n", "the mark [ ] is missing"),
      ("- One two three.\n", "- [x] Just one two three.\n", "the mark [x] is new"),
      ("# One two {#a}\n", "# One two {#b}\n", "the mark {#a} is {#b} now"),
      ("# One two {#a}\n", "# One two\n", "the mark {#a} is missing"),
      ("> [!NOTE]\n> One two three.\n", "> [!TIP]\n> One two three.\n", "the mark [!NOTE] is [!TIP] now"),
    ])
  func marks(old: String, new: String, detail: String) throws {
    let found = try failures(old, new)
    #expect(found.count == 1)
    #expect(found.first?.hasSuffix(" structure: \(detail)") == true, "\(found)")
    #expect(try failures(old, old) == [])
  }
}
