// SPDX-License-Identifier: Apache-2.0

package import EmendText

/// A note: a list item with what stands below it, or a short paragraph that is no sentence.
package struct Note: Equatable, Sendable {
  /// Its text in one line; what stands below an item follows it behind a colon.
  package let text: String
  /// The markup that a text made of it must keep.
  package let markup: InlineMarkup
  /// The lines of the file, counted from 1.
  package let lines: ClosedRange<Int>
}

/// Notes that stand one after the other with nothing else between.
package struct NoteRun: Sendable {
  /// The indexes of its blocks in ``MarkdownDocument/blocks``, those directly in the document.
  let blocks: [Int]
  package let range: ByteRange
  /// The lines of the file, counted from 1.
  package let lines: ClosedRange<Int>
  /// `nil` if the place of some markup in it cannot be told for certain.
  package let notes: [Note]?

  /// A paragraph of more words is prose, even without a full stop.
  private static let mostWords = 25

  /// Finds the runs among blocks of a document that stand side by side.
  static func runs(of tops: ArraySlice<Int>, in document: MarkdownDocument) -> [NoteRun] {
    var runs: [[Int]] = []
    var isOpen = false
    for index in tops {
      if isNotes(index, in: document) {
        if isOpen { runs[runs.count - 1].append(index) } else { runs.append([index]) }
        isOpen = true
      } else {
        isOpen = false
      }
    }
    return runs.map { NoteRun($0, in: document) }
  }

  private init(_ blocks: [Int], in document: MarkdownDocument) {
    self.blocks = blocks
    let (first, last) = (document.blocks[blocks[0]], document.blocks[blocks[blocks.count - 1]])
    // An indented list begins behind its indentation; the document's first line behind a byte order mark.
    let start = max(document.source.line(first.lines.lowerBound).start, document.blocks[0].range.start)
    range = ByteRange(start, last.range.end)
    lines = first.lines.lowerBound...last.lines.upperBound
    let notes = blocks.flatMap { Self.notes(in: $0, of: document) }
    self.notes = notes.contains { $0 == nil } ? nil : notes.compactMap { $0 }
  }

  private static func isNotes(_ index: Int, in document: MarkdownDocument) -> Bool {
    switch document.blocks[index].kind {
    case .list:
      let inside = document.blocks.indices(within: index)
      return inside.contains { document.blocks[$0].kind == .paragraph }
        && (index..<inside.upperBound).allSatisfy { place in
          switch document.blocks[place].kind {
          case .list: return !isNumberSaid(by: document.blocks[place], in: document)
          case .item: return true
          case .paragraph: return document.paragraph(ofBlock: place)?.marks.isEmpty ?? false
          default: return false
          }
        }
    case .paragraph:
      guard let paragraph = document.paragraph(ofBlock: index), paragraph.marks.isEmpty, paragraph.words > 0,
        paragraph.words <= mostWords
      else { return false }
      // An image or an address alone notes nothing.
      if let passage = try? document.passage(paragraph), passage.proseWords == 0 { return false }
      let end = document.text(of: paragraph).last { !"\"')]}*_`”’»".contains($0) }
      return end.map { !".!?…:。！？：".contains($0) } ?? false
    default: return false
    }
  }

  /// Whether a list's first number may say something, such as the year in `2019. A good year`.
  private static func isNumberSaid(by list: Block, in document: MarkdownDocument) -> Bool {
    let digits = document.source.bytes[list.range.indices].prefix { $0.isDigit }
    return !digits.isEmpty && (Int(String(decoding: digits, as: UTF8.self)) ?? .max) > 1
  }

  /// The notes of a list or paragraph; `nil` in place of one that does not verify.
  private static func notes(in index: Int, of document: MarkdownDocument) -> [Note?] {
    let block = document.blocks[index]
    guard block.kind == .list else { return [note(of: [index], depths: [0], lines: block.lines, in: document)] }
    let items = document.blocks.indices(within: index).filter { document.blocks[$0].parent == index }
    return items.compactMap { item -> Note?? in
      let inside = document.blocks.indices(within: item).filter { document.blocks[$0].kind == .paragraph }
      // An empty item notes nothing.
      guard let first = inside.first else { return nil }
      let depths = inside.map { document.blocks[$0].depth - document.blocks[first].depth }
      return .some(note(of: inside, depths: depths, lines: document.blocks[item].lines, in: document))
    }
  }

  private static func note(
    of blocks: [Int], depths: [Int], lines: ClosedRange<Int>, in document: MarkdownDocument
  ) -> Note? {
    var text = ""
    for (index, depth) in zip(blocks, depths) {
      guard let paragraph = document.paragraph(ofBlock: index), let passage = try? document.passage(paragraph) else {
        return nil
      }
      let part = oneLine(passage)
      if text.isEmpty {
        text = part
      } else {
        let joint = depth > 0 && !text.contains(": ") ? ":" : ";"
        text = (text.last.map { ".,;:!?".contains($0) } ?? false ? text : text + joint) + " " + part
      }
    }
    guard let markup = document.markup(of: text) else { return nil }
    return Note(text: text, markup: markup, lines: lines)
  }

  /// A passage's text with a space for each hard line break, and for a line break in code.
  private static func oneLine(_ passage: Passage) -> String {
    var bytes = Array(passage.text.utf8)
    for span in passage.markup.spans.reversed() where span.kind == .hardBreak {
      bytes.replaceSubrange(span.range.indices, with: [.space])
    }
    return String(decoding: bytes.map { $0 == .lineFeed ? .space : $0 }, as: UTF8.self)
  }
}

extension MarkdownDocument {
  /// The paragraph that a block is; `nil` if it is none that may be addressed.
  fileprivate func paragraph(ofBlock index: Int) -> Paragraph? {
    var (low, high) = (0, paragraphs.count)
    while low < high {
      let middle = (low + high) / 2
      if paragraphs[middle].block < index { low = middle + 1 } else { high = middle }
    }
    return low < paragraphs.count && paragraphs[low].block == index ? paragraphs[low] : nil
  }

  /// The markup of a text as a paragraph of this document; `nil` if it is not one paragraph.
  package func markup(of text: String) -> InlineMarkup? {
    InlineMarkup(of: text, in: .paragraph, definitions: definitions)
  }
}

extension [Block] {
  /// The indexes of the blocks inside another.
  fileprivate func indices(within index: Int) -> Range<Int> {
    let depth = self[index].depth
    return (index + 1)..<(self[(index + 1)...].firstIndex { $0.depth <= depth } ?? count)
  }
}
