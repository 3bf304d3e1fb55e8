// SPDX-License-Identifier: Apache-2.0

package import EmendText

/// One block of a document, as cmark sees it.
package struct Block: Equatable, Sendable {
  package enum Kind: Equatable, Hashable, Sendable {
    case document, quotation, list, item, codeBlock, htmlBlock, paragraph, thematicBreak, custom
    case heading(level: Int)
  }

  package let kind: Kind
  /// The number of blocks around this one; 0 for the document itself.
  package let depth: Int
  /// The index of the block around this one in ``MarkdownDocument/blocks``; `nil` for the document.
  package let parent: Int?
  /// Lines of the file, counted from 1, blank lines at the end not among them.
  package let lines: ClosedRange<Int>
  /// From the block's first byte to the end of its last line, the line ending left out.
  package let range: ByteRange
  /// A heading's words, its markup left out; `nil` for other blocks.
  package let plainText: String?
  /// What kind of block this is, with level, list type, delimiter and start, tightness, and the text of code and HTML.
  let shape: Int
  /// The inline content of a paragraph or heading; see ``CmarkTree``.
  let content: Int
}
