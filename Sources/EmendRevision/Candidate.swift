// SPDX-License-Identifier: Apache-2.0

/// An answer to a passage, what the checks said of it, and what was taken of it.
package struct Candidate: Equatable, Sendable {
  /// How the model came by it.
  package enum Origin: String, Equatable, Sendable {
    /// Always the likeliest word.
    case greedy
    /// Drawn at random.
    case sampled
  }

  /// A change that the answer makes, and what became of it.
  package struct Change: Equatable, Sendable {
    /// The words that it replaces, and the words in their place; one of the two may be empty.
    package let original, replacement: String
    /// What it does, such as `form` or `function-words`.
    package let kind: String
    /// The check that it fails on its own.
    package let failed: CheckResult?
    /// See ``Ranking``; `nil` if it was not worked out.
    package let gain: Double?
    package let isTaken: Bool
    /// Whether it fails a check, but is of a kind that is often right.
    let isMendable: Bool
  }

  package let origin: Origin
  /// The whole answer.
  package let answer: String
  /// What the checks say of the whole answer, up to the first that fails, or all of them.
  package let checks: [CheckResult]
  package private(set) var changes: [Change]
  /// The passage with the changes that were taken, or the new text; `nil` if nothing was.
  package private(set) var text: String?
  /// What the checks say of that.
  package let textChecks: [CheckResult]
  /// The sum of the gains of what was taken.
  package let gain: Double?
  /// Whether its text is the one that is proposed.
  package var isChosen = false

  /// Notes whether an item of a list was taken.
  mutating func note(_ failed: CheckResult?, gain: Double, ofChange index: Int) {
    let change = changes[index]
    changes[index] = Change(
      original: change.original, replacement: change.replacement, kind: change.kind, failed: failed, gain: gain,
      isTaken: failed == nil, isMendable: false)
    if failed == nil { (text, isChosen) = (answer, true) }
  }
}
