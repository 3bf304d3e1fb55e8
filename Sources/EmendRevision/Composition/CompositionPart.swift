// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
package import EmendTemplates
package import EmendText

/// A part of a document that new text is written about, and where that goes.
package struct CompositionPart: Sendable {
  package let subject: Subject
  /// The notes that the text takes the place of; `nil` where it takes none's.
  package let notes: [Note]?
  /// The lines that it is about, counted from 1.
  package let lines: ClosedRange<Int>
  /// What is replaced, or behind what the text is put.
  package let range: ByteRange
  /// Why it is not asked about; `nil` if it is.
  let obstacle: Obstacle?

  enum Obstacle: Sendable {
    case disabled(line: Int)
    case unverified
    case noNotes
    /// There is nothing in it.
    case empty
  }

  /// Returns the parts of a document that a template is asked about.
  ///
  /// - Parameters:
  ///   - addresses: Sections; none for what the template takes otherwise: the document, or for notes all sections that hold
  ///     nothing else.
  ///   - passages: Those that are selected, for a template that takes passages.
  /// - Throws: ``SelectionError`` if an address means nothing.
  package static func parts(
    of document: MarkdownDocument, for template: Template, at addresses: [Selection.Address],
    passages: SelectedPassages, language: TextLanguage?
  ) throws(SelectionError) -> [CompositionPart] {
    if template.apply == .replace {
      var bodies = document.sectionBodies.filter(\.holdsOnlyNotes)
      if !addresses.isEmpty { bodies = try Self.bodies(of: document, at: addresses) }
      return bodies.flatMap { Self.notes(in: $0, of: document, isNamed: !addresses.isEmpty, language: language) }
    }
    if !addresses.isEmpty, template.inputs.contains(.section) {
      let bodies = try Self.bodies(of: document, at: addresses, isDeep: false)
      return bodies.map { CompositionPart($0, in: document, language) }
    }
    if template.inputs.contains(.document) { return [CompositionPart(document, language)] }
    if template.inputs.contains(.section) {
      let bodies = document.sectionBodies.filter { $0.section != nil && !$0.range.isEmpty }
      return bodies.map { CompositionPart($0, in: document, language) }
    }
    return passages.passages.map { passage in
      CompositionPart(
        subject: Subject(passage, in: document, language: language), notes: nil, lines: passage.paragraph.lines,
        range: passage.range, obstacle: nil)
    }
  }

  /// Each section once, in order.
  ///
  /// - Parameter isDeep: Whether the sections in a section are meant with it.
  private static func bodies(
    of document: MarkdownDocument, at addresses: [Selection.Address], isDeep: Bool = true
  ) throws(SelectionError) -> [SectionBody] {
    var found: [SectionBody] = []
    for address in addresses {
      let bodies = try document.sectionBodies(at: address)
      for body in isDeep ? bodies[...] : bodies.prefix(1) where !found.contains(where: { $0.lines == body.lines }) {
        found.append(body)
      }
    }
    return found.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
  }

  private static func notes(
    in body: SectionBody, of document: MarkdownDocument, isNamed: Bool, language: TextLanguage?
  ) -> [CompositionPart] {
    let headingLine = body.section?.lines.lowerBound ?? body.lines.lowerBound
    guard !body.noteRuns.isEmpty else {
      // A heading without a text of its own, above others, has nothing to be said about.
      guard isNamed, !body.range.isEmpty else { return [] }
      let subject = Subject(body, in: document, language: language)
      return [
        CompositionPart(
          subject: subject, notes: nil, lines: headingLine...headingLine, range: body.range, obstacle: .noNotes)
      ]
    }
    return body.noteRuns.map { run in
      let text = run.notes?.map { "- \($0.text)" }.joined(separator: "\n") ?? document.source.string(run.range)
      let obstacle: Obstacle? =
        body.disablingLine.map { .disabled(line: $0) } ?? (run.notes == nil ? .unverified : nil)
      return CompositionPart(
        subject: Subject(body, text: text, in: document, language: language), notes: run.notes, lines: run.lines,
        range: run.range, obstacle: obstacle)
    }
  }

  private init(
    subject: Subject, notes: [Note]?, lines: ClosedRange<Int>, range: ByteRange, obstacle: Obstacle?
  ) {
    self.subject = subject
    self.notes = notes
    self.lines = lines
    self.range = range
    self.obstacle = obstacle
  }

  private init(_ body: SectionBody, in document: MarkdownDocument, _ language: TextLanguage?) {
    let line = body.section?.lines.lowerBound ?? body.lines.lowerBound
    self.init(
      subject: Subject(body, in: document, language: language), notes: nil,
      lines: line...max(line, body.lines.upperBound - 1), range: body.range,
      obstacle: body.disablingLine.map { .disabled(line: $0) })
  }

  private init(_ document: MarkdownDocument, _ language: TextLanguage?) {
    let subject = Subject(document, language: language)
    let isEmpty = subject.variables.text.isEmpty
    self.init(
      subject: subject, notes: nil, lines: 1...document.source.lineCount,
      range: ByteRange(document.source.bytes.count, document.source.bytes.count),
      obstacle: document.lineDisablingEnd.map { .disabled(line: $0) } ?? (isEmpty ? .empty : nil))
  }
}
