// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendModels
import EmendTestSupport
import Testing

@testable import EmendRevision

/// What the checks of form and markup refuse, and what they let pass.
struct MarkupCheckTests {
  @Test("A plain rewrite passes every check")
  func passes() throws {
    #expect(try refusal(of: "The set-up takes long.", for: "The set-up takes a while.\n") == nil)
    #expect(try refusal(of: "Use `-q` with [it](x).", for: "Please use [it](x) with `-q`.\n") == nil)
  }

  @Test("complete: an answer that was cut off")
  func complete() throws {
    #expect(
      try refusal(of: "The set-up takes", for: "The set-up takes a while.\n", finish: .tokenLimit)?.name == "complete")
    let broken = try refusal(of: "The set-up takes long.", for: "The set-up takes a while.\n", finish: .brokenOff)
    #expect(broken?.name == "complete")
    #expect(broken?.problem == "the answer broke off: the server ended it in the middle")
    #expect(try refusal(of: "The set-up takes long.", for: "The set-up takes a while.\n", finish: .stopString) == nil)
  }

  @Test(
    "form: not a text in the passage's place",
    arguments: [
      "", "The set-up takes a while.", "The  set-up takes\na while.", "Here is a shorter version: It takes time.",
      "Here’s the text. It takes time.", "Sure! It takes time.", "I'm sorry, but I cannot do that.",
      "It takes time. I made the following changes: none.", "<think>hm</think>It takes time.",
      "```\nIt takes time.\n```",
      "It takes\u{0} time.", "It takes \u{202E}time.", "It takes time. Let me know if you want more.",
    ])
  func form(answer: String) throws {
    #expect(try refusal(of: answer, for: "The set-up takes a while.\n")?.name == "form")
  }

  @Test("form: the instructions repeated, and phrases that the passage has itself")
  func formContext() throws {
    let system = "You rewrite texts. Keep the meaning of each sentence."
    #expect(
      try refusal(of: "Keep the meaning of each sentence.", for: "It takes a while.\n", instructions: [system])?.name
        == "form")
    #expect(
      try refusal(of: "Here are three things to know.", for: "There are three things to know.\n") == nil)
    #expect(try refusal(of: "Here is how it goes now.", for: "Here is how it goes.\n", instructions: [system]) == nil)
  }

  @Test("length: outside the template's ratio, with room for short passages")
  func length() throws {
    let source = "One two three four five six seven eight nine ten.\n"
    #expect(try refusal(of: "One two three.", for: source, length: 0.5...1.2, by: .length)?.name == "length")
    #expect(try refusal(of: "One two three four five.", for: source, length: 0.5...1.2, by: .length) == nil)
    #expect(
      try refusal(
        of: "One two three four five six seven eight nine ten a b c.", for: source, length: 0.5...1.2, by: .length)?
        .name
        == "length")
    #expect(try refusal(of: "这个文件没有。", for: "这个文件没有被删除。\n", length: 0.5...1.2, by: .length) == nil)
    #expect(try refusal(of: "One two three four.", for: "One two.\n", length: 0.5...1.2, by: .length) == nil)
  }

  @Test(
    "protected-span: code, links, addresses, escapes and emphasis stay",
    arguments: [
      ("Run `a` now.", "Run it now.", "the code span `a` is missing"),
      ("Run `a` now.", "Run `b` now.", "the code span `a` is missing"),
      ("Run `a` now.", "Run `a` and `a`.", "the code span `a` is new or doubled"),
      ("See [it](x) now.", "See [it](y) now.", "the link destination ](x) is missing"),
      ("See [it](x) now.", "See it now.", "the link destination ](x) is missing"),
      ("See it now.", "See [it](x) now.", "the link destination ](x) is new or doubled"),
      ("See ![it](x) now.", "See now.", "the image ![it](x) is missing"),
      ("At <http://e.org> now.", "At http://e.org now.", "the autolink <http://e.org> is missing"),
      ("A <b>bold</b> word.", "A bold word.", "the HTML <b> is missing"),
      ("A \\* star.", "A star.", "the escape \\* is missing"),
      ("A *fine* word.", "A fine word.", "emphasis is added, lost or broken"),
      ("A fine word.", "A **fine** word.", "emphasis is added, lost or broken"),
      ("A fine word.", "A *fine word.", "\"*\" stands for itself 1 times where it was 0"),
      ("One  \ntwo words.", "One two words.", "the hard line break   \\n is missing"),
      ("[A cat](c) or [a dog](d).", "[A dog](c) or [a cat](d).", "[A dog](c) has the text of another link"),
      ("[A cat](c), [a dog](d).", "[Dogs](d), [a cat](c).", "the links change places, and [Dogs](d) with another text"),
      ("See [the docs](c) now.", "See [](c) now.", "the link ](c) has lost its text"),
      (
        "Press <kbd>Ctrl</kbd> now.", "</kbd>Press Ctrl<kbd> now.", "the marks <kbd>, </kbd> change places"
      ),
      ("A <b>bold</b> word.", "A <b></b>bold word.", "a pair of tags has lost what was between them"),
      (
        "If {% if x %}so{% endif %} it is.", "If {% endif %}so{% if x %} it.",
        "the marks {% if x %}, {% endif %} change places"
      ),
      ("One[^1] and two[^2].", "One[^2] and two[^1].", "the marks [^1], [^2] change places"),
    ])
  func protectedSpan(source: String, answer: String, problem: String) throws {
    let refusal = try refusal(of: answer, for: source + "\n", by: .protectedSpan)
    #expect(refusal?.name == "protected-span")
    #expect(refusal?.problem == problem)
  }

  @Test(
    "protected-span: links may be rephrased in their order, and change places with their texts",
    arguments: [
      ("See [the docs](c) and [this](d).", "See [a page](c) and [that](d)."),
      ("[A cat](c), then [a dog](d).", "First [a dog](d), then [A cat](c)."),
      ("The [cat](c) and the [cat](d).", "A [cat](c), a [cat](d)."),
    ])
  func links(source: String, answer: String) throws {
    #expect(try refusal(of: answer, for: source + "\n", by: .protectedSpan) == nil)
  }

  @Test("form: characters that cannot be seen are refused where the passage has none of them")
  func invisible() throws {
    #expect(try refusal(of: "A fine\u{2028}word.", for: "A word that is fine.\n", by: .form)?.name == "form")
    #expect(try refusal(of: "A fine\u{200B}word.", for: "A word that is fine.\n", by: .form)?.name == "form")
    #expect(try refusal(of: "A fine\u{200B}word.", for: "A word\u{200B}that is fine.\n", by: .form) == nil)
  }

  @Test(
    "structure: an answer that is more, or something else, than a paragraph",
    arguments: [
      "One.\n\nTwo.", "One.\n- two", "One.\n# Two", "One.\n> two", "One\n===",
    ])
  func structure(answer: String) throws {
    // Line breaks of an answer are laid out as blanks, so that some of these are harmless; never may one change the
    // document.
    let document = try MarkdownDocument("- Some text here.\n- More.\n")
    let edited = try document.replacingFirst(with: answer)
    let refused = try refusal(of: answer, for: "- Some text here.\n- More.\n") != nil
    let kinds = try MarkdownDocument(edited).blocks.map(\.kind)
    #expect(refused || kinds == document.blocks.map(\.kind))
  }
}
