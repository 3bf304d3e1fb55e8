// SPDX-License-Identifier: Apache-2.0

import EmendRevision
import EmendTemplates
import EmendText

/// Edits and passages that were not checked, as annotations of a pull request.
struct RevisionAnnotations {
  let documents: [RevisedDocument]
  let template: Template

  /// A workflow command a line.
  var text: String {
    documents.flatMap { document in
      document.revision.edits.map { command($0, in: document) }
        + document.revision.unchecked.map { command($0, in: document) }
    }.map(\.line).joined()
  }

  private func command(_ proposed: ProposedEdit, in document: RevisedDocument) -> WorkflowCommand {
    // Between notes and the prose that is made of them, a word diff finds nothing to hold on to.
    let message =
      template.output == .passage
      ? WordDiffPrinter(style: .markers, folding: .excerpt).text(of: proposed) : proposed.text
    return WorkflowCommand(
      level: .notice, file: document.name, lines: proposed.lines, topic: template.name, message: message)
  }

  private func command(_ passage: UncheckedPassage, in document: RevisedDocument) -> WorkflowCommand {
    WorkflowCommand(
      level: .warning, file: document.name, lines: passage.lines, topic: "unchecked",
      message: "not checked: \(passage.detail) [\(passage.reason.rawValue)]")
  }
}
