// SPDX-License-Identifier: Apache-2.0

import CCmark
import EmendText

/// A tree of cmark's nodes.
///
/// Owns the C tree; what callers need is copied out into values.
@safe struct CmarkTree: ~Copyable {
  private let root: OpaquePointer

  /// Parses CommonMark without extensions.
  init(parsing bytes: some Sequence<UInt8>) {
    let copy = ContiguousArray(bytes)
    unsafe root = unsafe copy.withUnsafeBytes { buffer in
      // cmark aborts rather than return NULL when there is no memory.
      unsafe cmark_parse_document(
        buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, CMARK_OPT_DEFAULT)
    }
  }

  deinit { unsafe cmark_node_free(root) }

  /// Whether the document has no block at all.
  var isEmpty: Bool { unsafe cmark_node_first_child(root) == nil }

  /// A block with the positions that cmark gives: lines counted from 1, columns in bytes counted from 1.
  struct BlockNode {
    var kind: Block.Kind
    var depth: Int
    var parent: Int?
    var startLine: Int
    var startColumn: Int
    var endLine: Int
    var plainText: String?
    var shape: Int
    var content: Int
  }

  /// Returns all blocks in document order, each before those inside it.
  func blocks() -> [BlockNode] {
    var blocks: [BlockNode] = []
    var open: [Int] = []
    var signature = InlineSignature()
    var headingText: [UInt8] = []
    unsafe walk { event, node, type in
      guard type.rawValue <= CMARK_NODE_LAST_BLOCK.rawValue else {
        unsafe signature.add(node, type, entering: event == CMARK_EVENT_ENTER)
        if let index = open.last, case .heading = blocks[index].kind, event == CMARK_EVENT_ENTER {
          switch type {
          case CMARK_NODE_TEXT, CMARK_NODE_CODE: unsafe headingText += CmarkTree.literal(node)
          case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: headingText.append(.space)
          default: break
          }
        }
        return
      }
      guard event == CMARK_EVENT_ENTER else {
        if let index = open.popLast() {
          blocks[index].content = signature.finish()
          if case .heading = blocks[index].kind {
            blocks[index].plainText = String(decoding: headingText, as: UTF8.self)
            headingText = []
          }
        }
        return
      }
      blocks.append(
        unsafe BlockNode(
          kind: CmarkTree.kind(node, type), depth: open.count, parent: open.last,
          startLine: Int(cmark_node_get_start_line(node)), startColumn: Int(cmark_node_get_start_column(node)),
          endLine: Int(cmark_node_get_end_line(node)), plainText: nil, shape: CmarkTree.shape(node, type), content: 0))
      let isLeafForIterator =
        type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_THEMATIC_BREAK
      if !isLeafForIterator { open.append(blocks.count - 1) }
    }
    return blocks
  }

  /// An inline node of a text that is one line: the bytes `range` of it.
  struct InlineNode {
    var type: cmark_node_type
    /// What cmark gives: for code the text between the backticks, for all else the whole node.
    var range: ByteRange
    var literal: [UInt8]
    /// For a link or image, the end of its last child, or the place after the opening bracket.
    var childrenEnd: Int
  }

  /// Returns the inline nodes of the first block, a heading or a paragraph of one line; `nil` if the first block is
  /// anything else or a position lies outside the text.
  ///
  /// - Parameter columns: Where in the line the text stands, in bytes; the nodes' ranges count from its start.
  func inlineNodes(isHeading: Bool, columns: Range<Int>) -> [InlineNode]? {
    guard let first = unsafe firstBlock(isHeading: isHeading) else { return nil }
    var nodes: [InlineNode] = []
    var open: [Int] = []
    var isValid = true
    unsafe walk(from: first) { event, node, type in
      guard isValid, unsafe node != first else { return }
      guard event == CMARK_EVENT_ENTER else {
        open.removeLast()
        return
      }
      let start = unsafe Int(cmark_node_get_start_column(node)) - 1
      let end = unsafe Int(cmark_node_get_end_column(node))
      guard unsafe cmark_node_get_start_line(node) == 1, columns.lowerBound <= start, start <= end,
        end <= columns.upperBound
      else {
        isValid = false
        return
      }
      let range = ByteRange(start - columns.lowerBound, end - columns.lowerBound)
      if let parent = open.last { nodes[parent].childrenEnd = range.end }
      nodes.append(
        unsafe InlineNode(
          type: type, range: range, literal: CmarkTree.literal(node),
          childrenEnd: range.start + (type == CMARK_NODE_IMAGE ? 2 : 1)))
      let hasExit =
        type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG || type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE
      if hasExit { open.append(nodes.count - 1) }
    }
    return isValid ? nodes : nil
  }

