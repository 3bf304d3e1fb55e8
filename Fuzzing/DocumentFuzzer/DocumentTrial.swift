// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendRevision
import EmendTestSupport
import EmendText

/// One input: a document and, behind a NUL byte, what a model answers to each of its passages.
enum DocumentTrial {
  /// Stops the program, as a crash does, if a law does not hold.
  static func run(_ input: [UInt8]) {
    let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    guard let source = try? SourceText(Array(parts[0])) else { return }
    let document = MarkdownDocument(source)
    guard let selected = try? document.passages(in: Selection(including: [.quotes, .headings])) else { return }

    let identity = EditList(selected.passages.map { $0.edit(to: $0.text) })
    if identity.applied(to: source.bytes) != source.bytes { fatalError("a passage's own text gives other bytes") }
    if let change = document.structureChange(replacing: selected.passages.map { ($0, "MARKER text") }) {
      fatalError("a marker changes the document: \(change.description)")
    }

    let answer = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self).trimmingBlanks() : ""
    let oracle = LawOracle(source: source.bytes, frontMatterLines: document.frontMatter?.lines.upperBound ?? 0)
    for passage in selected.passages.prefix(8) {
      let results = CheckInput(document: document, passage: passage, replacement: answer).results()
      guard results.allSatisfy(\.passed) else { continue }
      let edit = passage.edit(to: answer)
      let result = EditList([edit]).applied(to: source.bytes)
      if let violation = oracle.violation(edits: [edit], result: result) { fatalError(violation) }
    }
  }
}
