// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendModels
import EmendTemplates
import EmendText

/// A document while it is revised; at the end the edits of its passages must stand together.
struct RevisionDraft {
  let document: MarkdownDocument
  private let selected: SelectedPassages
  var passages: [PassageDraft]
  var statistics = RevisionStatistics()

  init(_ job: Reviser.Job, template: Template, context: PassageDraft.Context) {
    document = job.document
    selected = job.selected
    passages = job.selected.passages.map { PassageDraft($0, template: template, in: context) }
  }

  // MARK: Conclusions

  /// What became of the first passages, up to the first of which that is not known.
  private var results: [PassageResult] = []

  var isConcluded: Bool { results.count == passages.count }

  /// Returns what has become of further passages.
  ///
  /// Edits that are good one by one but not together with those before them are left out.
  mutating func conclude() -> [PassageResult] {
    var new = passages[results.count...].prefix(while: \.isJudged).map {
      PassageResult(passage: $0.passage, outcome: $0.outcome)
    }
    // The whole document is parsed for that.
    if new.contains(where: { $0.edit != nil }), structureChange(results + new) != nil {
      var before = results
      for index in new.indices {
        if case .edit(let edit) = new[index].outcome, let change = structureChange(before + [new[index]]) {
          new[index].outcome = .kept(
            KeptPassage(
              new[index].passage, reason: Check.structure.name, detail: change.description,
              candidates: edit.candidates))
        }
        before.append(new[index])
      }
    }
    results += new
    return new
  }

  /// What several edits together would change; each on its own is good.
  private func structureChange(_ results: [PassageResult]) -> StructureChange? {
    let edits = results.compactMap { result in result.edit.map { (result.passage, $0.text) } }
    return edits.count > 1 ? document.structureChange(replacing: edits) : nil
  }

  /// The finished revision, once all passages are concluded.
  var revision: Revision {
    var edits: [ProposedEdit] = []
    var kept: [KeptPassage] = []
    var unchecked: [UncheckedPassage] = []
    for (paragraph, refusal) in selected.declined {
      let range = range(of: paragraph)
      if case .disabled = refusal {
        kept.append(
          KeptPassage(
            lines: paragraph.lines, range: range, reason: "disabled", detail: refusal.description, rejected: [],
            candidates: []))
      } else {
        unchecked.append(
          UncheckedPassage(lines: paragraph.lines, range: range, reason: .unverified, detail: refusal.description))
      }
    }
    for (passage, detail) in selected.settled {
      kept.append(KeptPassage(passage, reason: "settled", detail: detail, candidates: []))
    }
    for result in results {
      switch result.outcome {
      case .edit(let edit): edits.append(edit)
      case .kept(let passage): kept.append(passage)
      case .unchecked(let passage): unchecked.append(passage)
      }
    }
    return Revision(
      document: document, edits: edits, kept: kept.sorted { $0.range.start < $1.range.start },
      unchecked: unchecked.sorted { $0.range.start < $1.range.start }, statistics: statistics)
  }

  private func range(of paragraph: Paragraph) -> ByteRange {
    ByteRange(
      document.source.line(paragraph.lines.lowerBound).start,
      document.source.lineContent(paragraph.lines.upperBound).end)
  }
}

extension RevisionStatistics {
  /// What one answer cost.
  init(_ generation: Generation) {
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
