// SPDX-License-Identifier: Apache-2.0

/// What emend fills into every template.
package struct TemplateVariables: Equatable, Sendable {
  /// The passage, the notes, the document or the topic that is asked about, as Markdown.
  package var text: String
  /// The document's title: its first heading of level 1, else empty; or the topic.
  package var title: String
  /// The headings above the text, outermost first, with ` > ` between them; in an outline the heading that points are asked
  /// for.
  package var section: String
  /// The end of what stands before the text, and the beginning of what stands after it.
  package var before, after: String
  /// The document's headings below its title, as a nested list.
  package var outline: String
  /// The text's language, by its English name; empty if it is not known.
  package var language: String

  package init(
    text: String, title: String = "", section: String = "", before: String = "", after: String = "",
    outline: String = "", language: String = ""
  ) {
    self.text = text
    self.title = title
    self.section = section
    self.before = before
    self.after = after
    self.outline = outline
    self.language = language
  }

  /// What the user may say besides, with flags of their own; empty if nothing is said.
  package static let wishes: Set<String> = ["language", "tone", "instruction", "glossary"]
  /// What surrounds the text.
  static let surroundings: Set<String> = ["before", "after", "outline"]
  /// What only emend fills in.
  static let own = surroundings.union(["text", "title", "section"])
  /// The names that a template may use.
  package static let names = wishes.union(own)

  var values: [String: String] {
    [
      "text": text, "title": title, "section": section, "before": before, "after": after, "outline": outline,
      "language": language,
    ]
  }
}
