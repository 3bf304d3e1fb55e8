// SPDX-License-Identifier: Apache-2.0

package import EmendText

/// What stands around a place of a document.
extension MarkdownDocument {
  /// The headings below the title as a nested list, the outermost without indentation; empty if there is none.
  package var headingList: String {
    // The first heading of the first level is the title.
    let titleLine = sections.first { $0.level == 1 }?.lines.lowerBound
    let listed = sections.filter { $0.lines.lowerBound != titleLine }
    let top = listed.map(\.level).min() ?? 1
    return listed.map { section in
      String(repeating: "  ", count: section.level - top) + "- " + section.title
    }.joined(separator: "\n")
  }

  /// Whether a heading ends on a line.
  package func isHeading(_ line: Int) -> Bool {
    blocks.contains { $0.kind.isHeading && $0.lines.upperBound == line }
  }

  /// The last paragraph of prose that ends before a line; empty if there is none.
  package func prose(before line: Int) -> String {
    paragraphs.last { $0.lines.upperBound < line && isProse($0) }.map { text(of: $0) } ?? ""
  }

  /// The first paragraph of prose that begins behind a line; empty if there is none.
  package func prose(after line: Int) -> String {
    paragraphs.first { $0.lines.lowerBound > line && isProse($0) }.map { text(of: $0) } ?? ""
  }

  private func isProse(_ paragraph: Paragraph) -> Bool {
    !paragraph.isQuoted && !paragraph.isListItem && paragraph.words >= 4
  }

  /// How lines end in most places: a line feed, or a carriage return before it.
  package var lineEnding: [UInt8] {
    let feeds = source.bytes.indices.filter { source.bytes[$0] == .lineFeed }
    let pairs = feeds.count { $0 > 0 && source.bytes[$0 - 1] == .carriageReturn }
    return pairs * 2 > feeds.count ? [.carriageReturn, .lineFeed] : [.lineFeed]
  }

  /// The width that paragraphs of prose are wrapped to; `nil` if most stand on one line each.
  package var wrapWidth: Int? {
    let prose = paragraphs.filter { isProse($0) && $0.words >= 12 }
    let wrapped = prose.filter { $0.lines.count > 1 }
    guard wrapped.count * 2 > prose.count else { return nil }
    let widths = wrapped.flatMap { paragraph in
      paragraph.lines.map { displayWidth(source.bytes[source.lineContent($0).indices]) }
    }
    // Not a long link that stuck out once.
    return widths.filter { $0 <= 120 }.max()
  }
}

/// Breaks a paragraph into lines.
///
/// - Parameters:
///   - width: In columns; `nil` for one line.
///   - spans: Places in `text`, in bytes, inside which no line may be broken.
package func wrapped(_ text: String, to width: Int?, keeping spans: [ByteRange], lineEnding: [UInt8]) -> [UInt8] {
  let bytes = Array(text.utf8)
  guard let width else { return bytes }
  var lines: [UInt8] = []
  var column = 0
  var start = 0
  // Whether all that is on the line is a mark that alone would be a block.
  var isMark = false
  for word in bytes.split(whereSeparator: \.isBlank) {
    // A backslash at the end of a line would break it for good.
    let isTied =
      isMark || bytes[..<start].reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
      || spans.contains { $0.start < word.startIndex && word.startIndex < $0.end }
    let columns = displayWidth(word)
    if start > 0, !isTied, column + 1 + columns > width, !Layout.opensBlock(word) {
      lines += lineEnding
      column = 0
    } else if start > 0 {
      // Blanks inside a span stay as they are.
      let gap = bytes[start..<word.startIndex]
      lines += gap
      column += gap.count
    }
    isMark = column == 0 && Layout.opensBlock(word)
    lines += word
    column += columns
    start = word.endIndex
  }
  return lines
}