  /// Returns the signature of the first block's inline content if that block is a paragraph, or a heading.
  func firstContent(isHeading: Bool) -> Int? {
    guard let first = unsafe firstBlock(isHeading: isHeading) else { return nil }
    var signature = InlineSignature()
    unsafe walk(from: first) { event, node, type in
      guard unsafe node != first else { return }
      unsafe signature.add(node, type, entering: event == CMARK_EVENT_ENTER)
    }
    return signature.finish()
  }

  private func firstBlock(isHeading: Bool) -> OpaquePointer? {
    guard let first = unsafe cmark_node_first_child(root),
      unsafe cmark_node_get_type(first) == (isHeading ? CMARK_NODE_HEADING : CMARK_NODE_PARAGRAPH)
    else { return nil }
    return unsafe first
  }

  // MARK: Reading nodes

  /// Calls `visit` for each event; node pointers must not be kept.
  private func walk(
    from start: OpaquePointer? = nil, _ visit: (cmark_event_type, OpaquePointer, cmark_node_type) -> Void
  ) {
    let iterator = unsafe cmark_iter_new(start ?? root)
    defer { unsafe cmark_iter_free(iterator) }
    while true {
      let event = unsafe cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE, let node = unsafe cmark_iter_get_node(iterator) else { return }
      unsafe visit(event, node, cmark_node_get_type(node))
    }
  }

  fileprivate static func literal(_ node: OpaquePointer) -> [UInt8] {
    unsafe bytes(cmark_node_get_literal(node))
  }

  fileprivate static func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
    guard let text = unsafe text else { return [] }
    return unsafe text.withMemoryRebound(to: UInt8.self, capacity: 1) { pointer in
      var count = 0
      while unsafe pointer[count] != 0 { count += 1 }
      return unsafe Array(UnsafeBufferPointer(start: pointer, count: count))
    }
  }

  private static func kind(_ node: OpaquePointer, _ type: cmark_node_type) -> Block.Kind {
    switch type {
    case CMARK_NODE_DOCUMENT: .document
    case CMARK_NODE_BLOCK_QUOTE: .quotation
    case CMARK_NODE_LIST: .list
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_CODE_BLOCK: .codeBlock
    case CMARK_NODE_HTML_BLOCK: .htmlBlock
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: unsafe .heading(level: Int(cmark_node_get_heading_level(node)))
    case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
    default: .custom
    }
  }

  private static func shape(_ node: OpaquePointer, _ type: cmark_node_type) -> Int {
    var hasher = Hasher()
    hasher.combine(type.rawValue)
    switch type {
    case CMARK_NODE_HEADING:
      unsafe hasher.combine(cmark_node_get_heading_level(node))
    case CMARK_NODE_LIST:
      unsafe hasher.combine(cmark_node_get_list_type(node).rawValue)
      unsafe hasher.combine(cmark_node_get_list_delim(node).rawValue)
      unsafe hasher.combine(cmark_node_get_list_start(node))
      unsafe hasher.combine(cmark_node_get_list_tight(node))
    case CMARK_NODE_CODE_BLOCK:
      unsafe hasher.combine(bytes(cmark_node_get_fence_info(node)))
      unsafe hasher.combine(literal(node))
    case CMARK_NODE_HTML_BLOCK:
      unsafe hasher.combine(literal(node))
    default: break
    }
    return hasher.finalize()
  }
}

/// What the inline content of a paragraph says, whatever its line breaks and runs of spaces: equal for equal content
/// within one run of the program.
private struct InlineSignature {
  private var bytes: [UInt8] = []

  mutating func add(_ node: OpaquePointer, _ type: cmark_node_type, entering: Bool) {
    switch type {
    case CMARK_NODE_TEXT:
      for byte in unsafe CmarkTree.literal(node) { addText(byte) }
    case CMARK_NODE_SOFTBREAK:
      addText(.space)
    default:
      // Bytes 1 to 3 mark nodes apart from text.
      bytes += [entering ? 1 : 2, UInt8(truncatingIfNeeded: type.rawValue)]
      guard entering else { return }
      if type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE {
        bytes += unsafe CmarkTree.literal(node).map { $0.isLineEnding ? .space : $0 }
      } else if type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE {
        unsafe bytes += CmarkTree.bytes(cmark_node_get_url(node)) + [3]
        bytes += unsafe CmarkTree.bytes(cmark_node_get_title(node)).map { $0.isLineEnding ? .space : $0 }
      }
      bytes.append(3)
    }
  }

  private mutating func addText(_ byte: UInt8) {
    let byte = byte.isBlank ? .space : byte
    if byte == .space, bytes.last == .space { return }
    bytes.append(byte)
  }

  mutating func finish() -> Int {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes.hashValue
  }
}

/// The parser that documents are read with.
package enum CommonMarkParser {
  /// cmark's version, such as `0.30.2`.
  package static var version: String { unsafe String(cString: cmark_version_string()) }
}
