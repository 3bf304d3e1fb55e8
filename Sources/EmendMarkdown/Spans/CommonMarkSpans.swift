// SPDX-License-Identifier: Apache-2.0

import CCmark
import EmendText

/// The protected spans that cmark knows.
///
/// Each position that cmark gives is compared with the text before it is believed.
extension ProtectedSpan {
  /// A position of cmark's that does not hold what the node says.
  struct PositionError: Error {}

  /// Returns the protected part of an inline node; `nil` if it has none.
  static func span(of node: CmarkTree.InlineNode, in text: [UInt8]) -> Result<ProtectedSpan, PositionError>? {
    let span: ProtectedSpan?
    switch node.type {
    case CMARK_NODE_CODE: span = code(node, in: text)
    case CMARK_NODE_HTML_INLINE:
      span = Array(text[node.range.indices]) == node.literal ? Self(kind: .html, range: node.range, in: text) : nil
    case CMARK_NODE_IMAGE:
      span =
        text[node.range.indices].starts(with: "![".utf8) && isLinkEnd(text[node.range.end - 1])
        ? Self(kind: .image, range: node.range, in: text) : nil
    case CMARK_NODE_LINK: span = link(node, in: text)
    default: return nil
    }
    return span.map { .success($0) } ?? .failure(PositionError())
  }

  /// cmark's range of a code span leaves out the backticks.
  private static func code(_ node: CmarkTree.InlineNode, in text: [UInt8]) -> ProtectedSpan? {
    let tick = UInt8(ascii: "`")
    let before = text[..<node.range.start].reversed().prefix { $0 == tick }.count
    let after = text[node.range.end...].prefix { $0 == tick }.count
    guard before > 0, before == after else { return nil }
    var inner = Array(text[node.range.indices])
    // "a `` ` `` b": one space on either side is not part of the code, unless there is nothing else.
    if inner.count > 1, inner.first == .space, inner.last == .space, inner.contains(where: { $0 != .space }) {
      inner = Array(inner.dropFirst().dropLast())
    }
    guard inner == node.literal else { return nil }
    return Self(kind: .code, range: ByteRange(node.range.start - before, node.range.end + after), in: text)
  }

  /// An inline link protects what follows its text, `](url "title")`; a reference that is its own label all of it.
  private static func link(_ node: CmarkTree.InlineNode, in text: [UInt8]) -> ProtectedSpan? {
    let last = text[node.range.end - 1]
    if text[node.range.start] == UInt8(ascii: "<") {
      return last == UInt8(ascii: ">") ? Self(kind: .autolink, range: node.range, in: text) : nil
    }
    guard text[node.range.start] == UInt8(ascii: "["), isLinkEnd(last),
      let labelEnd = text[node.childrenEnd..<node.range.end].firstIndex(of: UInt8(ascii: "]"))
    else { return nil }
    let tail = ByteRange(labelEnd, node.range.end)
    if last == UInt8(ascii: ")") { return Self(kind: .linkDestination, range: tail, in: text) }
    // [label] and [label][] name their definition by the text itself.
    return Self(kind: .reference, range: tail.count <= 3 ? node.range : tail, in: text)
  }

  private static func isLinkEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") }
}
