// SPDX-License-Identifier: Apache-2.0

import EmendRevision
import EmendText

/// Turns edits into word diffs, as `git diff --word-diff` shows them.
struct WordDiffPrinter {
  let style: DiffStyle
  /// `nil` to show all of each text.
  let folding: Folding?

  /// The words that an edit changes, on one line for each line of the text.
  func text(of edit: ProposedEdit) -> String {
    let runs = WordDiff(from: edit.original, to: edit.text).runs
    return (folding?.folded(runs) ?? runs).map(style.text).joined()
  }

  /// An edit under a line that says where it is.
  func hunk(_ edit: ProposedEdit, section: [String]) -> String {
    let lines = "\(edit.lines.lowerBound)" + (edit.lines.count == 1 ? "" : "-\(edit.lines.upperBound)")
    let header = "@@ \(lines) @@\(section.isEmpty ? "" : " \(section.joined(separator: " > "))")"
    return "\(style.painted(header, "36"))\n\(text(of: edit))\n"
  }

  /// The lines above the edits of a file.
  func header(_ path: String) -> String {
    ["--- a/\(path)", "+++ b/\(path)"].map { style.painted($0, "1") + "\n" }.joined()
  }
}
