// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import Testing

@testable import EmendRevision

struct VerificationTests {
  private func failures(_ old: String, _ new: String) throws -> [String] { try verificationFailures(old, new) }

  @Test("Nothing to say of the same text, moved passages, other wrapping and line endings")
  func clean() throws {
    let text = "# Title\n\nThe cat sat on the mat all day.\n\n- A dog barked at the moon.\n\n```\ncode\n```\n"
    #expect(try failures(text, text) == [])
    #expect(try failures(text, text.replacing("\n", with: "\r\n")) == [])
    #expect(try failures(text, "\u{FEFF}" + text) == [])
    #expect(try failures("One two three.\n\nFour five six.\n", "Four five six.\n\nOne two three.\n") == [])
    #expect(try failures("The cat sat on the mat all day.\n", "The cat sat\non the mat all day.\n") == [])
    #expect(try failures("", "") == [])
  }

  @Test("A failure has the lines that it is about, in both files")
  func lines() throws {
    let old = "---\ntitle: x\n---\n\n# T\n\nThe cats sat on the mat,\nand 14 of them slept there\nall day long.\n"
    let new = "---\ntitle: x\n---\n\n# T\n\nAll day long the cats sat\non the mat, and of them\nall 15 slept there.\n"
    #expect(try failures(old, new) == ["8-8>7-9 numbers: the number 14 is missing"])
    let crlf = old.replacing("\n", with: "\r\n")
    #expect(try failures(crlf, new) == ["8-8>7-9 numbers: the number 14 is missing"])
  }

  @Test(
    "What is no prose must stay",
    arguments: [
      ("```\nrm -r a\n```\n", "```\nrm -r b\n```\n", "1-3>1-3 structure: the code block is changed"),
      ("Text is here.\n\n```\na\n```\n", "Text is here.\n", "3-5> structure: the code block is missing"),
      ("Text is here.\n", "Text is here.\n\n```\na\n```\n", ">3-5 structure: a code block is new"),
      ("<div>a</div>\n", "<div>b</div>\n", "1-1>1-1 structure: the HTML block is changed"),
      (
        "---\na: 1\n---\n\nText is here.\n", "---\na: 2\n---\n\nText is here.\n",
        "1-3>1-3 structure: the front matter is changed"
      ),
      (
        "| a | b |\n|---|---|\n| 1 | 2 |\n", "| a | b |\n|---|---|\n| 1 | 3 |\n",
        "1-3>1-3 structure: the table, definition or other block is changed"
      ),
      ("## One two\n", "# One two\n", "1-1>1-1 structure: the level-2 heading is a level-1 heading now"),
      ("- One two three.\n", "One two three.\n", "1-1>1-1 structure: the list item is a paragraph now"),
      ("One two three.\n", "", "1-1> similarity: the paragraph \"One two three.\" is missing"),
      ("", "One two three.\n", ">1-1 similarity: a paragraph is new: \"One two three.\""),
    ])
  func frozen(old: String, new: String, expected: String) throws {
    #expect(try failures(old, new) == [expected])
  }

  @Test("All checks that fail are told, each once")
  func several() throws {
    let found = try failures(
      "The `cache` may keep 3 of Ada's answers.\n", "The cache keeps 4 of Grace's answers, not more.\n")
    let checks = found.map { $0.split(separator: " ")[1] }
    #expect(checks == ["protected-span:", "numbers:", "negation:", "modality:", "names:"])
  }
}
