// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
import EmendText

extension MarkdownDocument {
  /// Parses a text that a test wrote.
  package init(_ text: String) throws {
    self.init(try SourceText(Array(text.utf8)))
  }

  /// The document's text after its first paragraph is replaced.
  package func replacingFirst(with replacement: String) throws -> String {
    let passage = try passage(paragraphs[0])
    return String(decoding: EditList([passage.edit(to: replacement)]).applied(to: source.bytes), as: UTF8.self)
  }
}
