// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import EmendText
import Testing

struct MarkdownDocumentTests {
  @Test("Blocks have the bytes and lines that they stand on")
  func ranges() throws {
    let document = try MarkdownDocument("---\na: b\n---\n# One\n\n> Quoted\n> text.\n\n- item\n\n```\ncode\n```\n")
    let blocks = document.blocks.filter { $0.kind == .paragraph || $0.kind == .codeBlock || $0.depth == 1 }
    let texts = blocks.map { document.source.string($0.range) }
    #expect(texts == ["# One", "> Quoted\n> text.", "Quoted\n> text.", "- item", "item", "```\ncode\n```"])
    #expect(document.blocks[1].plainText == "One")
    #expect(document.blocks[1].lines == 4...4)
  }

  @Test(
    "Code, HTML, tables and headings are no paragraphs",
    arguments: [
      "```\nSome code that is long.\n```\n", "    indented code that is long\n", "<div>\nSome text in HTML.\n</div>\n",
      "| a | b |\n|---|---|\n| one | two |\n", "a | b\n--|--\none | two\n", "One | two\n:-|\n",
      "# A heading of many words\n", "A heading\n=========\n", "[a]: /b 'title'\n", "[a]:\n/b\n'a\nlong title'\n",
      "***\n", "\n",
    ])
  func notOffered(text: String) throws {
    #expect(try MarkdownDocument(text).paragraphs.isEmpty)
  }

  @Test("Definitions before a paragraph are no part of it")
  func leadingDefinitions() throws {
    let document = try MarkdownDocument("[a]: /b\n[c]: /d\n  'title'\nSee [a] and [c], they are here.\n")
    #expect(document.paragraphs.map(\.lines) == [4...4])
    let passage = try document.passage(document.paragraphs[0])
    #expect(passage.text == "See [a] and [c], they are here.")
    #expect(passage.markup.spans.map(\.literal) == ["[a]", "[c]"])
    #expect(try document.replacingFirst(with: "Look at [a] and [c].").hasSuffix("'title'\nLook at [a] and [c].\n"))
  }

  @Test("A paragraph knows what it stands in, and task markers are not its text")
  func containers() throws {
    let document = try MarkdownDocument("One.\n\n> Two.\n\n- [ ] three\n- [x] four\n  [ ] five\n\n> - six\n")
    #expect(document.paragraphs.map(\.isQuoted) == [false, true, false, false, true])
    #expect(document.paragraphs.map(\.isListItem) == [false, false, true, true, true])
    #expect(
      try document.paragraphs.map { try document.passage($0).text } == [
        "One.", "Two.", "three", "four [ ] five", "six",
      ])
  }

  @Test("Words are runs with letters or digits; Chinese counts by character")
  func words() {
    #expect(wordCount(in: Array("One -- two, *three* 4 > &".utf8)[...]) == 4)
    #expect(wordCount(in: Array("É l’été 中文字 ok".utf8)[...]) == 6)
  }
}
