// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
import EmendModels
import EmendText

/// What becomes of a passage.
package enum PassageOutcome: Sendable {
  case edit(ProposedEdit)
  case kept(KeptPassage)
  case unchecked(UncheckedPassage)
}

/// A passage with what became of it.
package struct PassageResult: Sendable {
  package let passage: Passage
  package internal(set) var outcome: PassageOutcome

  /// The edit, if there is one.
  package var edit: ProposedEdit? {
    if case .edit(let edit) = outcome { edit } else { nil }
  }
}

extension PassageDraft {
  /// The best of the candidates, or the reason why the passage stays.
  var outcome: PassageOutcome {
    if let failure {
      return .unchecked(
        UncheckedPassage(
          lines: passage.paragraph.lines, range: passage.range, reason: .init(failure), detail: failure.description))
    }
    var candidates = candidates
    let all = candidates
    let good = all.indices.filter { all[$0].text != nil }.sorted {
      (all[$1].gain ?? 0, $0) < (all[$0].gain ?? 0, $1)
    }
    guard let best = good.first, let text = candidates[best].text else { return .kept(kept) }
    var seen: Set<String> = [text]
    let others = good.compactMap { candidates[$0].text }.filter { seen.insert($0).inserted }
    candidates[best].isChosen = true
    return .edit(
      ProposedEdit(
        lines: passage.paragraph.lines, edit: passage.edit(to: text), original: passage.text, text: text,
        alternatives: others.map { passage.edit(to: $0) }, score: candidates[best].gain ?? 0,
        checks: candidates[best].textChecks, candidates: candidates))
  }

  private var kept: KeptPassage {
    guard let first = candidates.first else {
      return KeptPassage(
        passage, reason: "short", detail: "there is no sentence of three words or more in it", candidates: [])
    }
    if let failed = first.checks.first(where: { !$0.passed }), let problem = failed.problem {
      return KeptPassage(passage, reason: failed.name, detail: problem.detail, candidates: candidates)
    }
    let changes = candidates.flatMap(\.changes)
    guard let best = changes.filter({ $0.gain != nil }).max(by: { $0.gain! < $1.gain! }), let gain = best.gain else {
      let failed = changes.lazy.compactMap(\.failed).first
      return KeptPassage(
        passage, reason: failed?.name ?? "ranking",
        detail: failed?.problem?.detail ?? "the answer says other words, which is seldom better",
        candidates: candidates)
    }
    return KeptPassage(
      passage, reason: "ranking",
      detail: "no change is likely enough to be better (best: \(best.described), gain \(gain.tenths))",
      candidates: candidates)
  }
}

extension Candidate.Change {
  /// The change in a message.
  package var described: String { Self.description(from: original, to: replacement) }

  /// A change of words in a message; one of the two may be empty.
  package static func description(from original: String, to replacement: String) -> String {
    switch (original.trimmingBlanks(), replacement.trimmingBlanks()) {
    case (let old, ""): "without \"\(old)\""
    case ("", let new): "with \"\(new)\""
    case (let old, let new): "\"\(old)\" → \"\(new)\""
    }
  }
}

extension Double {
  /// Rounded to tenths, with its sign.
  package var tenths: String {
    let tenths = Int((self * 10).rounded())
    return "\(tenths < 0 ? "-" : "+")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}

extension KeptPassage {
  init(_ passage: Passage, reason: String, detail: String, candidates: [Candidate]) {
    var seen: Set<String> = []
    self.init(
      lines: passage.paragraph.lines, range: passage.range, reason: reason, detail: detail,
      rejected: candidates.map(\.answer).filter { seen.insert($0).inserted }, candidates: candidates)
  }
}

extension UncheckedPassage.Reason {
  init(_ error: ModelError) {
    self =
      switch error {
      case .promptTooLong, .promptRefused: .promptTooLong
      case .noModel: .noModel
      case .outOfTime: .budget
      default: .modelFailed
      }
  }
}
