// SPDX-License-Identifier: Apache-2.0

package import EmendText

/// A paragraph or heading made ready for rewriting: its text on its own, and the way back into the document.
package struct Passage: Sendable {
  package let paragraph: Paragraph
  /// Where it stands: from the first byte of its first word to the last of its last.
  package let range: ByteRange
  /// What a model reads: the words without line prefixes and soft line breaks.
  ///
  /// Hard line breaks are two spaces or a backslash with a line feed.
  package let text: String
  /// The markup that a rewrite must keep.
  package let markup: InlineMarkup
  private let layout: Layout
  private let definitions: LinkDefinitions

  /// Why a paragraph cannot be edited safely.
  package enum Refusal: Error, Equatable, Sendable {
    /// Its lines, stripped of prefixes, are not the text that cmark sees.
    case textDoesNotVerify
    /// The place of a link, code span or other markup cannot be told for certain.
    case markupDoesNotVerify
    /// A comment, or the front matter, on this line asks to leave it alone.
    case disabled(line: Int)
  }

  init(_ paragraph: Paragraph, in document: MarkdownDocument) throws(Refusal) {
    // Alone on its line, the first word of `[^1]: word` would be the address of a link reference definition.
    let isFootnote = paragraph.lead.starts(with: "[^".utf8)
    guard let layout = Layout(of: paragraph.contents, in: document.source, tiesFirstWord: isFootnote),
      let first = layout.words.first,
      let last = layout.words.last
    else { throw .textDoesNotVerify }
    // A list marker may owe its place to a form feed behind it, which is blank to cmark and to nobody else.
    guard !layout.text.utf8.contains(where: { $0 < 0x20 && $0 != .tab && $0 != .lineFeed }) else {
      throw .textDoesNotVerify
    }
    self.paragraph = paragraph
    self.layout = layout
    text = layout.text
    range = ByteRange(first.start, last.end)
    definitions = document.definitions
    guard Self.content(of: layout.text, paragraph, definitions) == document.blocks[paragraph.block].content else {
      throw .textDoesNotVerify
    }
    guard let markup = InlineMarkup(of: layout.text, in: paragraph.parsing, definitions: definitions) else {
      throw .markupDoesNotVerify
    }
    self.markup = markup
  }

  /// The number of words outside code, addresses and other protected spans.
  package var proseWords: Int {
    var bytes = Array(text.utf8)
    for span in markup.spans {
      bytes.replaceSubrange(span.range.indices, with: repeatElement(.space, count: span.range.count))
    }
    return wordCount(in: bytes[...])
  }

  /// Returns the markup of another text in this passage's place; `nil` if that text is not one paragraph.
  package func markup(of replacement: String) -> InlineMarkup? {
    InlineMarkup(of: replacement, in: paragraph.parsing, definitions: definitions)
  }

  /// Returns the edit that puts `replacement` in this passage's place, with its line prefixes, endings and wrapping.
  ///
  /// The passage's own text gives the very bytes that stand there.
  package func edit(to replacement: String) -> TextEdit {
    let markup = replacement == text ? self.markup : markup(of: replacement)
    let spans = (markup?.spans ?? []).lazy.filter { $0.kind != .hardBreak }.map(\.range)
    return TextEdit(range: range, replacement: layout.laidOut(replacement, keeping: Array(spans)))
  }

  /// The lines of the file, counted from 1, that hold some bytes of ``text``.
  package func lines(of range: ByteRange) -> ClosedRange<Int> {
    let bytes = Array(text.utf8)
    func line(at offset: Int) -> Int {
      let words = bytes[..<min(offset + 1, bytes.count)].split { $0.isBlank || $0.isLineEnding }.count
      return layout.line(ofWord: max(words - 1, 0))
    }
    let first = line(at: range.start)
    return first...max(first, line(at: max(range.end - 1, range.start)))
  }

  /// What cmark should say of this passage's block after `replacement`; `nil` if it could not be one block.
  func expectedContent(of replacement: String) -> Int? { Self.content(of: replacement, paragraph, definitions) }

  private static func content(of text: String, _ paragraph: Paragraph, _ definitions: LinkDefinitions) -> Int? {
    paragraph.parsing.signature(of: paragraph.lead + Array(text.utf8) + paragraph.trail, definitions)
  }
}

extension MarkdownDocument {
  /// Makes a paragraph ready for rewriting.
  ///
  /// - Throws: ``Passage/Refusal`` if it cannot be taken apart and put together again for certain.
  package func passage(_ paragraph: Paragraph) throws(Passage.Refusal) -> Passage {
    try Passage(paragraph, in: self)
  }
}
