// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import Testing

struct InlineMarkupTests {
  private func spans(_ text: String) throws -> [String] {
    let document = try MarkdownDocument(text + "\n\n[ref]: /u\n")
    return try document.passage(document.paragraphs[0]).markup.spans.map { "\($0.kind.rawValue): \($0.literal)" }
  }

  @Test(
    "What may not be altered is found",
    arguments: [
      ("Run `a b` now.", ["code span: `a b`"]), ("Run ``a ` b`` now.", ["code span: ``a ` b``"]),
      ("See [the *docs*](http://e.org/a_b \"t\") now.", ["link destination: ](http://e.org/a_b \"t\")"]),
      ("See [this](<a b>) and [](x).", ["link destination: ](<a b>)", "link destination: ](x)"]),
      ("See [`code` it](x).", ["code span: `code`", "link destination: ](x)"]),
      (
        "See [ref], [ref][] and [it][ref].",
        ["link reference: [ref]", "link reference: [ref][]", "link reference: ][ref]"]
      ),
      ("An ![image [a](b)](c.png) here.", ["image: ![image [a](b)](c.png)"]),
      ("At <https://e.org> and <a@e.org>.", ["autolink: <https://e.org>", "autolink: <a@e.org>"]),
      ("Some <b class=\"x\">text</b> here.", ["HTML: <b class=\"x\">", "HTML: </b>"]),
      ("A \\* and &amp; or &#35; too.", ["escape: \\*", "escape: &amp;", "escape: &#35;"]),
      ("At https://e.org/a_(b)?c=d, or www.e.org.", ["URL: https://e.org/a_(b)?c=d", "URL: www.e.org"]),
      ("Write to a.b+c@e.org.", ["URL: a.b+c@e.org"]),
      ("One  \ntwo\\\nthree", ["hard line break:   \n", "hard line break: \\\n"]),
      ("Not `code\\\nbreak` here.", ["code span: `code\\\nbreak`"]),
      ("Nothing *special* [here] 5 < 6.", []),
    ])
  func found(text: String, expected: [String]) throws {
    #expect(try spans(text) == expected)
  }

  @Test("Emphasis and characters that stand for themselves are counted")
  func counts() throws {
    let document = try MarkdownDocument("One *two* __three__ 5 * 6 and ~ a ~ [b].\n")
    let markup = try document.passage(document.paragraphs[0]).markup
    #expect(markup.emphasisCount == 1)
    #expect(markup.strongCount == 1)
    #expect(markup.strayMarks == ["*": 1, "~": 2, "[": 1, "]": 1])
    // Marks beside an escape and after a hard line break count; those in an escape, image or address do not.
    let other = try MarkdownDocument("\\* a * `b`  \nc ![*](d) <http://e.org/_>\n")
    #expect(try other.passage(other.paragraphs[0]).markup.strayMarks["*"] == 1)
  }

  @Test("Links are known by text and destination; a label that names itself has no text of its own")
  func links() throws {
    let document = try MarkdownDocument("[A *b*](x) ![c](d) [e][ref] [ref] [](y) <http://e.org>\n\n[ref]: /u\n")
    let markup = try document.passage(document.paragraphs[0]).markup
    #expect(markup.links.map(\.text) == ["A *b*", "e", ""])
    #expect(markup.links.map(\.destination) == ["](x)", "][ref]", "](y)"])
  }

  @Test(
    "A text that is not one paragraph has no markup",
    arguments: ["# Heading", "- item", "One.\n\nTwo.", "```\ncode\n```", ""])
  func notOneParagraph(text: String) throws {
    let document = try MarkdownDocument("Some text.\n")
    let passage = try document.passage(document.paragraphs[0])
    // Two paragraphs parse as a first one; the structure check sees the second.
    #expect(passage.markup(of: text) == nil || text.contains("\n\n"))
  }
}
