// SPDX-License-Identifier: Apache-2.0

import EmendText

/// What comments in a document ask to be left alone.
///
/// `emend-disable` to `emend-enable`, `emend-disable-next-line` and `emend-disable-file`, and Prettier's
/// `prettier-ignore` for the next block and `prettier-ignore-start` to `-end`; in HTML comments and in MDX's `{/* … */}`.
struct IgnoreComments: Equatable, Sendable {
  /// Lines that are left alone, counted from 1, with the line of the comment that says so.
  private var ranges: [(lines: ClosedRange<Int>, comment: Int)] = []
  /// The line of the comment that asks for the whole file; `nil` for none.
  private(set) var fileComment: Int?

  init(source: SourceText, blocks: [Block]) {
    var start: [Directive: Int] = [:]
    for comment in Self.comments(in: source, blocks: blocks) {
      switch comment.directive {
      case .disableFile: fileComment = fileComment ?? comment.line
      case .disable, .ignoreStart: start[comment.directive] = start[comment.directive] ?? comment.line
      case .enable, .ignoreEnd:
        let opening: Directive = comment.directive == .enable ? .disable : .ignoreStart
        // A comment that is not closed in its block may end behind the one that takes it back.
        if let first = start.removeValue(forKey: opening) {
          ranges.append((min(first, comment.line)...max(first, comment.line), first))
        }
      case .disableNextLine:
        let next = ((comment.line + 1)..<(source.lineCount + 1)).first { number in
          !source.bytes[source.lineContent(number).indices].allSatisfy { $0.isBlank || $0 == UInt8(ascii: ">") }
        }
        if let next { ranges.append((next...next, comment.line)) }
      case .ignore:
        let parent = blocks[comment.block].parent
        // In a paragraph the comment stands before the rest of it.
        let next =
          blocks[comment.block].kind == .paragraph && blocks[comment.block].lines.upperBound > comment.line
          ? blocks[comment.block] : blocks[(comment.block + 1)...].first { $0.parent == parent }
        if let next { ranges.append((next.lines, comment.line)) }
      }
    }
    for line in start.values { ranges.append((line...source.lineCount, line)) }
  }

  /// The line of the comment that asks to leave one of these lines alone; `nil` if none does.
  func comment(disabling lines: ClosedRange<Int>) -> Int? {
    fileComment ?? ranges.first { $0.lines.overlaps(lines) }?.comment
  }

  static func == (left: Self, right: Self) -> Bool {
    left.fileComment == right.fileComment
      && left.ranges.elementsEqual(right.ranges) { $0.lines == $1.lines && $0.comment == $1.comment }
  }

  private enum Directive: String {
    case disable = "emend-disable"
    case enable = "emend-enable"
    case disableNextLine = "emend-disable-next-line"
    case disableFile = "emend-disable-file"
    case ignore = "prettier-ignore"
    case ignoreStart = "prettier-ignore-start"
    case ignoreEnd = "prettier-ignore-end"
  }

  /// The directives in HTML blocks, and in paragraphs where nothing stands before MDX's comment on its line.
  private static func comments(
    in source: SourceText, blocks: [Block]
  ) -> [(directive: Directive, line: Int, block: Int)] {
    blocks.indices.flatMap { index -> [(Directive, Int, Int)] in
      let block = blocks[index]
      guard block.kind == .htmlBlock || block.kind == .paragraph else { return [] }
      let bytes = source.bytes[block.range.indices]
      let opening = Array((block.kind == .htmlBlock ? "<!--" : "{/*").utf8)
      return bytes.indices.compactMap { position -> (Directive, Int, Int)? in
        guard bytes[position] == opening[0], bytes[position...].starts(with: opening) else { return nil }
        let line = source.lineNumber(at: position)
        if block.kind == .paragraph {
          let before = source.bytes[max(source.line(line).start, block.range.start)..<position]
          guard before.allSatisfy({ $0.isBlank || $0 == UInt8(ascii: ">") }) else { return nil }
        }
        // The name may stand on the next line, and a reason may follow it.
        let name = bytes[(position + opening.count)...].drop {
          $0.isBlank || $0.isLineEnding || $0 == UInt8(ascii: ">")
        }
        .prefix { $0.isWord || $0 == UInt8(ascii: "-") }
        // `<!--emend-disable-->`: the hyphens at the end are the comment's.
        let word = String(decoding: name, as: UTF8.self)
        guard let directive = Directive(rawValue: word.hasSuffix("--") ? String(word.dropLast(2)) : word) else {
          return nil
        }
        let closing = Array((block.kind == .htmlBlock ? "-->" : "*/}").utf8)
        // cmark 0.30.2 leaves the last line of such a block out of its lines.
        let end = source.bytes[max(name.endIndex - 2, position)...].firstRange(of: closing)?.lowerBound ?? position
        return (directive, source.lineNumber(at: end), index)
      }
    }
  }
}
