// SPDX-License-Identifier: Apache-2.0

package import EmendText

/// A Markdown text with its blocks, sections and paragraphs.
///
/// ```swift
/// let document = MarkdownDocument(try SourceText(Array("# One\n\nSome *text*.\n".utf8)))
/// document.sections.map(\.path)         // [["One"]]
/// document.paragraphs.map(\.lines)      // [3...3]
/// ```
package struct MarkdownDocument: Sendable {
  package let source: SourceText
  package let frontMatter: FrontMatter?
  /// All blocks in document order, each before those inside it; the document itself first.
  package let blocks: [Block]
  /// The sections that top-level headings open, in order.
  package let sections: [Section]
  /// The paragraphs that may be addressed, in order; tables and link reference definitions are none.
  package let paragraphs: [Paragraph]
  /// The headings, as texts that may be edited, in order.
  package let headings: [Paragraph]
  let definitions: LinkDefinitions
  let ignoreComments: IgnoreComments

  package init(_ source: SourceText) {
    self.source = source
    frontMatter = FrontMatter(in: source)
    blocks = Self.blocks(of: source, frontMatter: frontMatter)
    let found = ParagraphFinder(source: source, blocks: blocks)
    paragraphs = found.paragraphs
    headings = found.headings
    ignoreComments = IgnoreComments(source: source, blocks: blocks)
    definitions = found.definitions
    sections = Section.sections(of: source, blocks: blocks, paragraphs: paragraphs)
  }

  private static func blocks(of source: SourceText, frontMatter: FrontMatter?) -> [Block] {
    // cmark must not see front matter, whose `---` it would take for a heading, nor the byte order mark, which it
    // leaves out of its columns.
    let skippedLines = frontMatter?.lines.upperBound ?? 0
    var start = 0
    if skippedLines > 0 {
      start = source.line(skippedLines).end
    } else if source.bytes.starts(with: SourceText.byteOrderMark) {
      start = SourceText.byteOrderMark.count
    }
    let lastLine = source.lineCount
    return CmarkTree(parsing: source.bytes[start...]).blocks().map { node in
      let first = min(max(node.startLine, 1) + skippedLines, lastLine)
      var last = min(max(node.endLine + skippedLines, first), lastLine)
      // cmark counts blank lines after an item or list to it.
      while last > first, source.bytes[source.lineContent(last).indices].allSatisfy(\.isBlank) { last -= 1 }
      let lineStart = skippedLines == 0 && first == 1 ? start : source.line(first).start
      let rangeEnd = max(source.lineContent(last).end, lineStart)
      let rangeStart = min(lineStart + max(node.startColumn - 1, 0), rangeEnd)
      return Block(
        kind: node.kind, depth: node.depth, parent: node.parent, lines: first...last,
        range: ByteRange(rangeStart, rangeEnd), plainText: node.plainText, shape: node.shape, content: node.content)
    }
  }
}

extension MarkdownDocument {
  /// The kind of block that a paragraph or heading is.
  package func blockKind(of paragraph: Paragraph) -> Block.Kind { blocks[paragraph.block].kind }
}
