// SPDX-License-Identifier: Apache-2.0

import EmendText

/// How the content of a block is parsed on its own, away from its document.
enum InlineParsing: Equatable, Sendable {
  case paragraph
  /// A heading: what would begin another block in a paragraph, such as `1.`, is text here.
  case heading

  private var prefix: [UInt8] { self == .heading ? Array("# ".utf8) : [] }

  /// Returns a value that is equal for equal inline content, whatever its line breaks; `nil` if `text` begins with any
  /// other block.
  func signature(of text: [UInt8], _ definitions: LinkDefinitions) -> Int? {
    if self == .heading, text.contains(where: \.isLineEnding) || Self.endsWithNumberSigns(text) { return nil }
    return CmarkTree(parsing: prefix + text + definitions.markdown(for: text)).firstContent(isHeading: self == .heading)
  }

  /// Returns the inline nodes of a text without line endings, with positions in it; `nil` if it begins with any other
  /// block.
  func nodes(ofLine text: [UInt8], _ definitions: LinkDefinitions) -> [CmarkTree.InlineNode]? {
    CmarkTree(parsing: prefix + text + definitions.markdown(for: text)).inlineNodes(
      isHeading: self == .heading, columns: prefix.count..<(prefix.count + text.count))
  }

  /// Whether the end of a heading's text would be taken for its closing sequence, as in `## Text ##`.
  private static func endsWithNumberSigns(_ text: [UInt8]) -> Bool {
    let rest = text.reversed().drop { $0 == UInt8(ascii: "#") }
    return rest.count < text.count && rest.first?.isBlank ?? true
  }
}
