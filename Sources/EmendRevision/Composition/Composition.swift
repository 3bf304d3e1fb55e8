// SPDX-License-Identifier: Apache-2.0

/// What became of a subject: a new text, or the reason why there is none.
package struct Composition: Sendable {
  package enum Outcome: Sendable {
    case text(ComposedText)
    /// What the model wrote is not good enough; the name of a check, and one sentence.
    case kept(reason: String, detail: String)
    /// The model was not asked, or failed.
    case unchecked(UncheckedPassage.Reason, detail: String)
  }

  package var outcome: Outcome
  /// What could not be met though there is a text: one sentence each, with the name of a check.
  package var notices: [(reason: String, detail: String)] = []
  /// All answers, and what was taken of them.
  package var candidates: [Candidate] = []
  package var statistics = RevisionStatistics()

  package init(_ outcome: Outcome) { self.outcome = outcome }

  init(kept result: CheckResult?, otherwise detail: String = "the model has nothing new to say") {
    outcome = .kept(reason: result?.name ?? "count", detail: result?.problem?.detail ?? detail)
  }

  package var text: ComposedText? { if case .text(let text) = outcome { text } else { nil } }
}
