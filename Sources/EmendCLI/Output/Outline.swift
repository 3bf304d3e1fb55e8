// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendText

/// What `emend sections` shows of a document.
struct Outline: Encodable {
  let version = 1
  let path: String
  let lines: Int
  let words: Int
  let sections: [Row]
  let paragraphs: [ParagraphRow]

  /// A section, or what stands before the first heading.
  struct Row: Encodable {
    /// The texts of the headings, outermost first; empty before the first heading.
    let path: [String]
    let level: Int
    let slug: String
    /// What `--section` takes; `nil` before the first heading.
    let address: String?
    let startLine, endLine: Int
    let firstParagraph, lastParagraph: Int?
    let words: Int
  }

  struct ParagraphRow: Encodable {
    let number: Int
    let startLine, endLine: Int
    let words: Int
    let quoted, listItem: Bool
    /// Its first line.
    let text: String
  }

  init(of document: MarkdownDocument, name: String) {
    path = name
    lines = document.source.bytes.isEmpty ? 0 : document.source.lineCount
    let firstHeading = document.sections.first?.lines.lowerBound ?? Int.max
    let before = document.paragraphs.prefix { $0.lines.lowerBound < firstHeading }
    let wordsBefore = before.reduce(0) { $0 + $1.words }
    words =
      wordsBefore + Self.topSections(document.sections).reduce(0) { $0 + $1.words }
    var rows: [Row] = []
    if let first = before.first, let last = before.last {
      rows.append(
        Row(
          path: [], level: 0, slug: "", address: nil, startLine: first.lines.lowerBound, endLine: last.lines.upperBound,
          firstParagraph: first.number, lastParagraph: last.number, words: wordsBefore))
    }
    sections =
      rows
      + document.sections.map { section in
        Row(
          path: section.path, level: section.level, slug: section.slug,
          address: section.address,
          startLine: section.lines.lowerBound, endLine: section.lines.upperBound,
          firstParagraph: section.paragraphs?.lowerBound, lastParagraph: section.paragraphs?.upperBound,
          words: section.words)
      }
    paragraphs = document.paragraphs.enumerated().map { index, paragraph in
      let first = document.source.lineContent(paragraph.lines.lowerBound)
      return ParagraphRow(
        number: index + 1, startLine: paragraph.lines.lowerBound, endLine: paragraph.lines.upperBound,
        words: paragraph.words, quoted: paragraph.isQuoted, listItem: paragraph.isListItem,
        text: document.source.string(first).trimmingBlanks())
    }
  }

  /// The sections that lie in no other.
  private static func topSections(_ sections: [Section]) -> [Section] {
    var end = 0
    return sections.filter { section in
      guard section.lines.lowerBound > end else { return false }
      end = section.lines.upperBound
      return true
    }
  }

  // MARK: Text

  /// Returns the table of sections, or of paragraphs.
  func text(paragraphs isParagraphs: Bool) -> String {
    let headings = sections.count { $0.address != nil }
    let summary =
      "\(path): \(count(headings, "section")), \(count(paragraphs.count, "paragraph")), \(count(words, "word"))\n"
    if isParagraphs {
      return summary
        + Table(
          header: ["--paragraph", "--lines", "words", "text"], rightAligned: [0, 2],
          rows: paragraphs.map { row in
            [String(row.number), range(row.startLine, row.endLine), String(row.words), shortened(row.text)]
          }
        ).text
    }
    return summary
      + Table(
        header: ["--lines", "--paragraph", "words", "--section"], rightAligned: [2],
        rows: sections.map { row in
          let indentation = String(repeating: "  ", count: max(row.path.count - 1, 0))
          return [
            range(row.startLine, row.endLine),
            row.firstParagraph.flatMap { first in row.lastParagraph.map { range(first, $0) } } ?? "-",
            String(row.words),
            row.address.map { "\(indentation)\"\($0)\"" } ?? "(before the first heading)",
          ]
        }
      ).text
  }

  private func range(_ first: Int, _ last: Int) -> String { first == last ? "\(first)" : "\(first)-\(last)" }

  private func shortened(_ text: String) -> String {
    text.count > 60 ? "\(text.prefix(59))…" : text
  }
}
