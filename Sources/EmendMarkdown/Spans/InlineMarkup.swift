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
  /// The links with a text of their own, in order.
  package let links: [Link]
  /// How often each character that marks something up stands for itself: a stray one is often a broken pair.
  package let strayMarks: [Character: Int]

  /// A link's text and what stands behind it.
  package struct Link: Equatable, Sendable {
    package let text: String
    /// Its protected part: `](url "title")` or `][label]`.
    package let destination: String
  }

  /// Finds the markup of `text`, the content of a block; line feeds in it are hard line breaks if two spaces or a
  /// backslash stand before them.
  ///
  /// - Parameters:
  ///   - block: The kind of block, a paragraph or a heading.
  ///   - definitions: The document's link reference definitions.
  /// - Returns: `nil` if `text` is not one such block, or if a position that cmark gives does not hold what it should.
  init?(of text: String, in block: InlineParsing, definitions: LinkDefinitions) {
    let bytes = Array(text.utf8)
    let breaks = Self.hardBreaks(in: bytes)
    var oneLine = bytes
    for range in breaks { oneLine.replaceSubrange(range.indices, with: repeatElement(.space, count: range.count)) }
    for index in oneLine.indices where oneLine[index] == .lineFeed { oneLine[index] = .space }
    // A text without line feeds is a paragraph if the line is.
    guard oneLine == bytes && block == .paragraph || block.signature(of: bytes, definitions) != nil,
      let nodes = block.nodes(ofLine: oneLine, definitions)
    else { return nil }

    var markupSpans: [ProtectedSpan] = []
    for node in nodes {
      switch ProtectedSpan.span(of: node, in: oneLine) {
      case .none: continue
      case .some(.success(let span)): markupSpans.append(span)
      case .some(.failure): return nil
      }
    }
    // What lies inside another span, such as code in an image's description, is part of it.
    var found = SpanScanner.spans(in: oneLine, known: Self.outermost(markupSpans))
    // In code or a formula, what reads as a hard break is part of it.
    found += breaks.map { ProtectedSpan(kind: .hardBreak, range: $0, in: bytes) }
    spans = Self.outermost(found).map { ProtectedSpan(kind: $0.kind, range: $0.range, in: bytes) }

    emphasisCount = nodes.count { $0.type == CMARK_NODE_EMPH }
    strongCount = nodes.count { $0.type == CMARK_NODE_STRONG }
    links = Self.links(in: oneLine, nodes: nodes, markup: markupSpans)
    strayMarks = Self.strayMarks(in: oneLine, nodes: nodes, spans: spans)
  }

  private static func links(
    in text: [UInt8], nodes: [CmarkTree.InlineNode], markup: [ProtectedSpan]
  ) -> [Link] {
    var tails: [Int: ProtectedSpan] = [:]
    for span in markup where span.kind == .linkDestination || span.kind == .reference { tails[span.range.end] = span }
    return nodes.compactMap { node in
      // [label] on its own is protected as a whole.
      guard node.type == CMARK_NODE_LINK, let tail = tails[node.range.end], node.range.start < tail.range.start else {
        return nil
      }
      let label = text[(node.range.start + 1)..<tail.range.start]
      return Link(text: String(decoding: label, as: UTF8.self).trimmingBlanks(), destination: tail.literal)
    }
  }

  private static let marks = Set("*_`[]<>~|$={}^".utf8)

  private static func strayMarks(
    in text: [UInt8], nodes: [CmarkTree.InlineNode], spans: [ProtectedSpan]
  ) -> [Character: Int] {
    var isTaken = Array(repeating: false, count: text.count)
    for span in spans { for index in span.range.indices { isTaken[index] = true } }
    var counts: [UInt8: Int] = [:]
    for node in nodes where node.type == CMARK_NODE_TEXT {
      // The text of an escape is not what stands there, and protected as a span.
      for index in node.range.indices where !isTaken[index] && marks.contains(text[index]) {
        counts[text[index], default: 0] += 1
      }
    }
    return Dictionary(uniqueKeysWithValues: counts.map { (Character(Unicode.Scalar($0)), $1) })
  }

  /// A backslash that is not itself escaped, or two spaces or more, with the line feed after them.
  private static func hardBreaks(in bytes: [UInt8]) -> [ByteRange] {
    bytes.indices.filter { bytes[$0] == .lineFeed }.compactMap { lineFeed in
      let before = bytes[..<lineFeed].reversed()
      let backslashes = before.prefix { $0 == UInt8(ascii: "\\") }.count
      if backslashes % 2 == 1 { return ByteRange(lineFeed - 1, lineFeed + 1) }
      let spaces = before.prefix { $0 == .space }.count
      return spaces >= 2 ? ByteRange(lineFeed - spaces, lineFeed + 1) : nil
    }
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
