// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import Testing

@testable import EmendRevision

struct DocumentTraitsTests {
  private func traits(_ text: String) throws -> DocumentTraits { DocumentTraits(try MarkdownDocument(text)) }

  @Test("A name has a capital inside sentences, and never none")
  func names() throws {
    let text = "We met Ada. Rust is here.\n\nThe rust is red, the Sun is red.\n\n- We like Rust, and Go.\n"
    #expect(try traits(text).names == ["ada", "sun", "go"])
    #expect(try traits(text).capitalized.isSuperset(of: ["we", "ada", "rust", "the", "sun", "go"]))
    #expect(try traits("Wir sehen den Hund und die Katze in der Nacht.\n").names == [])
    #expect(try traits("").names == [])
  }

  @Test(
    "A document has a language; Latin letters with an English word are English, others none",
    arguments: [
      ("The cat is on the mat.\n", "en"), ("Der Hund ist in der Nacht hier.\n", "de"),
      ("Le chat est dans la rue.\n", "fr"), ("El gato está en la casa.\n", "es"), ("Это кот.\n", nil), ("", nil),
      ("```\nthe cat is on the mat\n```\n", nil), ("- Lorem ipsum dolor sit amet\n", nil),
    ] as [(String, String?)])
  func language(text: String, expected: String?) throws {
    #expect(try traits(text).lexicon?.code == expected)
  }

  @Test("A short passage is read in its document's language")
  func shortPassage() throws {
    let document = try MarkdownDocument("Nicht löschen.\n\nDie Datei ist in der Liste, und sie ist nicht lang.\n")
    let passage = try document.passage(document.paragraphs[0])
    let input = CheckInput(
      document: document, passage: passage, replacement: "Löschen.", traits: DocumentTraits(document))
    #expect(Check.negation.problem(input)?.detail == "the negation in \"Nicht löschen\" is lost")
  }
}
