// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendRevision
import EmendText

/// Shows the edits of documents one by one, each as soon as it is known.
struct EditStream {
  private let output: OutputOptions
  private let context: CommandContext
  private let style: DiffStyle
  private var document: (name: String, patch: PatchStream)?

  init(output: OutputOptions, context: CommandContext) {
    self.output = output
    self.context = context
    style = output.diffStyle(context.output, in: context)
  }

  /// Shows an edit behind those that were shown before.
  ///
  /// - Parameter next: The offset where a later one may begin; `nil` if there is none.
  mutating func show(_ edit: ProposedEdit, of opened: OpenDocument, before next: Int?) throws {
    let path = context.diffPath(opened.name)
    let isFirst = document?.name != opened.name
    if isFirst { document = (opened.name, PatchStream(path: path, source: opened.document.source.bytes)) }
    let columns = context.output.columns
    if output.wordDiff != nil {
      let printer = WordDiffPrinter(style: style, folding: columns == nil ? nil : Folding())
      let section = opened.document.sectionPath(ofLine: edit.lines.lowerBound)
      try context.output.write(
        Array(((isFirst ? printer.header(path) : "") + printer.hunk(edit, section: section)).utf8))
    } else if let lines = document?.patch.lines(of: edit.edit, before: next) {
      try context.output.write(DiffPrinter(style: style, columns: columns).bytes(of: lines))
    }
  }
}
