// SPDX-License-Identifier: Apache-2.0

import CCmark
import EmendText

/// The markup inside the text of a paragraph: what must survive a rewrite.
///
/// The text is a paragraph's lines joined, so that cmark's positions, which go wrong after a line break
/// (https://github.com/commonmark/cmark/issues/296), are right; each is verified all the same.
package struct InlineMarkup: Equatable, Sendable {
  /// The spans that may not be altered, in order, none overlapping another.
  package let spans: [ProtectedSpan]
  /// The number of emphasised spans, and of strongly emphasised ones.
  package let emphasisCount: Int
  package let strongCount: Int
  /// How often each character that marks something up stands for itself: a stray one is often a broken pair.
  package let strayMarks: [Character: Int]
  /// The same for two texts that say the same, whatever their line breaks.
  let content: Int

  /// Finds the markup of `text`, a paragraph's content; line feeds in it are hard line breaks.
  ///
  /// - Parameter definitions: The document's link reference definitions.
  /// - Returns: `nil` if `text` is not one paragraph, or if a position that cmark gives does not hold what it should.
  init?(of text: String, definitions: LinkDefinitions) {
    let bytes = Array(text.utf8)
    let references = definitions.markdown(for: bytes)
    guard let content = CmarkTree(parsing: bytes + references).firstParagraphContent() else { return nil }
    self.content = content
    let breaks = Self.hardBreaks(in: bytes)
    var oneLine = bytes
    for range in breaks { oneLine.replaceSubrange(range.indices, with: repeatElement(.space, count: range.count)) }
    guard let nodes = CmarkTree(parsing: oneLine + references).inlineNodes(lineLength: bytes.count) else { return nil }

    var markupSpans: [ProtectedSpan] = []
    for node in nodes {
      switch ProtectedSpan.span(of: node, in: oneLine) {
      case .none: continue
      case .some(.success(let span)): markupSpans.append(span)
      case .some(.failure): return nil
      }
    }
    // What lies inside another span, such as code in an image's description, is part of it.
    markupSpans = Self.outermost(markupSpans)
    let isMarkup = Self.bytes(of: markupSpans, count: bytes.count)
    var isTaken = isMarkup
    for range in breaks where !isTaken[range.start] {
      markupSpans.append(ProtectedSpan(kind: .hardBreak, range: range, in: bytes))
      for index in range.indices { isTaken[index] = true }
    }
    markupSpans += ProtectedSpan.spansOfText(in: oneLine, isTaken: isTaken)
    // In code, what reads as a hard break is part of the code.
    spans = Self.outermost(markupSpans).map { ProtectedSpan(kind: $0.kind, range: $0.range, in: bytes) }

    emphasisCount = nodes.count { $0.type == CMARK_NODE_EMPH }
    strongCount = nodes.count { $0.type == CMARK_NODE_STRONG }
    var strayMarks: [Character: Int] = [:]
    for node in nodes where node.type == CMARK_NODE_TEXT && !isMarkup[node.range.start] {
      for byte in node.literal where Self.marks.contains(byte) {
        strayMarks[Character(Unicode.Scalar(byte)), default: 0] += 1
      }
    }
    self.strayMarks = strayMarks
  }

  private static let marks = Set("*_`[]<>~|$={}".utf8)

  /// A backslash, or blanks, with the line feed after them.
  private static func hardBreaks(in bytes: [UInt8]) -> [ByteRange] {
    bytes.indices.filter { bytes[$0] == .lineFeed }.map { lineFeed in
      var start = lineFeed
      if start > 0, bytes[start - 1] == UInt8(ascii: "\\") {
        start -= 1
      } else {
        while start > 0, bytes[start - 1] == .space { start -= 1 }
      }
      return ByteRange(start, lineFeed + 1)
    }
  }

  /// Whether each byte of the text lies in one of the spans.
  private static func bytes(of spans: [ProtectedSpan], count: Int) -> [Bool] {
    var isTaken = Array(repeating: false, count: count + 1)
    for span in spans { for index in span.range.indices { isTaken[index] = true } }
    return isTaken
  }

  private static func outermost(_ spans: [ProtectedSpan]) -> [ProtectedSpan] {
    var result: [ProtectedSpan] = []
    for span in spans.sorted(by: { ($0.range.start, -$0.range.end) < ($1.range.start, -$1.range.end) }) {
      if let last = result.last, span.range.start < last.range.end { continue }
      result.append(span)
    }
    return result
  }
}
