// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import Testing

struct StructureComparisonTests {
  private func change(_ source: String, _ replacement: String, paragraph: Int = 1) throws -> String? {
    let document = try MarkdownDocument(source)
    let passage = try document.passage(document.paragraphs[paragraph - 1])
    return document.structureChange(replacing: [(passage, replacement)])?.description
  }

  @Test("New words alone change nothing", arguments: ["Other text.", "Other *text* with `code` and [a](b)."])
  func unchanged(replacement: String) throws {
    #expect(try change("# T\n\nSome text.\n\n- a\n- b\n", replacement) == nil)
    #expect(try change("> - Some text\n>   here.\n", replacement) == nil)
  }

  @Test(
    "An answer that is another block, or several, is seen",
    arguments: [
      "# Heading", "- item", "1. item", "> quote", "```\ncode\n```", "One.\n\nTwo.", "Title\n===", "***", "<div>",
      "    code",
      "[x]: /y", "",
    ])
  func otherBlocks(replacement: String) throws {
    #expect(try change("Before.\n\nSome text.\n\nAfter [x].\n", replacement, paragraph: 2) != nil)
  }

  @Test("Replacements that are good alone are compared together")
  func together() throws {
    let document = try MarkdownDocument("One text.\n\nTwo [x].\n")
    let passages = try document.paragraphs.map { try document.passage($0) }
    #expect(document.structureChange(replacing: [(passages[0], "Un."), (passages[1], "Deux [x].")]) == nil)
    #expect(document.structureChange(replacing: [(passages[0], "[x]: /y"), (passages[1], "Deux [x].")]) != nil)
  }

  @Test("The message says what would become of which line")
  func message() throws {
    #expect(try change("Some text.\n", "# Heading") == "the paragraph on line 1 would not read as the replacement does")
  }
}
