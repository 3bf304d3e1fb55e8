// SPDX-License-Identifier: Apache-2.0

package import EmendText

/// A piece of markup inside a paragraph whose bytes a rewrite must keep.
package struct ProtectedSpan: Equatable, Sendable {
  package enum Kind: String, Equatable, Hashable, Sendable {
    // CommonMark
    case code = "code span"
    case linkDestination = "link destination"
    case reference = "link reference"
    case image = "image"
    case autolink = "autolink"
    case html = "HTML"
    case escape = "escape"
    case hardBreak = "hard line break"
    // Dialects
    case url = "URL"
    case jsx = "JSX"
    case tag = "template tag"
    case attributes = "attribute list"
    case role = "role"
    case math = "math"
    case command = "TeX command"
    case footnote = "footnote mark"
    case citation = "citation"
    case wikiLink = "wiki link"
    case emoji = "emoji code"
    case mention = "mention"
    case hashtag = "tag or issue"
    case commit = "commit"
    case highlight = "highlight"
    case strikethrough = "strikethrough"
    case lowered = "subscript"
    case raised = "superscript"
    case insertion = "key or insertion"
    case comment = "comment"
    case placeholder = "placeholder"
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
}
