// SPDX-License-Identifier: Apache-2.0

import EmendRevision
import Testing

struct SentenceEditsTests {
  private let original = "It work. It is good. It fail, too."

  @Test("Each changed sentence may be taken or left")
  func parts() {
    let edits = SentenceEdits(from: original, to: "It works. It is good. It fails, too.")
    #expect(edits.count == 2)
    #expect(edits.text(taking: []) == original)
    #expect(edits.text(taking: [0]) == "It works. It is good. It fail, too.")
    #expect(edits.text(taking: [1]) == "It work. It is good. It fails, too.")
    #expect(edits.text(taking: [0, 1]) == "It works. It is good. It fails, too.")
  }

  @Test("Changes within a sentence, or across several, are one; so is what cannot be told apart")
  func together() {
    #expect(SentenceEdits(from: original, to: "That work. It is good. It fail, too.").count == 1)
    #expect(SentenceEdits(from: original, to: "It does. And it breaks.").count <= 1)
    #expect(SentenceEdits(from: original, to: original).count == 0)
    #expect(SentenceEdits(from: "One  \ntwo.", to: "One two.").count == 0)
  }

  @Test(
    "All parts together are the new text",
    arguments: ["", "Nothing is left.", "It work! It is very good. It fail, too. And more."])
  func whole(text: String) {
    let edits = SentenceEdits(from: original, to: text)
    if edits.count > 0 { #expect(edits.text(taking: Set(0..<edits.count)) == text) }
  }
}
