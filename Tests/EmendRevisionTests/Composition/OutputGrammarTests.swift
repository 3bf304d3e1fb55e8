// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import Testing

@testable import EmendRevision

struct OutputGrammarTests {
  private func grammar(of note: String) -> String {
    OutputGrammar.sentence(of: ProseText(note, markup: MarkdownDocument.empty.markup(of: note)))
  }

  @Test("A note's code, links and numbers stand in its grammar, in order, as they are")
  func pieces() {
    let grammar = grammar(of: "cache: 256 MB, off with `--no-cache`, see [the \"guide\"](a\\b.md), 1,200 °C (v2.1).")
    let literals = [#""256""#, #""`--no-cache`""#, #""[the \"guide\"](a\\b.md)""#, #""1,200""#, #""v2.1""#]
    var rest = grammar[...]
    for literal in literals {
      let range = rest.firstRange(of: literal)
      #expect(range != nil, "\(literal) in \(grammar)")
      if let range { rest = rest[range.upperBound...] }
    }
  }

  @Test("A note without any is a sentence without digits and markup")
  func plain() {
    let grammar = grammar(of: "less work for small teams")
    #expect(!grammar.contains("o ::="))
    #expect(grammar.contains("0-9`"))
  }

  @Test("Quotation marks and brackets are allowed where the note has them")
  func marks() {
    #expect(grammar(of: "called \"the box\" (by us)").contains("()") == false)
    #expect(grammar(of: "called the box").contains("()"))
  }
}
