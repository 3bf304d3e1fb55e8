// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendRevision
import EmendTemplates
import EmendText

/// What became of a document, with the name that it goes by.
struct RevisedDocument {
  let name: String
  let revision: Revision

  /// What an edit of a passage does, in a line: the words that change, if those are few.
  func summary(of edit: TextEdit) -> String {
    let words = WordDiff(of: edit, in: revision.document.source)
    let changes = words.changes.map { (old: Self.excerpt($0.old), new: Self.excerpt($0.new)) }
      .filter { $0.old != $0.new }
    guard (1...Self.mostChanges).contains(changes.count) else { return "rephrased" }
    return changes.map { Candidate.Change.description(from: $0.old, to: $0.new) }.joined(separator: ", ")
  }

  /// With more, a sentence says less than a look at the place.
  private static let mostChanges = 8

  /// The beginning of a text in one line.
  static func excerpt(_ text: String) -> String {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count <= 80 ? words : "\(words.prefix(79))…"
  }
}

extension WordDiff {
  /// Compares an edit's text with what it replaces as if each stood in one line: where lines break, and how they are
  /// indented or quoted, is no change of words.
  init(of edit: TextEdit, in source: SourceText) {
    self.init(
      from: Self.joined(source.string(edit.range)), to: Self.joined(String(decoding: edit.replacement, as: UTF8.self)))
  }

  private static func joined(_ text: String) -> String {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return (lines.prefix(1) + lines.dropFirst().map { $0.drop { $0.isWhitespace || $0 == ">" } }).joined(separator: " ")
  }

  /// What was removed, and what was added in its place; one of the two may be empty.
  var changes: [(old: String, new: String)] {
    var changes: [(old: String, new: String)] = []
    var previous: Run.Kind = .kept
    for run in runs {
      switch run.kind {
      case .kept: break
      case .removed: changes.append((run.text, ""))
      case .added where previous == .removed: changes[changes.count - 1].new = run.text
      case .added: changes.append(("", run.text))
      }
      previous = run.kind
    }
    return changes
  }
}

extension CommandContext {
  /// Prints what other programs mark in documents: the edits that are proposed, and what was not checked.
  ///
  /// - Parameters:
  ///   - format: One that marks places.
  ///   - isComplete: Whether all documents could be read, and there was a model if one was needed.
  func mark(
    _ documents: [RevisedDocument], template: Template, as format: ReportFormat, isComplete: Bool
  ) throws {
    let bytes =
      format == .github
      ? Array(RevisionAnnotations(documents: documents, template: template).text.utf8)
      : try JSONText.bytes(of: SARIFLog(documents, template: template, isComplete: isComplete))
    try output.write(bytes)
  }
}
