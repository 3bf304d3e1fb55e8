// SPDX-License-Identifier: Apache-2.0

package import EmendText

/// A way in which edits would change more of a document than they should (design law L2).
package enum StructureChange: Equatable, Sendable {
  /// The block that begins on this line of the original would be another: another kind, another place in its
  /// containers, or other text in it.
  case block(line: Int, was: Block.Kind, becomes: Block.Kind)
  /// Blocks would be added or lost, first noticed after the block that begins on this line of the original.
  case blockCount(line: Int, before: Int, after: Int)
  /// The edited paragraph that begins on this line would say something else than the replacement.
  case content(line: Int)
  /// What a dialect makes of the block that begins on this line would be something else: a table, a directive, a
  /// formula, front matter.
  case dialect(line: Int)
  /// The result would not be UTF-8 text.
  case text(SourceTextError)
}

extension StructureChange: CustomStringConvertible {
  package var description: String {
    switch self {
    case .block(let line, let was, let becomes) where was == becomes:
      "the \(was.name) on line \(line) would change"
    case .block(let line, let was, let becomes):
      "the \(was.name) on line \(line) would become a \(becomes.name)"
    case .blockCount(_, let before, let after) where after > before:
      "the document would have \(after - before) more blocks (a paragraph, list, heading or other)"
    case .blockCount(_, let before, let after):
      "the document would have \(before - after) blocks fewer (a paragraph, list, heading or other)"
    case .content(let line):
      "the paragraph on line \(line) would not read as the replacement does"
    case .dialect(let line):
      "line \(line) would begin or end a block of another kind (a table, definition, directive, formula or other)"
    case .text(let error):
      "the result is \(error)"
    }
  }
}

extension Block.Kind {
  /// What a person calls it.
  package var name: String {
    switch self {
    case .document: "document"
    case .quotation: "quotation"
    case .list: "list"
    case .item: "list item"
    case .codeBlock: "code block"
    case .htmlBlock: "HTML block"
    case .paragraph: "paragraph"
    case .thematicBreak: "thematic break"
    case .custom: "custom block"
    case .heading(let level): "level-\(level) heading"
    }
  }
}

extension MarkdownDocument {
  /// Parses the document with passages replaced and compares it, block by block, with what it was.
  ///
  /// Everything must be the same but the content of the replaced passages, and that must be what each replacement says on
  /// its own.
  /// - Returns: The first thing that would change; `nil` if nothing would.
  package func structureChange(replacing replacements: [(passage: Passage, text: String)]) -> StructureChange? {
    var expected: [Int: Int] = [:]
    for (passage, text) in replacements {
      guard let content = passage.expectedContent(of: text) else {
        return .content(line: passage.paragraph.lines.lowerBound)
      }
      expected[passage.paragraph.block] = content
    }
    let edits = EditList(replacements.map { $0.passage.edit(to: $0.text) })
    let result: MarkdownDocument
    do {
      result = MarkdownDocument(try SourceText(edits.applied(to: source.bytes)))
    } catch {
      return .text(error)
    }
    guard result.frontMatter == frontMatter else { return .dialect(line: 1) }
    return blockChange(to: result.blocks, expected: expected) ?? dialectChange(to: result)
  }

  private func blockChange(to edited: [Block], expected: [Int: Int]) -> StructureChange? {
    for (index, (old, new)) in zip(blocks, edited).enumerated() {
      guard old.kind == new.kind, old.depth == new.depth, old.parent == new.parent, old.shape == new.shape else {
        // With other numbers of blocks, the one at the same index is often just the next.
        return blocks.count == edited.count
          ? .block(line: old.lines.lowerBound, was: old.kind, becomes: new.kind)
          : .blockCount(line: old.lines.lowerBound, before: blocks.count, after: edited.count)
      }
      if new.content != expected[index] ?? old.content {
        return expected[index] == nil
          ? .block(line: old.lines.lowerBound, was: old.kind, becomes: new.kind)
          : .content(line: old.lines.lowerBound)
      }
    }
    guard blocks.count == edited.count else {
      return .blockCount(line: blocks.last?.lines.lowerBound ?? 1, before: blocks.count, after: edited.count)
    }
    return nil
  }

  /// Compares what cmark does not know: which blocks are prose, and which of their lines are not.
  private func dialectChange(to result: MarkdownDocument) -> StructureChange? {
    for (old, new) in [(paragraphs, result.paragraphs), (headings, result.headings)] {
      for (old, new) in zip(old, new) where old.block != new.block || old.lead != new.lead || old.trail != new.trail {
        return .dialect(line: old.lines.lowerBound)
      }
      guard old.count == new.count else { return .dialect(line: old.last?.lines.lowerBound ?? 1) }
    }
    return definitions == result.definitions ? nil : .dialect(line: 1)
  }
}
