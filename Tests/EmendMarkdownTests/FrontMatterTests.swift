// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import EmendText
import Testing

struct FrontMatterTests {
  @Test(
    "Front matter of all three kinds is found, with a byte order mark and CRLF too",
    arguments: [
      ("---\ntitle: x\n---\ntext\n", FrontMatter.Format.yaml, 3), ("---\r\na: b\r\n...\r\ntext\r\n", .yaml, 3),
      ("\u{FEFF}---\na: b\n--- \ntext", .yaml, 3), ("+++\na = 1\n+++\ntext", .toml, 3),
      ("{\n\"a\": 1\n}\n\ntext", .json, 3),
    ])
  func found(text: String, format: FrontMatter.Format, last: Int) throws {
    let frontMatter = try #require(FrontMatter(in: SourceText(Array(text.utf8))))
    #expect(frontMatter.format == format)
    #expect(frontMatter.lines == 1...last)
    let document = try MarkdownDocument(text)
    #expect(document.sections.isEmpty)
    #expect(document.paragraphs.map(\.lines.lowerBound).allSatisfy { $0 > last })
    #expect(document.paragraphs.count == 1)
  }

  @Test(
    "What is not closed, or not on the first line, is none",
    arguments: [
      "---\ntitle: x\n", "\n---\na: b\n---\n", "----\n\n---\n", "text", "", "---",
    ])
  func none(text: String) throws {
    #expect(FrontMatter(in: try SourceText(Array(text.utf8))) == nil)
  }
}
