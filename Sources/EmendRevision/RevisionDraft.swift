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

  /// Returns the finished revision.
  ///
  /// Edits that are good one by one but not together are left out.
  func revision() -> Revision {
    var edits: [(passage: Passage, edit: ProposedEdit)] = []
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
    for draft in passages {
      switch draft.outcome {
      case .edit(let edit): edits.append((draft.passage, edit))
      case .kept(let passage): kept.append(passage)
      case .unchecked(let passage): unchecked.append(passage)
      }
    }
    if edits.count > 1, document.structureChange(replacing: edits.map { ($0.passage, $0.edit.text) }) != nil {
      var together: [(passage: Passage, edit: ProposedEdit)] = []
      for edit in edits {
        let all = (together + [edit]).map { ($0.passage, $0.edit.text) }
        if let change = document.structureChange(replacing: all) {
          kept.append(
            KeptPassage(
              edit.passage, reason: Check.structure.name, detail: change.description,
              candidates: edit.edit.candidates))
        } else {
          together.append(edit)
        }
      }
      edits = together
    }
    return Revision(
      document: document, edits: edits.map(\.edit), kept: kept.sorted { $0.range.start < $1.range.start },
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
