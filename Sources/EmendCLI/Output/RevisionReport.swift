// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendRevision
import EmendText

/// Shows revisions as text: the diff or the document on standard output, the rest on standard error.
struct RevisionReport {
  let output: OutputOptions
  let isFilter: Bool
  let explains: Bool
  let context: CommandContext
  /// What is counted, in the singular.
  var noun = "passage"
  /// What is said where there was nothing to ask about; `nil` for what fits passages.
  var nothing: String?

  /// Shows what became of one document.
  ///
  /// - Parameter isShown: Whether its edits have been shown already.
  func show(_ revision: Revision, of opened: OpenDocument, isShown: Bool = false) throws {
    if output.outputFormat == .text, !isShown {
      if isDocument {
        try context.output.write(revision.editList.applied(to: opened.document.source.bytes))
      } else if output.wordDiff != nil {
        var stream = EditStream(output: output, context: context)
        for edit in revision.edits { try stream.show(edit, of: opened, before: nil) }
      } else if output.showsDiff {
        let patch = UnifiedPatch(
          path: context.diffPath(opened.name), source: opened.document.source.bytes, edits: revision.editList)
        let columns = context.output.columns
        let printer = DiffPrinter(style: output.diffStyle(context.output, in: context), columns: columns)
        try context.output.write(printer.bytes(of: patch.lines))
      }
    }
    tell(revision, of: opened)
  }

  /// Whether the whole document is what is printed.
  private var isDocument: Bool { isFilter && !output.check && !output.diff && output.wordDiff == nil }

  /// Whether edits are shown one by one, as soon as they are known: where a person waits for them.
  var isStreamed: Bool {
    output.outputFormat == .text && output.showsDiff && !isDocument && context.output.isTerminal
  }

  /// Says what stays as it is, and why.
  ///
  /// - Parameter tellsKept: Whether it is told what the model was asked about in vain.
  func tell(_ revision: Revision, of opened: OpenDocument, withKept tellsKept: Bool = true) {
    if explains, output.outputFormat != .json { explain(revision, of: opened) }
    guard !output.quiet else { return }
    // A filter's messages often land in the text, in an editor; only what must be known is said.
    if tellsKept, !isFilter || output.verbose {
      for kept in revision.kept {
        tell(opened.name, kept.lines.lowerBound, "kept: \(kept.detail)", kept.reason)
      }
    }
    for unchecked in revision.unchecked {
      tell(
        opened.name, unchecked.lines.lowerBound, "not checked: \(unchecked.detail)", unchecked.reason.rawValue
      )
    }
    if output.check, !revision.edits.isEmpty {
      context.tell("\(opened.name): \(count(revision.edits.count, "edit")) would be made")
    }
  }

  private func explain(_ revision: Revision, of opened: OpenDocument) {
    let passages =
      revision.edits.map { ($0.lines.lowerBound, $0.candidates) }
      + revision.kept.map { ($0.lines.lowerBound, $0.candidates) }
    for (line, candidates) in passages.sorted(by: { $0.0 < $1.0 }) where !candidates.isEmpty {
      context.tell(Explanation(name: opened.name, line: line, candidates: candidates).text)
    }
  }

  private func tell(_ name: String, _ line: Int, _ message: String, _ reason: String) {
    context.tell("\(name):\(line): \(message) [\(reason)]")
  }

  /// Says in a line what the run did, and where the time went if that was asked for.
  ///
  /// - Parameter texts: How many texts there are that go into no document.
  func summarize(_ revisions: [Revision], texts: Int = 0, seconds: Double, loadSeconds: Double) {
    guard !output.quiet else { return }
    let edits = revisions.reduce(0) { $0 + $1.edits.count }
    let kept = revisions.reduce(0) { $0 + $1.kept.count }
    let unchecked = revisions.reduce(0) { $0 + $1.unchecked.count }
    let passages = edits + texts + kept + unchecked
    let total = revisions.reduce(into: RevisionStatistics()) { $0 += $1.statistics }
    if !isFilter || output.verbose {
      if passages == 0 {
        context.tell(nothing ?? "nothing to do: no prose in \(revisions.count == 1 ? "this selection" : "these files")")
      } else {
        let cached = total.cached == 0 ? "" : " (\(count(total.cached, "answer")) from the cache)"
        context.tell(
          "\(count(passages, noun)): \(texts > 0 ? count(texts, "text") : count(edits, "edit")), \(kept) kept, \(unchecked) not checked\(cached)"
        )
      }
    }
    guard output.verbose else { return }
    context.tell(total.summary(seconds: seconds, loadSeconds: loadSeconds))
  }
}

extension CommandContext {
  /// A path that `git apply` and `patch -p1` take: relative, without `./`.
  func diffPath(_ name: String) -> String {
    var path = name[...]
    let folder = currentDirectory + "/"
    if path.hasPrefix(folder) { path = path.dropFirst(folder.count) }
    return String(String(path).withoutCurrentFolder.drop { $0 == "/" })
  }
}
