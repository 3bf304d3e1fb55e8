// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import EmendText
import Testing

@testable import EmendRevision

struct ProseTests {
  @Test(
    "Sentences end where a reader says so",
    arguments: [
      ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
      ("It has e.g. Apples. See Fig. 3 for more.", ["It has e.g. Apples.", "See Fig. 3 for more."]),
      ("J. Smith wrote it. We read it.", ["J. Smith wrote it.", "We read it."]),
      ("Version 1.2 is out. Node.js too.", ["Version 1.2 is out.", "Node.js too."]),
      ("He said “stop.” Then he went.", ["He said “stop.”", "Then he went."]),
      ("It works (see here. Or there). Good.", ["It works (see here. Or there).", "Good."]),
      ("*One.* Two.", ["*One.*", "Two."]), ("Wait... what is it?", ["Wait... what is it?"]),
      ("第一句。第二句！第三句", ["第一句。", "第二句！", "第三句"]), ("", []), ("  ", []),
      ("Das ist z.B. Gut. Ja.", ["Das ist z.B. Gut.", "Ja."]),
    ])
  func sentences(text: String, expected: [String]) {
    let prose = ProseText(text, markup: nil)
    #expect(prose.sentences.map { prose.string($0) } == expected)
  }

  @Test("What stands in code ends no sentence and is no word")
  func code() throws {
    let document = try MarkdownDocument("Call `a. B` now. Then stop.\n")
    let passage = try document.passage(document.paragraphs[0])
    let prose = ProseText(passage.text, markup: passage.markup)
    #expect(prose.sentences.map { prose.string($0) } == ["Call `a. B` now.", "Then stop."])
    #expect(prose.words.map(\.text) == ["Call", "now", "Then", "stop"])
  }

  @Test(
    "Words are where they say they are",
    arguments: [
      ("Don't stop", ["Don't", "stop"]), ("state-of-the-art", ["state", "of", "the", "art"]),
      ("foo_bar Node.js 1,000 3.5.", ["foo_bar", "Node.js", "1,000", "3.5"]), ("日本 Vue", ["日", "本", "Vue"]),
      ("Größe, naïve — cafe\u{301}", ["Größe", "naïve", "cafe\u{301}"]), ("👍🏽 ok", ["ok"]), ("", []),
    ])
  func words(text: String, expected: [String]) {
    let prose = ProseText(text, markup: nil)
    #expect(prose.words.map(\.text) == expected)
    #expect(prose.words.map { prose.string($0.range) } == expected)
  }

  @Test("Sentences that say the same are found, split, joined, lost and new")
  func alignment() {
    func groups(_ one: String, _ other: String) -> [SentenceAlignment.Group] {
      SentenceAlignment(ProseText(one, markup: nil), ProseText(other, markup: nil)).groups
    }
    typealias Group = SentenceAlignment.Group
    let (first, second) = ("The cat sat on the mat.", "A dog barked at night.")
    #expect(groups("\(first) \(second)", "\(first) \(second)").map(\.original) == [0..<1, 1..<2])
    #expect(
      groups("It is fast and it is small too.", "It is fast. It is small too.")
        == [Group(original: 0..<1, replacement: 0..<2)])
    #expect(
      groups("\(first) \(second)", "The cat sat on the mat and a dog barked at night.")
        == [Group(original: 0..<2, replacement: 0..<1)])
    #expect(groups("\(first) \(second)", first).contains(Group(original: 1..<2, replacement: 1..<1)))
    #expect(groups(second, "\(first) \(second)").contains(Group(original: 0..<0, replacement: 0..<1)))
    #expect(groups("", "") == [])
  }

  @Test(
    "The language is told by small words, and by letters among relatives",
    arguments: [
      ("this is the text of a person", "en"), ("das ist der text von einem menschen", "de"),
      ("c'est le texte d'une personne qui est là", "fr"), ("este es el texto de una persona", "es"),
      ("lorem ipsum dolor", nil), ("", nil), ("la lista tiene tres entradas en la línea", "es"),
    ] as [(String, String?)])
  func language(text: String, expected: String?) {
    #expect(Lexicon.language(of: ProseText(text, markup: nil).words.map(\.lowered))?.code == expected)
  }

  @Test("Forms of a word and misspelt words are told from other words")
  func forms() {
    for (one, other) in [("print", "prints"), ("occured", "occurred"), ("configure", "configuration"), ("teh", "teh")] {
      #expect(areForms(one, other), "\(one) \(other)")
    }
    for (one, other) in [("cat", "dog"), ("is", "it"), ("employ", "utilise")] {
      #expect(!areForms(one, other), "\(one) \(other)")
    }
  }
}
