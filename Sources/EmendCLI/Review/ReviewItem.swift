// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendRevision

/// An edit that a person is to decide about.
struct ReviewItem {
  let passage: Passage
  /// The texts that may be taken, the model's first choice first.
  private(set) var proposals: [Proposal]
  /// The index of the one that is shown.
  private(set) var shown = 0
  /// The number of the next further answer; see ``Reviser/furtherAnswers(to:in:numbers:)``.
  private(set) var nextAnswer: Int
  /// While the shown text is decided about sentence by sentence.
  var sentences: SentenceReview?

  struct Proposal {
    let text: String
    let checks: [CheckResult]
    /// See `Ranking`; `nil` for a text that a person wrote.
    let gain: Double?
  }

  init(_ edit: ProposedEdit, for passage: Passage) {
    self.passage = passage
    nextAnswer = max(edit.candidates.count, 1)
    proposals = [Proposal(text: edit.text, checks: edit.checks, gain: edit.score)]
    for candidate in edit.candidates { add(candidate) }
  }

  var proposal: Proposal { proposals[shown] }

  /// Adds the text of an answer, if it has one that is not there already.
  private mutating func add(_ candidate: Candidate) {
    guard let text = candidate.text, !proposals.contains(where: { $0.text == text }) else { return }
    proposals.append(Proposal(text: text, checks: candidate.textChecks, gain: candidate.gain))
  }

  /// Adds the answers of a further question, and shows the first that is new.
  ///
  /// - Returns: Whether there is one.
  mutating func add(_ candidates: [Candidate], asked count: Int) -> Bool {
    nextAnswer += count
    let known = proposals.count
    for candidate in candidates { add(candidate) }
    guard proposals.count > known else { return false }
    shown = known
    return true
  }

  /// Adds a text that a person wrote, and shows it.
  mutating func add(_ text: String, checks: [CheckResult]) {
    if let known = proposals.firstIndex(where: { $0.text == text }) {
      shown = known
    } else {
      proposals.append(Proposal(text: text, checks: checks, gain: nil))
      shown = proposals.count - 1
    }
  }

  /// Shows the proposal with a number from 1 on.
  ///
  /// - Returns: Whether there is one.
  mutating func show(_ number: Int) -> Bool {
    guard proposals.indices.contains(number - 1) else { return false }
    shown = number - 1
    return true
  }
}

/// A text that is decided about sentence by sentence.
struct SentenceReview {
  let edits: SentenceEdits
  /// Those decided about so far: whether each is taken.
  private(set) var decisions: [Bool] = []

  init(_ edits: SentenceEdits) { self.edits = edits }

  var isDone: Bool { decisions.count == edits.count }

  /// The text with what is taken so far, and with the next change, too.
  var step: (before: String, after: String) {
    (edits.text(taking: taken), edits.text(taking: taken.union([decisions.count])))
  }

  /// The text with all that is taken.
  var text: String { edits.text(taking: taken) }
  var hasTaken: Bool { decisions.contains(true) }

  private var taken: Set<Int> { Set(decisions.indices.filter { decisions[$0] }) }

  /// - Parameter isForRest: Whether it is for all that are left.
  mutating func decide(_ isTaken: Bool, isForRest: Bool) {
    repeat { decisions.append(isTaken) } while isForRest && !isDone
  }
}
