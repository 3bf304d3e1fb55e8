// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
package import EmendModels

/// A rule that an answer must meet before it is proposed.
///
/// A check is a pure function: it needs no model and no disk, and says in one sentence what it found.
package struct Check: Sendable {
  /// Its name in JSON and messages.
  package let name: String
  /// Returns what is wrong, as the rest of a sentence, or `nil`.
  package let problem: @Sendable (CheckInput) -> String?

  /// All checks, the cheapest and most telling first; a new one is a file in `Checks/` and a line here.
  package static let all: [Check] = [.complete, .form, .length, .protectedSpan, .numbers, .structure]
}

/// What a check looks at.
package struct CheckInput: Sendable {
  package let document: MarkdownDocument
  package let passage: Passage
  /// The answer, without blanks around it.
  package let replacement: String
  /// Why the model stopped; `nil` for a text that no model made.
  package let finishReason: Generation.FinishReason?
  /// What the model was told besides the passage.
  package let instructions: [String]
  /// The accepted lengths as ratios to the passage, in words.
  package let length: ClosedRange<Double>

  package init(
    document: MarkdownDocument, passage: Passage, replacement: String,
    finishReason: Generation.FinishReason? = nil, instructions: [String] = [],
    length: ClosedRange<Double> = 0...Double.infinity
  ) {
    self.document = document
    self.passage = passage
    self.replacement = replacement
    self.finishReason = finishReason
    self.instructions = instructions
    self.length = length
  }
}

/// What a check said of one answer.
package struct CheckResult: Equatable, Sendable {
  package let name: String
  /// What is wrong; `nil` if the check passed.
  package let problem: String?

  package var passed: Bool { problem == nil }
}

extension CheckInput {
  /// Runs checks in order up to the first that fails.
  package func results(of checks: [Check] = Check.all) -> [CheckResult] {
    var results: [CheckResult] = []
    for check in checks {
      results.append(CheckResult(name: check.name, problem: check.problem(self)))
      if results[results.count - 1].problem != nil { break }
    }
    return results
  }
}
