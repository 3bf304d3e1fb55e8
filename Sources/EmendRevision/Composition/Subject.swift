// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
package import EmendTemplates
import EmendText

/// What a new text is written about, with what stands around it.
package struct Subject: Sendable {
  package enum Kind: Equatable, Sendable { case topic, document, section, passage }

  package let kind: Kind
  /// Where it stands; an empty one for a topic.
  package let document: MarkdownDocument
  /// What a template is given.
  package var variables: TemplateVariables
  /// The headings above it, outermost first.
  package let path: [String]
  package let language: TextLanguage

  /// A topic of the user's.
  ///
  /// - Parameter language: `nil` for the topic's own.
  package init(topic: String, language: TextLanguage? = nil) {
    kind = .topic
    document = .empty
    self.language = language ?? TextLanguage(of: topic)
    path = []
    variables = TemplateVariables(text: topic, title: topic, language: self.language.name ?? "")
  }

  /// A whole document, without its front matter.
  package init(_ document: MarkdownDocument, language: TextLanguage? = nil) {
    kind = .document
    self.document = document
    path = []
    let first = document.frontMatter.map { document.source.line($0.lines.upperBound).end } ?? 0
    let text = String(decoding: document.source.bytes[first...], as: UTF8.self).trimmingBlankLines()
    self.language = language ?? TextLanguage(of: "", in: document)
    variables = TemplateVariables(
      text: text, title: document.title, outline: document.headingList, language: self.language.name ?? "")
  }

  /// What stands under a heading.
  ///
  /// - Parameter text: What of it is asked about; `nil` for all.
  package init(_ body: SectionBody, text: String? = nil, in document: MarkdownDocument, language: TextLanguage? = nil) {
    kind = .section
    self.document = document
    path = body.path
    let text = text ?? document.source.string(body.range)
    self.language = language ?? TextLanguage(of: text, in: document)
    let lines = body.section?.lines.lowerBound ?? body.lines.lowerBound
    variables = TemplateVariables(
      text: text, title: document.title, section: body.path.joined(separator: " > "),
      before: document.prose(before: lines), after: document.prose(after: body.lines.upperBound - 1),
      outline: document.headingList, language: self.language.name ?? "")
  }

  /// A paragraph.
  package init(_ passage: Passage, in document: MarkdownDocument, language: TextLanguage? = nil) {
    kind = .passage
    self.document = document
    let lines = passage.paragraph.lines
    path = document.sectionPath(ofLine: lines.lowerBound)
    self.language = language ?? TextLanguage(of: passage.text, in: document)
    variables = TemplateVariables(
      text: passage.text, title: document.title, section: path.joined(separator: " > "),
      before: document.prose(before: lines.lowerBound), after: document.prose(after: lines.upperBound),
      outline: document.headingList, language: self.language.name ?? "")
  }

  /// What it is about, in a few words.
  var topic: String { kind == .topic ? variables.text : (path.last ?? variables.title) }

  /// What its document says already, as far as a list could say it again: its headings, and the notes of a section.
  var saidThere: [String] {
    let notes = document.sectionBodies.filter { kind == .section && $0.path == path }.flatMap(\.noteRuns)
    return document.sections.map(\.title) + notes.flatMap { $0.notes ?? [] }.map(\.text)
  }

  var lexicon: Lexicon? { Lexicon.all.first { $0.code == language.code } }
}

extension String {
  /// The text without empty lines, and blanks, at its beginning and end.
  func trimmingBlankLines() -> String {
    let start = firstIndex { !$0.isWhitespace } ?? endIndex
    let end = lastIndex { !$0.isWhitespace }.map { index(after: $0) } ?? start
    return String(self[start..<max(start, end)])
  }
}
