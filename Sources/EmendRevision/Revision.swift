// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
package import EmendText

/// What became of the selected passages of one document.
package struct Revision: Sendable {
  package let document: MarkdownDocument
  /// Better texts, by place.
  package let edits: [ProposedEdit]
  /// Passages that stay as they are, with the reason.
  package let kept: [KeptPassage]
  /// Passages that were asked for and not looked at; never to be taken for good ones (law L7).
  package let unchecked: [UncheckedPassage]
  package let statistics: RevisionStatistics

  /// The number of passages that were asked for.
  package var passageCount: Int { edits.count + kept.count + unchecked.count }

  /// Whether a model has answered to anything, now or before.
  package var hasAnswers: Bool { !edits.isEmpty || kept.contains { !$0.candidates.isEmpty } }

  /// All edits, to be applied to the document's bytes.
  package var editList: EditList { EditList(edits.map(\.edit)) }
}

/// A text that may stand in a passage's place, or in that of notes, or be put in.
package struct ProposedEdit: Equatable, Sendable {
  /// The lines of the file, counted from 1.
  package let lines: ClosedRange<Int>
  package let edit: TextEdit
  /// The passage's text as it is, without line prefixes and line endings.
  package let original: String
  /// The same with the edit.
  package let text: String
  /// Other texts that passed all checks, the likeliest first, as they would stand in the file.
  package let alternatives: [TextEdit]
  /// How much better the model finds it than the original; see ``Ranking``.
  package let score: Double
  package let checks: [CheckResult]
  /// All answers, and what was taken of them.
  package let candidates: [Candidate]
}

/// A passage that stays as it is.
package struct KeptPassage: Equatable, Sendable {
  /// The lines of the file, counted from 1.
  package let lines: ClosedRange<Int>
  package let range: ByteRange
  /// The name of the check that failed; `ranking` if no change was likely enough to be better; `short` if there is no
  /// sentence in it; `disabled` if the document asks to leave it alone.
  package let reason: String
  package let detail: String
  /// The answers that were refused.
  package let rejected: [String]
  /// All answers, and why nothing was taken of them.
  package let candidates: [Candidate]
}

/// A passage that was not looked at.
package struct UncheckedPassage: Equatable, Sendable {
  package enum Reason: String, Equatable, Sendable {
    /// It does not fit the model's context.
    case promptTooLong = "prompt-too-long"
    /// There is no model to ask.
    case noModel = "no-model"
    /// The time was up before it was its turn.
    case budget
    /// The model failed at it.
    case modelFailed = "model-failed"
    /// It cannot be edited safely, so the model was not asked.
    case unverified
  }

  /// The lines of the file, counted from 1.
  package let lines: ClosedRange<Int>
  package let range: ByteRange
  package let reason: Reason
  package let detail: String
}

/// What a revision cost.
package struct RevisionStatistics: Equatable, Sendable {
  /// Answers that the model did not have to be asked for; they cost nothing.
  package var cached = 0
  package var promptTokens = 0
  package var generatedTokens = 0
  /// Time the model spent on prompts, and on answers, in seconds.
  package var promptSeconds = 0.0
  package var decodeSeconds = 0.0
  /// Time it spent on judging texts, in seconds.
  package var scoreSeconds = 0.0

  package init() {}

  package static func += (left: inout Self, right: Self) {
    left.cached += right.cached
    left.promptTokens += right.promptTokens
    left.generatedTokens += right.generatedTokens
    left.promptSeconds += right.promptSeconds
    left.decodeSeconds += right.decodeSeconds
    left.scoreSeconds += right.scoreSeconds
  }
}
