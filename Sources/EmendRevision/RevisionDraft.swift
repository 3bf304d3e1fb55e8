// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendModels
import EmendText
import Foundation

/// A revision in the making: answers come in, in any order, and are judged one by one; at the end they must stand
/// together.
struct RevisionDraft {
  private let document: MarkdownDocument
  private let selected: SelectedPassages
  private var outcomes: [Outcome?]
  private var remaining: Int
  private var statistics = RevisionStatistics()

  private enum Outcome {
    case edit(text: String, score: Double?, checks: [CheckResult])
    case kept(KeptPassage)
    case unchecked(UncheckedPassage)
  }

  init(document: MarkdownDocument, selected: SelectedPassages) {
    self.document = document
    self.selected = selected
    outcomes = Array(repeating: nil, count: selected.passages.count)
    remaining = outcomes.count
  }

  /// Whether every passage has its answer.
  var isComplete: Bool { remaining == 0 }

  /// Takes the answer to one passage, or the reason why there is none.
  mutating func judge(
    _ index: Int, result: Result<Generation, ModelError>, instructions: [String], length: ClosedRange<Double>,
    checks: [Check]
  ) {
    let passage = selected.passages[index]
    remaining -= 1
    switch result {
    case .failure(let error):
      let reason: UncheckedPassage.Reason =
        switch error {
        case .promptTooLong: .promptTooLong
        case .noModel: .noModel
        default: .modelFailed
        }
      outcomes[index] = .unchecked(
        UncheckedPassage(
          paragraph: passage.paragraph, range: passage.range, reason: reason, detail: error.description))
    case .success(let generation):
      statistics += RevisionStatistics(generation)
      let input = CheckInput(
        document: document, passage: passage, replacement: generation.text.trimmingBlanks(),
        finishReason: generation.finishReason, instructions: instructions, length: length)
      let results = input.results(of: checks)
      if let failed = results.last, let problem = failed.problem {
        outcomes[index] = .kept(kept(passage, failed.name, problem, rejected: input.replacement))
      } else {
        outcomes[index] = .edit(
          text: input.replacement, score: generation.meanLogProbability.map { exp($0) }, checks: results)
      }
    }
  }

  /// Returns the finished revision.
  ///
  /// Edits that are good one by one but not together are left out.
  func revision() -> Revision {
    var proposed: [(passage: Passage, text: String, score: Double?, checks: [CheckResult])] = []
    var kept: [KeptPassage] = []
    var unchecked: [UncheckedPassage] = []
    for (paragraph, refusal) in selected.declined {
      let range = range(of: paragraph)
      if case .disabled = refusal {
        kept.append(
          KeptPassage(
            paragraph: paragraph, range: range, reason: "disabled", detail: refusal.description, rejected: []))
      } else {
        unchecked.append(
          UncheckedPassage(paragraph: paragraph, range: range, reason: .unverified, detail: refusal.description))
      }
    }
    for (passage, outcome) in zip(selected.passages, outcomes) {
      switch outcome {
      case .edit(let text, let score, let checks): proposed.append((passage, text, score, checks))
      case .kept(let passage): kept.append(passage)
      case .unchecked(let passage): unchecked.append(passage)
      case nil: break
      }
    }
    if proposed.count > 1, document.structureChange(replacing: proposed.map { ($0.passage, $0.text) }) != nil {
      var together = proposed
      together.removeAll()
      for edit in proposed {
        let change = document.structureChange(replacing: (together + [edit]).map { ($0.passage, $0.text) })
        if let change {
          kept.append(self.kept(edit.passage, Check.structure.name, change.description, rejected: edit.text))
        } else {
          together.append(edit)
        }
      }
      proposed = together
    }
    return Revision(
      document: document,
      edits: proposed.map { passage, text, score, checks in
        ProposedEdit(paragraph: passage.paragraph, edit: passage.edit(to: text), score: score, checks: checks)
      },
      kept: kept.sorted { $0.range.start < $1.range.start },
      unchecked: unchecked.sorted { $0.range.start < $1.range.start }, statistics: statistics)
  }

  private func kept(_ passage: Passage, _ reason: String, _ detail: String, rejected: String) -> KeptPassage {
    KeptPassage(
      paragraph: passage.paragraph, range: passage.range, reason: reason, detail: detail, rejected: [rejected])
  }

  private func range(of paragraph: Paragraph) -> ByteRange {
    ByteRange(
      document.source.line(paragraph.lines.lowerBound).start,
      document.source.lineContent(paragraph.lines.upperBound).end)
  }
}

extension RevisionStatistics {
  /// What one answer cost.
  fileprivate init(_ generation: Generation) {
    self.init()
    if generation.isCached {
      cached = 1
    } else {
      promptTokens = generation.promptTokens
      generatedTokens = generation.generatedTokens
      promptSeconds = generation.promptSeconds
      decodeSeconds = generation.decodeSeconds
    }
  }
}

extension Passage.Refusal {
  fileprivate var description: String {
    switch self {
    case .textDoesNotVerify: "its lines cannot be told apart from their containers for certain"
    case .markupDoesNotVerify: "the place of its markup cannot be told for certain"
    case .disabled(let line): "line \(line) asks emend to leave it alone"
    }
  }
}
