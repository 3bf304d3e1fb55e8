// SPDX-License-Identifier: Apache-2.0

package import EmendText

/// The blocks that a new text is to consist of, each with its depth, in document order.
package struct PlannedBlocks: Equatable, Sendable {
  private(set) var blocks: [Planned] = []

  struct Planned: Equatable, Sendable {
    let kind: Block.Kind
    let depth: Int
  }

  package init() {}

  package mutating func addParagraphs(_ count: Int) {
    blocks += repeatElement(Planned(kind: .paragraph, depth: 1), count: count)
  }

  package mutating func addHeading(level: Int) { blocks.append(Planned(kind: .heading(level: level), depth: 1)) }

  /// A list of one level, each item a paragraph.
  package mutating func addList(items: Int) {
    blocks.append(Planned(kind: .list, depth: 1))
    for _ in 0..<items { blocks += [Planned(kind: .item, depth: 2), Planned(kind: .paragraph, depth: 3)] }
  }

  /// Whether blocks are these, and none of the texts found in them is a dialect's in whole or in part.
  func match(_ found: [Block], _ texts: [Paragraph]) -> Bool {
    found.count == blocks.count && zip(found, blocks).allSatisfy { $0.kind == $1.kind && $0.depth == $1.depth }
      && texts.count == blocks.count { $0.kind == .paragraph || $0.kind.isHeading }
      && texts.allSatisfy(\.marks.isEmpty)
  }
}

extension MarkdownDocument {
  /// Whether the document consists of these blocks, and nothing in it is taken for a dialect's.
  package func consists(of plan: PlannedBlocks) -> Bool {
    plan.match(Array(blocks.dropFirst()), paragraphs + headings) && frontMatter == nil
      && definitions == LinkDefinitions()
  }

  /// Applies edits that take out whole blocks, put in others, or both, parses the result and compares it, block by block,
  /// with what it was.
  ///
  /// What is put in must be what was planned; all else must be the same.
  /// - Returns: The first thing that would change; `nil` if nothing would.
  package func structureChange(
    applying edits: [(edit: TextEdit, plan: PlannedBlocks)]
  ) -> StructureChange? {
    let list = EditList(edits.map(\.edit))
    let result: MarkdownDocument
    do {
      result = MarkdownDocument(try SourceText(list.applied(to: source.bytes)))
    } catch {
      return .text(error)
    }
    guard result.frontMatter == frontMatter else { return .dialect(line: 1) }

    var places: [(old: ByteRange, new: ByteRange, plan: PlannedBlocks)] = []
    var shift = 0
    let ordered = edits.sorted { one, other in
      (one.edit.range.start, one.edit.range.end) < (other.edit.range.start, other.edit.range.end)
    }
    for (edit, plan) in ordered {
      let start = edit.range.start + shift
      places.append((edit.range, ByteRange(start, start + edit.replacement.count), plan))
      shift += edit.replacement.count - edit.range.count
    }
    for place in places {
      let found = result.blocks.dropFirst().filter { place.new.indices.contains($0.range.start) }
      let texts = (result.paragraphs + result.headings).filter { text in
        place.new.indices.contains(text.contents[0].start)
      }
      // A line that follows without a blank one, such as a definition, would be the new text's.
      guard place.plan.match(Array(found), texts), found.allSatisfy({ $0.range.end <= place.new.end }) else {
        return .content(line: source.lineNumber(at: place.old.start))
      }
    }
    let kept = blocks.dropFirst().filter { block in !places.contains { $0.old.indices.contains(block.range.start) } }
    let found = result.blocks.dropFirst().filter { block in
      !places.contains { $0.new.indices.contains(block.range.start) }
    }
    for (old, new) in zip(kept, found) {
      guard old.kind == new.kind, old.depth == new.depth, old.shape == new.shape, old.content == new.content else {
        return .block(line: old.lines.lowerBound, was: old.kind, becomes: new.kind)
      }
    }
    guard kept.count == found.count else {
      return .blockCount(line: kept.last?.lines.lowerBound ?? 1, before: kept.count, after: found.count)
    }
    return dialectChange(to: result, around: places.map { ($0.old, $0.new) })
  }

  private func dialectChange(
    to result: MarkdownDocument, around places: [(old: ByteRange, new: ByteRange)]
  ) -> StructureChange? {
    let kept = (paragraphs + headings).filter { paragraph in
      !places.contains { $0.old.indices.contains(paragraph.contents[0].start) }
    }
    let found = (result.paragraphs + result.headings).filter { paragraph in
      !places.contains { $0.new.indices.contains(paragraph.contents[0].start) }
    }
    for (old, new) in zip(kept, found) where old.lead != new.lead || old.trail != new.trail {
      return .dialect(line: old.lines.lowerBound)
    }
    guard kept.count == found.count else { return .dialect(line: kept.last?.lines.lowerBound ?? 1) }
    return definitions == result.definitions ? nil : .dialect(line: 1)
  }
}
