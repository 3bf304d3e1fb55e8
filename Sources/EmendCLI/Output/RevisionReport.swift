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
  func show(_ revision: Revision, of opened: OpenDocument) throws {
    if output.outputFormat == .text {
      if isFilter, !output.check, !output.diff {
        try context.output.write(revision.editList.applied(to: opened.document.source.bytes))
      } else if output.diff || !(output.write || output.check) {
        let patch = UnifiedPatch(
          path: diffPath(opened.name), source: opened.document.source.bytes, edits: revision.editList)
        let printer = DiffPrinter(isColored: output.isColored(context.output, in: context))
        try context.output.write(printer.bytes(of: patch))
      }
    }
    tell(revision, of: opened)
  }

  /// Says what stays as it is, and why.
  func tell(_ revision: Revision, of opened: OpenDocument) {
    if explains, output.outputFormat != .json { explain(revision, of: opened) }
    guard !output.quiet else { return }
    // A filter's messages often land in the text, in an editor; only what must be known is said.
    if !isFilter || output.verbose {
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

  /// A path that `git apply` and `patch -p1` take: relative, without `./`.
  private func diffPath(_ name: String) -> String {
    var path = name[...]
    let folder = context.currentDirectory + "/"
    if path.hasPrefix(folder) { path = path.dropFirst(folder.count) }
    while path.hasPrefix("./") { path = path.dropFirst(2) }
    while path.hasPrefix("/") { path = path.dropFirst() }
    return String(path)
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
