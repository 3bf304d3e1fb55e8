// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import EmendText
import Testing

struct SurroundingsTests {
  @Test(
    "Headings below the title are a nested list",
    arguments: [
      ("# T\n## A\n### B\n## C\n", "- A\n  - B\n- C"), ("## A\n### B\n", "- A\n  - B"), ("# T\n### A\n", "- A"),
      ("# T\n", ""), ("", ""), ("# T\n## A *b* `c`\n> ## Q\n", "- A b c"), ("T\n===\nA\nb\n---\n", "- A b"),
    ])
  func headings(text: String, list: String) throws {
    #expect(try MarkdownDocument(text).headingList == list)
  }

  @Test("Prose before and after a line is the nearest paragraph of four words or more, in no list and no quotation")
  func prose() throws {
    let text = """
      The first one of\r
      two lines.\r
      \r
      > Quoted words are not meant.\r
      \r
      - Nor is this long item.\r
      \r
      Too short.\r
      \r
      The last one is here.\r

      """
    let document = try MarkdownDocument(text)
    #expect(document.prose(before: 10) == "The first one of two lines.")
    #expect(document.prose(before: 2) == "")
    #expect(document.prose(before: 11) == "The last one is here.")
    #expect(document.prose(after: 0) == "The first one of two lines.")
    #expect(document.prose(after: 1) == "The last one is here.")
    #expect(document.prose(after: 10) == "")
  }

  @Test(
    "The line ending is the one that most lines have",
    arguments: [("", "\n"), ("a", "\n"), ("a\r\nb\n", "\n"), ("\na\r\nb\r\n", "\r\n"), ("a\n\rb", "\n")])
  func lineEnding(text: String, ending: String) throws {
    #expect(try MarkdownDocument(text).lineEnding == Array(ending.utf8))
  }

  @Test("The width is that of the widest line, where most paragraphs of prose are wrapped")
  func width() throws {
    let wrapped = "One two three four five six seven\neight nine ten eleven twelve.\n"
    let line = wrapped.replacing("\n", with: " ")
    #expect(try MarkdownDocument(wrapped).wrapWidth == 33)
    #expect(try MarkdownDocument(line).wrapWidth == nil)
    #expect(try MarkdownDocument(wrapped + "\n" + line).wrapWidth == nil)
    #expect(try MarkdownDocument("\(wrapped)\n\(wrapped)\n\(line)\n").wrapWidth == 33)
    #expect(try MarkdownDocument("> " + wrapped).wrapWidth == nil)
    #expect(try MarkdownDocument("").wrapWidth == nil)
    let long = "[link](https://example.org/\(String(repeating: "a", count: 120)))"
    #expect(try MarkdownDocument("\(long)\n\(wrapped)").wrapWidth == 33)
  }

  @Test(
    "A paragraph is wrapped at blanks, but never before a mark or inside a span",
    arguments: [
      ("one two three", "one two\nthree"), ("extraordinary day", "extraordinary\nday"), ("", ""),
      ("a b c d e f g", "a b c d\ne f g"), ("中文 中文 中", "中文\n中文 中"), ("one  two  three", "one  two\nthree"),
      ("eleven - one", "eleven -\none"), ("year of 2024. On", "year of 2024.\nOn"), ("seven > six", "seven >\nsix"),
      ("number # 12", "number #\n12"), ("sum: 20 % of it", "sum: 20 %\nof it"), ("costs 12 | 13", "costs 12 |\n13"),
      ("so `a b c` d", "so `a b c`\nd"), ("as `a  b` c", "as `a  b`\nc"),
      ("see [a b c](d \"e f\")", "see [a b\nc](d \"e f\")"),
      ("--- dash", "--- dash"), ("sevense\\ x", "sevense\\ x"), ("sevens\\\\ x", "sevens\\\\\nx"),
    ])
  func wrapping(text: String, expected: String) throws {
    let document = try MarkdownDocument("")
    let spans = document.markup(of: text)?.spans.map(\.range) ?? []
    for ending in ["\n", "\r\n"] {
      let bytes = wrapped(text, to: 8, keeping: spans, lineEnding: Array(ending.utf8))
      #expect(String(decoding: bytes, as: UTF8.self) == expected.replacing("\n", with: ending))
    }
    #expect(wrapped(text, to: nil, keeping: spans, lineEnding: [.lineFeed]) == Array(text.utf8))
  }
}
