// SPDX-License-Identifier: Apache-2.0

import EmendRevision

/// What `--explain` prints of a passage: each answer, what the checks said of it, and what was taken of it.
struct Explanation {
  let name: String
  /// `nil` for what has no lines.
  let line: Int?
  let candidates: [Candidate]

  var text: String {
    candidates.enumerated().map { number, candidate in
      var lines = [
        "\(name):\(line.map { "\($0):" } ?? "") answer \(number + 1) (\(candidate.origin.rawValue)): \(quoted(candidate.answer))"
      ]
      let passed = candidate.checks.filter(\.passed).map(\.name)
      if !passed.isEmpty { lines.append("  as a whole it passes \(passed.joined(separator: ", "))") }
      lines += candidate.checks.compactMap { check in
        check.problem.map { "  as a whole it fails \(check.name): \($0.detail)" }
      }
      lines += candidate.changes.map { "  \($0.described): \(verdict(on: $0))" }
      lines.append("  \(verdict(on: candidate))")
      return lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private func verdict(on change: Candidate.Change) -> String {
    if let failed = change.failed { return "no, \(failed.problem?.detail ?? "") [\(failed.name)]" }
    if ["item", "sentence"].contains(change.kind) {
      return (change.isTaken ? "taken" : "not needed") + (change.gain.map { ", \($0.tenths)" } ?? "")
    }
    guard let gain = change.gain else { return "no, other words are seldom better [\(change.kind)]" }
    return "\(change.isTaken ? "taken" : "no"), \(change.kind), gain \(gain.tenths)"
  }

  private func verdict(on candidate: Candidate) -> String {
    guard let gain = candidate.gain else {
      if candidate.text != nil { return candidate.isChosen ? "taken" : "as good, not needed" }
      return candidate.changes.isEmpty ? "nothing to take" : "nothing taken"
    }
    return candidate.isChosen ? "proposed, gain \(gain.tenths)" : "an alternative, gain \(gain.tenths)"
  }

  private func quoted(_ text: String) -> String { "\"\(text.replacing("\n", with: "\\n"))\"" }
}
