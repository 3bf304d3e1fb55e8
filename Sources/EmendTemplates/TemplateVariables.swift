// SPDX-License-Identifier: Apache-2.0

/// What emend fills into every template.
package struct TemplateVariables: Equatable, Sendable {
  /// The passage to be rewritten, as Markdown.
  package var text: String
  /// The document's title: its first heading of level 1, else empty.
  package var title: String
  /// The headings above the passage, outermost first, with ` > ` between them.
  package var section: String

  package init(text: String, title: String = "", section: String = "") {
    self.text = text
    self.title = title
    self.section = section
  }

  /// The names that a template may use.
  static let names: Set<String> = ["text", "title", "section"]

  var values: [String: String] { ["text": text, "title": title, "section": section] }
}
