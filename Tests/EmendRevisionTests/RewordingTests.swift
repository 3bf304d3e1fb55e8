// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendText
import Testing

@testable import EmendRevision

struct RewordingTests {
  @Test(
    "Each stretch that differs is a change, and all changes together make the answer",
    arguments: [
      ("The tool print a list.", "The tool prints a list.", ["print → prints"]),
      ("We see cat there.", "We see the cat there.", [" → the "]),
      ("We see cat", "We see cat there", [" →  there"]),
      ("In this this case", "In this case", ["this  → "]),
      ("It works very well", "It works", [" very well → "]),
      ("One two.", "Three four five.", ["One two. → Three four five."]),
      ("", "New", [" →  New"]),
      ("Größe 日本 ü", "Große 日本 ü", ["Größe → Große"]),
      ("Same text.", "Same text.", []),
      ("Two  blanks\tand a tab", "Two  blanks\tor a tab", ["and → or"]),
    ])
  func changes(original: String, answer: String, expected: [String]) {
    let changes = Rewording.changes(from: original, to: answer)
    let bytes = Array(original.utf8)
    #expect(
      changes.map { "\(String(decoding: bytes[$0.range.indices], as: UTF8.self)) → \($0.replacement)" } == expected)
    let words = { (text: String) in text.split(whereSeparator: \.isWhitespace) }
    #expect(words(original.applying(changes)) == words(answer))
  }

  @Test("A change leaves every other byte as it is")
  func elsewhere() {
    let original = "One  two\tthree `a  b`  \nfour fife"
    let changes = Rewording.changes(from: original, to: "One two three `a  b`  \nfour five")
    #expect(original.applying(changes) == "One  two\tthree `a  b`  \nfour five")
  }

  @Test("Sentences that differ are changes; a sentence that is left out stays, and an added one does not come in")
  func sentences() {
    func prose(_ text: String) -> ProseText { ProseText(text, markup: nil) }
    let original = prose("The cat sat on the mat. The dog barked at night. It rained all day long.")
    let answer = prose("The cat sat on a mat. It rained the whole day long. Everybody was happy with that.")
    let changes = Rewording.sentenceChanges(from: original, to: answer)
    #expect(
      original.text.applying(changes)
        == "The cat sat on a mat. The dog barked at night. It rained the whole day long.")
  }

  @Test(
    "What a change does is told by its words",
    arguments: [
      ("The tool print a list.", "The tool prints a list.", RewordingKind.form),
      ("The developement goes on.", "The development goes on.", .form),
      ("See how longthey wait.", "See how long they wait.", .form),
      ("It is on table.", "It is on the table.", .functionWords),
      ("If you are are there.", "If you are there.", .functionWordLoss),
      ("It will then go on.", "It will go on.", .deletion),
      ("It was on the table.", "It is on the table.", .functionWordSwap),
      ("First we go.", "First, we go.", .punctuation),
      ("We use javascript.", "We use JavaScript.", .capitals),
      ("It is really good.", "It is good.", .deletion),
      ("We utilise this.", "We employ this.", .content),
    ])
  func kinds(original: String, answer: String, expected: RewordingKind) {
    let changes = Rewording.changes(from: original, to: answer)
    #expect(changes.map { RewordingKind(of: $0, in: original, lexicon: .english) } == [expected])
  }
}
