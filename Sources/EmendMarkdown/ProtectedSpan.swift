// SPDX-License-Identifier: Apache-2.0

import CCmark
package import EmendText

/// A piece of markup inside a paragraph whose bytes a rewrite must keep.
package struct ProtectedSpan: Equatable, Sendable {
  package enum Kind: String, Equatable, Hashable, Sendable {
    case code = "code span"
    case linkDestination = "link destination"
    case reference = "link reference"
    case image = "image"
    case autolink = "autolink"
    case html = "HTML"
    case escape = "escape"
    case url = "URL"
    case hardBreak = "hard line break"
  }

  package let kind: Kind
  /// Its place in the paragraph's text, in bytes.
  package let range: ByteRange
  /// Its text.
  package let literal: String

  init(kind: Kind, range: ByteRange, in text: [UInt8]) {
    self.kind = kind
    self.range = range
    literal = String(decoding: text[range.indices], as: UTF8.self)
  }

  /// A position of cmark's that does not hold what the node says.
  struct PositionError: Error {}

  // MARK: Markup that cmark knows

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

  // MARK: Markup in plain text

  /// Returns backslash escapes, entities, bare URLs and e-mail addresses in the bytes that are not taken.
  static func spansOfText(in text: [UInt8], isTaken: [Bool]) -> [ProtectedSpan] {
    var found: [ProtectedSpan] = []
    var position = 0
    var limit = 0
    while position < text.count {
      if isTaken[position] {
        position += 1
        continue
      }
      if limit <= position { limit = isTaken[position...].firstIndex(of: true) ?? text.count }
      let rest = text[position..<limit]
      let isWordStart = position == 0 || !(text[position - 1].isASCIILetter || text[position - 1].isDigit)
      if let length = escapeLength(rest) ?? entityLength(rest) {
        found.append(Self(kind: .escape, range: ByteRange(position, position + length), in: text))
        position += length
      } else if isWordStart, let length = urlLength(rest) ?? emailLength(rest) {
        found.append(Self(kind: .url, range: ByteRange(position, position + length), in: text))
        position += length
      } else {
        position += 1
      }
    }
    return found
  }

  private static func escapeLength(_ text: ArraySlice<UInt8>) -> Int? {
    guard text.first == UInt8(ascii: "\\"), let next = text.dropFirst().first, next.isASCIIPunctuation else {
      return nil
    }
    return 2
  }

  /// `&name;`, `&#123;` or `&#x1F;`, whether or not the name is one of HTML's.
  private static func entityLength(_ text: ArraySlice<UInt8>) -> Int? {
    guard text.first == UInt8(ascii: "&") else { return nil }
    let name = text.dropFirst().prefix(32).prefix { $0.isASCIILetter || $0.isDigit || $0 == UInt8(ascii: "#") }
    guard !name.isEmpty, text.dropFirst(1 + name.count).first == UInt8(ascii: ";") else { return nil }
    return name.count + 2
  }

  /// What GitHub would make a link of: `http://`, `https://` or `www.` up to a blank, without punctuation at its end.
  private static func urlLength(_ text: ArraySlice<UInt8>) -> Int? {
    let schemes = ["https://", "http://", "ftp://", "www."]
    guard schemes.contains(where: { text.starts(with: $0.utf8) }) else { return nil }
    var url = text.prefix { !$0.isBlank && !$0.isLineEnding && $0 != UInt8(ascii: "<") }
    while let last = url.last, "?!.,:;*_~'\")]}".utf8.contains(last) {
      // A closing parenthesis that is opened inside is part of the address.
      let opening = url.count { $0 == UInt8(ascii: "(") }
      if last == UInt8(ascii: ")"), opening > 0, opening >= url.count(where: { $0 == last }) { break }
      url = url.dropLast()
    }
    return url.count > 8 ? url.count : nil
  }

  private static func emailLength(_ text: ArraySlice<UInt8>) -> Int? {
    func isName(_ byte: UInt8) -> Bool {
      byte.isASCIILetter || byte.isDigit || ".-_+".utf8.contains(byte)
    }
    let local = text.prefix(64).prefix(while: isName)
    guard !local.isEmpty, text.dropFirst(local.count).first == UInt8(ascii: "@") else { return nil }
    var domain = text.dropFirst(local.count + 1).prefix(while: isName)
    while let last = domain.last, !(last.isASCIILetter || last.isDigit) { domain = domain.dropLast() }
    guard domain.contains(UInt8(ascii: ".")) else { return nil }
    return local.count + 1 + domain.count
  }
}
