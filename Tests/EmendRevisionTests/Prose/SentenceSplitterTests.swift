// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import EmendText
import Testing

@testable import EmendRevision

struct SentenceSplitterTests {
  private func sentences(_ text: String) -> [String] {
    let prose = ProseText(text, markup: nil)
    return prose.sentences.map { prose.string($0) }
  }

  @Test(
    "Abbreviations, initials and numbers end no sentence",
    arguments: [
      "It is, i.e. It was, so.", "Ask Dr. Smith or Mr. Jones.", "W. A. Mozart wrote it.",
      "Apples, pears etc. Are here.",
      "Siehe Abb. 3 und Kap. Zwei.", "Das gilt d.h. Immer.", "Voir fig. 3 et chap. Deux.", "Mme. Curie est ici.",
      "El Sr. Pérez y la Dra. Ruiz están aquí.", "It is 3.5 long.", "See example.com for it.", "It is Node.js.",
    ])
  func whole(text: String) {
    #expect(sentences(text) == [text])
  }

  @Test(
    "Stops with what closes behind them, and what is no stop",
    arguments: [
      ("Is it? Yes! It is.", ["Is it?", "Yes!", "It is."]), ("Wait… Then go.", ["Wait…", "Then go."]),
      ("What?! No.", ["What?!", "No."]), ("“Go!” He went.", ["“Go!”", "He went."]),
      ("**It is so.** Then go.", ["**It is so.**", "Then go."]),
      ("It is so (e.g. Here. And there). Then go.", ["It is so (e.g. Here. And there).", "Then go."]),
      ("It is (so. Then go.", ["It is (so. Then go."]), ("It is so). Then go.", ["It is so).", "Then go."]),
      ("He asked “why?” and went.", ["He asked “why?” and went."]),
      ("It is so.\nThen go.", ["It is so.", "Then go."]), ("It is so.\r\nThen go.", ["It is so.", "Then go."]),
      ("One.Two.", ["One.Two."]), ("It is so.[^1] Then go.", ["It is so.[^1] Then go."]),
      ("It has 3. 4 are there.", ["It has 3.", "4 are there."]), ("It is so. 👍🏽", ["It is so.", "👍🏽"]),
      ("好吗？好！「好。」他说", ["好吗？", "好！", "「好。」", "他说"]), ("これ。それ。", ["これ。", "それ。"]),
      ("Это так. Да.", ["Это так.", "Да."]), ("¿Es así? ¡Sí! Es así.", ["¿Es así?", "¡Sí!", "Es así."]),
      ("It is so. *Then* go.", ["It is so.", "*Then* go."]), ("...", ["..."]), (".", ["."]), ("\n\n", []),
    ])
  func ends(text: String, expected: [String]) {
    #expect(sentences(text) == expected)
  }

  @Test("Stops in code, addresses and links end none")
  func markup() throws {
    let document = try MarkdownDocument("See `a. B`, <http://a.b/C. D> and [it](x. \"Y. Z\"). Then go.\n")
    let passage = try document.passage(document.paragraphs[0])
    let prose = ProseText(passage.text, markup: passage.markup)
    #expect(prose.sentences.count == 2)
    #expect(prose.sentences.last.map { prose.string($0) } == "Then go.")
  }

  @Test("Sentences are in order and hold all but blanks; words are in order, in sentences, and are what they say")
  func ranges() {
    for (name, source) in Corpus.realDocuments {
      let document = MarkdownDocument(source)
      for paragraph in document.paragraphs {
        guard let passage = try? document.passage(paragraph) else { continue }
        let prose = ProseText(passage.text, markup: passage.markup)
        var left = prose.bytes
        var end = 0
        for sentence in prose.sentences {
          #expect(sentence.start >= end && sentence.count > 0, "\(name) \(paragraph.lines)")
          end = sentence.end
          left.replaceSubrange(sentence.indices, with: repeatElement(.space, count: sentence.count))
        }
        #expect(String(decoding: left, as: UTF8.self).trimmingBlanks().isEmpty, "\(name) \(paragraph.lines)")
        #expect(prose.words.allSatisfy { prose.string($0.range) == $0.text }, "\(name) \(paragraph.lines)")
        #expect(zip(prose.words, prose.words.dropFirst()).allSatisfy { $0.range.end <= $1.range.start })
        let inSentences = prose.sentences.flatMap { prose.words(in: $0) }
        #expect(inSentences == prose.words, "\(name) \(paragraph.lines)")
      }
    }
  }
}
