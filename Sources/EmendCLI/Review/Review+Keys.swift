// SPDX-License-Identifier: Apache-2.0

import EmendHistory
import EmendMarkdown
import EmendModels
import EmendRevision
import EmendText

/// What the keys do.
extension Review {
  /// So many answers are asked for with one key.
  private static let furtherAnswers = 3

  mutating func hear(_ key: Key) async throws {
    switch key {
    case .redraw: return try redraw()
    case .end: return try stop()
    case .other: return
    case .character("q"): return try stop(echo: true)
    // Enter does nothing, so that a terminal that sends whole lines serves as well.
    case .character(let character) where character.isNewline: return
    case .character(let character):
      // What is pressed while there is nothing to decide about is meant for nothing.
      guard item != nil else { return }
      try say("\(character)\n")
      if item?.sentences != nil { try hearOfSentence(character) } else { try await hear(character) }
    }
  }

  private mutating func hear(_ character: Character) async throws {
    switch character {
    case "y": try take()
    case "n": decline()
    case "a":
      documents[current].rest = .take
      try take()
    case "d":
      documents[current].rest = .decline
      decline()
    case "e": try await edit()
    case "r": try await askAgain()
    case "s": try split()
    case "1"..."9":
      guard item?.show(character.wholeNumberValue ?? 0) == true else {
        return try ask(after: "there is no text \(character)")
      }
      try draw()
    case "?": try ask(after: ReviewScreen.help)
    default: try ask(after: "no such key; ? lists them")
    }
  }

  private mutating func hearOfSentence(_ character: Character) throws {
    switch character {
    case "y", "a": item?.sentences?.decide(true, isForRest: character == "a")
    case "n", "d": item?.sentences?.decide(false, isForRest: character == "d")
    case "?": return try ask(after: ReviewScreen.sentenceHelp)
    default: return try ask(after: "no such key; ? lists them")
    }
    guard let sentences = item?.sentences, sentences.isDone else { return try draw() }
    item?.sentences = nil
    if !sentences.hasTaken { return decline() }
    guard let passage = item?.passage else { return }
    let checks = reviser.results(of: sentences.text, for: passage, in: documents[current].document)
    item?.add(sentences.text, checks: checks)
    // One that is good with the others only is shown as it would be.
    if checks.allSatisfy(\.passed) { try take() } else { try draw() }
  }

  private mutating func stop(echo: Bool = false) throws {
    isOver = true
    try say(item != nil && echo ? "q\n" : "\n")
  }

  // MARK: What keys do

  mutating func take() throws {
    guard let item else { return }
    let text = item.proposal.text
    do {
      if let change = try documents[current].take(text, for: item.passage, in: store) {
        try say(screen.message("not taken: \(change.description)"))
        guard documents[current].rest == nil else { return self.item = nil }
        return try ask()
      }
      decisions.record([(text, .accepted)])
    } catch let failure as CommandFailure {
      context.tell("emend: \(failure.description)")
      documents[current].rest = .passOver
      isWritten = false
    }
    self.item = nil
  }

  mutating func decline() {
    guard let item else { return }
    documents[current].decline()
    decisions.record([(item.passage.text, .declined)])
    self.item = nil
  }

  private mutating func edit() async throws {
    guard let item else { return }
    let text: String
    do {
      text = try await terminal.lend { try await Editor(in: context).edited(item.proposal.text) }
    } catch let failure as CommandFailure {
      return try ask(after: failure.description)
    }
    if text.isEmpty { return try ask(after: "an empty text takes no passage's place; n leaves it as it is") }
    if text == item.passage.text { return try ask(after: "this is the text as it is; n leaves it so") }
    if text != item.proposal.text {
      let checks = reviser.results(of: text, for: item.passage, in: documents[current].document)
      self.item?.add(text, checks: checks)
    }
    try draw()
  }

  private mutating func askAgain() async throws {
    guard let item else { return }
    try say("asking the model …")
    let numbers = item.nextAnswer..<item.nextAnswer + Self.furtherAnswers
    let reason: String
    do {
      switch try await reviser.furtherAnswers(
        to: item.passage, in: documents[current].document, numbers: numbers)
      {
      case .edit(let edit):
        if self.item?.add(edit.candidates, asked: numbers.count) == true {
          try say(isDumb ? "\n" : "\r\u{1B}[K")
          return try draw()
        }
        reason = "it says the same again"
      case .kept(let kept):
        _ = self.item?.add([], asked: numbers.count)
        reason = kept.detail
      case .unchecked(let unchecked): reason = unchecked.detail
      }
    } catch let error as ModelError {
      reason = error.description
    }
    try say(isDumb ? "\n" : "\r\u{1B}[K")
    try ask(after: "no other answer is good enough: \(reason)")
  }

  private mutating func split() throws {
    guard let item else { return }
    let edits = SentenceEdits(from: item.passage.text, to: item.proposal.text)
    guard edits.count > 1 else { return try ask(after: "what changes is in one sentence; there is nothing to split") }
    self.item?.sentences = SentenceReview(edits)
    try draw()
  }
}
