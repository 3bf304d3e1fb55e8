// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendText

/// A part of a document that is compared with one of another version.
struct DocumentPart {
  /// What it is to a reader, as one says it: "paragraph", "level-2 heading", "list item", "code block".
  let kind: String
  /// What belongs to it and is no prose, such as the box of a task.
  let marks: String
  let lines: ClosedRange<Int>
  let text: String

  /// The texts that people write: paragraphs and headings, in order.
  static func prose(of document: MarkdownDocument) -> [(part: DocumentPart, paragraph: Paragraph)] {
    (document.paragraphs + document.headings).sorted { $0.lines.lowerBound < $1.lines.lowerBound }.map { paragraph in
      let place =
        paragraph.isHeading
        ? document.blockKind(of: paragraph).name
        : [paragraph.isQuoted ? "quoted" : nil, paragraph.isListItem ? "list item" : "paragraph"].compactMap { $0 }
          .joined(separator: " ")
      let text = document.text(of: paragraph)
      return (DocumentPart(kind: place, marks: paragraph.marks, lines: paragraph.lines, text: text), paragraph)
    }
  }

  /// What a rewrite must leave as it is: front matter, code, HTML, tables and other blocks that are no prose, in order.
  static func frozen(of document: MarkdownDocument) -> [DocumentPart] {
    var parts: [DocumentPart] = []
    if let lines = document.frontMatter?.lines { parts.append(part("front matter", lines, document)) }
    let prose = (document.paragraphs + document.headings).flatMap { Array($0.lines) }
    let proseLines = Set(prose)
    for block in document.blocks {
      switch block.kind {
      case .codeBlock, .htmlBlock: parts.append(part(block.kind.name, block.lines, document))
      case .paragraph where !block.lines.contains(where: proseLines.contains):
        parts.append(part("table, definition or other block", block.lines, document))
      default: break
      }
    }
    return parts
  }

  private static func part(_ kind: String, _ lines: ClosedRange<Int>, _ document: MarkdownDocument) -> DocumentPart {
    // How deep the whole stands, and how its lines end, is not what it says; how deep its lines stand in it may be.
    let text = lines.map { line in
      String(document.source.string(document.source.lineContent(line)).trimmingPrefix("\u{FEFF}"))
    }
    let indentation = { (line: String) in line.prefix { $0 == " " || $0 == "\t" }.count }
    let common = text.dropFirst().filter { !$0.trimmingBlanks().isEmpty }.map(indentation).min() ?? 0
    let inner = text.dropFirst().map { line in
      String(repeating: " ", count: max(indentation(line) - common, 0)) + line.trimmingBlanks()
    }
    return DocumentPart(
      kind: kind, marks: "", lines: lines, text: ([text[0].trimmingBlanks()] + inner).joined(separator: "\n"))
  }
}
