// SPDX-License-Identifier: Apache-2.0

import CCmark
package import EmendText

/// Says whether edits of a document keep the laws L1, L2 and L3, by means that share no code with what made the edits.
package struct LawOracle {
  private let source: [UInt8]
  private let skipped: Int
  private let before: [Leaf]
  private let signs: [String]?

  /// - Parameters:
  ///   - frontMatterLines: The number of lines at the document's start that cmark is not to see.
  ///   - looksForSigns: Whether addresses, template tags and footnote marks are looked for by their bytes alone; right for
  ///     what people write, not for what is made to be read in two ways.
  package init(source: [UInt8], frontMatterLines: Int = 0, looksForSigns: Bool = false) {
    self.source = source
    var start = 0
    for _ in 0..<frontMatterLines { start = Self.lineEnd(after: start, in: source) }
    skipped = start
    before = Self.leaves(of: source[start...])
    signs = looksForSigns ? Self.signs(in: source) : nil
  }

  /// Returns how edits that were made break a law; `nil` if they do not.
  ///
  /// - Parameters:
  ///   - result: The document after the edits.
  ///   - marks: Texts that must stand in the result as often as in the source.
  ///   - opaqueLines: Lines that must stand in the result at least as often as in the source.
  package func violation(
    edits: [TextEdit], result: [UInt8], marks: [String] = [], opaqueLines: [[UInt8]] = []
  ) -> String? {
    var expected = source
    for edit in edits.sorted(by: { $0.range.start > $1.range.start }) {
      expected.replaceSubrange(edit.range.start..<edit.range.end, with: edit.replacement)
    }
    if expected != result { return "L1: bytes outside the edits changed" }
    if !result.starts(with: source[..<skipped]) { return "L1: front matter changed" }
    let after = Self.leaves(of: result[skipped...])
    if before.count != after.count { return "L2: \(before.count) blocks became \(after.count)" }
    let editedLines = edits.map { Self.lines(of: $0.range, in: source, from: skipped) }
    for (old, new) in zip(before, after) {
      if old.path != new.path {
        return "L2: the block on line \(old.lines.lowerBound) was \(old.path) and became \(new.path)"
      }
      if editedLines.contains(where: old.lines.overlaps) { continue }
      if old.html != new.html { return "L2: the block on line \(old.lines.lowerBound), which has no edit, changed" }
    }
    if let problem = Self.difference(before.flatMap(\.spans), after.flatMap(\.spans)) { return "L3: \(problem)" }
    if let signs, let problem = Self.difference(signs, Self.signs(in: result)) { return "L3: \(problem)" }
    for mark in marks where Self.count(Array(mark.utf8), in: source) != Self.count(Array(mark.utf8), in: result) {
      return "L3: \(mark) stands \(Self.count(Array(mark.utf8), in: result)) times"
    }
    if opaqueLines.isEmpty { return nil }
    let linesBefore = Self.lineCounts(source)
    let linesAfter = Self.lineCounts(result)
    for line in opaqueLines where linesAfter[line, default: 0] < linesBefore[line, default: 0] {
      return "L1: the line \(String(decoding: line, as: UTF8.self)) is no prose and changed"
    }
    return nil
  }

  // MARK: cmark's view

  /// A block that holds no other.
  private struct Leaf {
    /// The kinds of the blocks around it and its own, with what tells them apart.
    var path: String
    var lines: ClosedRange<Int>
    var html: [UInt8]
    /// Code, addresses, titles and raw HTML inside it.
    var spans: [String]
  }

  private static func leaves(of bytes: ArraySlice<UInt8>) -> [Leaf] {
    let copy = Array(bytes)
    let root = copy.withUnsafeBytes { buffer in
      cmark_parse_document(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, CMARK_OPT_DEFAULT)
    }
    defer { cmark_node_free(root) }
    var leaves: [Leaf] = []
    func visit(_ node: OpaquePointer, path: String) {
      let path = path + "/" + name(of: node)
      let type = cmark_node_get_type(node)
      let holdsBlocks =
        [CMARK_NODE_DOCUMENT, CMARK_NODE_BLOCK_QUOTE, CMARK_NODE_LIST, CMARK_NODE_ITEM].contains(type)
        && cmark_node_first_child(node) != nil
      guard holdsBlocks else {
        let first = Int(cmark_node_get_start_line(node))
        let html = string(cmark_render_html(node, CMARK_OPT_UNSAFE))
        leaves.append(
          Leaf(
            path: path, lines: first...max(first, Int(cmark_node_get_end_line(node))), html: html,
            spans: spans(of: node)))
        return
      }
      var child = cmark_node_first_child(node)
      while let current = child {
        visit(current, path: path)
        child = cmark_node_next(current)
      }
    }
    if let root { visit(root, path: "") }
    return leaves
  }

  private static func name(of node: OpaquePointer) -> String {
    let type = String(cString: cmark_node_get_type_string(node))
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HEADING: return "\(type)\(cmark_node_get_heading_level(node))"
    case CMARK_NODE_LIST:
      return
        "\(type)\(cmark_node_get_list_type(node).rawValue)-\(cmark_node_get_list_start(node))-\(cmark_node_get_list_tight(node))"
    default: return type
    }
  }

  private static func spans(of block: OpaquePointer) -> [String] {
    var spans: [String] = []
    let iterator = cmark_iter_new(block)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { return spans }
      guard event == CMARK_EVENT_ENTER else { continue }
      func text(_ pointer: UnsafePointer<CChar>?) -> String {
        let words = pointer.map { String(cString: $0) } ?? ""
        return words.split { $0.isNewline || $0 == " " || $0 == "\t" }.joined(separator: " ")
      }
      switch cmark_node_get_type(node) {
      case CMARK_NODE_CODE: spans.append("code \(text(cmark_node_get_literal(node)))")
      case CMARK_NODE_HTML_INLINE: spans.append("HTML \(text(cmark_node_get_literal(node)))")
      case CMARK_NODE_LINK: spans.append("link \(text(cmark_node_get_url(node))) \(text(cmark_node_get_title(node)))")
      case CMARK_NODE_IMAGE: spans.append("image \(text(cmark_node_get_url(node))) \(text(cmark_node_get_title(node)))")
      case CMARK_NODE_EMPH: spans.append("emphasis")
      case CMARK_NODE_STRONG: spans.append("strong emphasis")
      case CMARK_NODE_LINEBREAK: spans.append("hard line break")
      default: break
      }
    }
  }

  private static func string(_ text: UnsafeMutablePointer<CChar>?) -> [UInt8] {
    guard let text else { return [] }
    defer { cmark_get_default_mem_allocator().pointee.free(text) }
    return Array(String(cString: text).utf8)
  }

  // MARK: Bytes

  private static func difference(_ before: [String], _ after: [String]) -> String? {
    var counts: [String: Int] = [:]
    for span in before { counts[span, default: 0] += 1 }
    for span in after { counts[span, default: 0] -= 1 }
    return counts.filter { $0.value != 0 }.sorted { $0.key < $1.key }.first.map {
      "\($0.key) stands \($0.value > 0 ? "less" : "more") often than it did"
    }
  }

  private static func lineEnd(after start: Int, in bytes: [UInt8]) -> Int {
    var index = start
    while index < bytes.count, bytes[index] != 10, bytes[index] != 13 { index += 1 }
    if index + 1 < bytes.count, bytes[index] == 13, bytes[index + 1] == 10 { return index + 2 }
    return min(index + 1, bytes.count)
  }

  /// The lines of a range, counted from 1 at `start`.
  private static func lines(of range: ByteRange, in bytes: [UInt8], from start: Int) -> ClosedRange<Int> {
    var (number, first, position) = (1, 1, start)
    while position < bytes.count {
      let end = lineEnd(after: position, in: bytes)
      if position <= range.start { first = number }
      if end >= range.end { break }
      position = end
      number += 1
    }
    return first...max(first, number)
  }

  private static func lineCounts(_ bytes: [UInt8]) -> [[UInt8]: Int] {
    bytes.split(whereSeparator: { $0 == 10 || $0 == 13 }).reduce(into: [:]) { $0[Array($1), default: 0] += 1 }
  }

  /// Addresses, template tags and footnote marks, each from its opening to the first place where it may end.
  private static func signs(in bytes: [UInt8]) -> [String] {
    let forms = [("https://", " "), ("http://", " "), ("{{", "}}"), ("{%", "%}"), ("[^", "]")].map {
      (opening: Array($0.utf8), closing: Array($1.utf8))
    }
    return bytes.indices.compactMap { index in
      guard "h{[".utf8.contains(bytes[index]),
        let form = forms.first(where: { bytes[index...].starts(with: $0.opening) })
      else { return nil }
      let rest = bytes[index...].prefix { $0 != 10 && $0 != 13 }
      if form.closing == [0x20] {
        let ends = Array("\"'`<>()[]{}*_~.,;:!?|\\".utf8)
        return String(
          decoding: rest.prefix { $0 > 0x20 && $0 < 0x80 && (!ends.contains($0) || $0 == 0x3A) }, as: UTF8.self)
      }
      let end = rest.indices.first { rest[$0...].starts(with: form.closing) }
      return end.map { String(decoding: rest[index..<$0], as: UTF8.self) }
    }
  }

  private static func count(_ text: [UInt8], in bytes: [UInt8]) -> Int {
    var count = 0
    var index = 0
    while index + text.count <= bytes.count {
      if bytes[index] == text[0], bytes[index..<(index + text.count)].elementsEqual(text) {
        count += 1
        index += text.count
      } else {
        index += 1
      }
    }
    return count
  }
}
