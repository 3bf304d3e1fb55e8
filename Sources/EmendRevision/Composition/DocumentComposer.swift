// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
package import EmendTemplates
package import EmendText

/// Writes new text into a document, or about it, part by part.
package struct DocumentComposer: Sendable {
  private let composer: Composer
  private let template: Template

  package init(_ composer: Composer, template: Template) {
    self.composer = composer
    self.template = template
  }

  /// What came of a document.
  package struct Result: Sendable {
    package var revision: Revision
    /// What is to be shown; empty where texts go into the document.
    package var texts: [Text]
    /// What could not be met of a text that there is.
    package var notices: [Notice]
  }

  /// A text about a part of a document.
  package struct Text: Sendable {
    /// The headings that it is about, and the first line.
    package let path: [String]
    package let line: Int
    package let text: ComposedText
    package let candidates: [Candidate]
  }

  package struct Notice: Sendable {
    package let line: Int
    package let reason, detail: String
  }

  /// Asks about each part, in order.
  ///
  /// - Parameters:
  ///   - state: How far the run has come.
  ///   - finished: Called after each part with the edit that it brings, if it does.
  package func compose(
    _ document: MarkdownDocument, _ parts: [CompositionPart], state: inout Reviser.Progress,
    progress: @escaping (Reviser.Progress) -> Void, finished: (TextEdit?) throws -> Void = { _ in }
  ) async throws -> Result {
    var drafts: [Draft] = []
    var texts: [Text] = []
    var notices: [Notice] = []
    var kept: [KeptPassage] = []
    var unchecked: [UncheckedPassage] = []
    var statistics = RevisionStatistics()
    /// The end of what was written last, for the next part.
    var before: String?
    for part in parts {
      var edit: TextEdit?
      switch try await outcome(of: part, before: before, state: &state, progress: progress) {
      case .kept(let passage, let spent):
        kept.append(passage)
        statistics += spent
        before = nil
      case .unchecked(let passage, let spent):
        unchecked.append(passage)
        statistics += spent
        before = nil
      case .composed(let composition, let text):
        statistics += composition.statistics
        notices += composition.notices.map {
          Notice(line: part.lines.lowerBound, reason: $0.reason, detail: $0.detail)
        }
        if case .prose(let paragraphs) = text { before = paragraphs.last }
        if template.apply == .print {
          texts.append(
            Text(
              path: part.subject.path, line: part.lines.lowerBound, text: text, candidates: composition.candidates))
        } else if let draft = Draft(text, of: part, composition, beside: drafts, template: template, in: document) {
          drafts.append(draft)
          edit = draft.edit
        } else {
          kept.append(
            KeptPassage(
              part, reason: Check.structure.name, detail: "the text would change the document around it",
              candidates: composition.candidates))
        }
      }
      state.passagesDone += 1
      progress(state)
      try finished(edit)
    }
    let edits = drafts.map { draft in
      ProposedEdit(
        lines: draft.part.lines, edit: draft.edit, original: document.source.string(draft.edit.range),
        text: String(decoding: draft.text.markdown(), as: UTF8.self),
        alternatives: [], score: 0, checks: draft.composition.candidates.first(where: \.isChosen)?.textChecks ?? [],
        candidates: draft.composition.candidates)
    }
    let revision = Revision(
      document: document, edits: edits.sorted { $0.edit.range.start < $1.edit.range.start }, kept: kept,
      unchecked: unchecked, statistics: statistics)
    return Result(revision: revision, texts: texts, notices: notices)
  }

  private enum PartOutcome {
    case composed(Composition, ComposedText)
    case kept(KeptPassage, RevisionStatistics)
    case unchecked(UncheckedPassage, RevisionStatistics)
  }

  private func outcome(
    of part: CompositionPart, before: String?, state: inout Reviser.Progress,
    progress: @escaping (Reviser.Progress) -> Void
  ) async throws -> PartOutcome {
    switch part.obstacle {
    case .disabled(let line):
      return .kept(
        KeptPassage(part, reason: "disabled", detail: "line \(line) asks emend to leave it alone", candidates: []),
        RevisionStatistics())
    case .noNotes:
      let detail = "there are no notes here to write from: no list, and no line without a full stop"
      return .kept(KeptPassage(part, reason: "no-notes", detail: detail, candidates: []), RevisionStatistics())
    case .empty:
      return .kept(
        KeptPassage(part, reason: "empty", detail: "there is nothing in it to write about", candidates: []),
        RevisionStatistics())
    case .unverified:
      let detail = "the place of its markup cannot be told for certain"
      return .unchecked(
        UncheckedPassage(lines: part.lines, range: part.range, reason: .unverified, detail: detail),
        RevisionStatistics())
    case nil: break
    }
    let asked = state
    var reached = state
    let note: (Reviser.Progress) -> Void = { now in
      reached = now
      progress(now)
    }
    let composition: Composition
    if let notes = part.notes {
      composition = try await composer.compose(
        notes, of: part.subject, before: before ?? part.subject.document.prose(before: part.lines.lowerBound),
        state: asked, progress: note)
    } else {
      composition = try await composer.compose(part.subject, state: asked, progress: note)
    }
    state = reached
    switch composition.outcome {
    case .text(let text): return .composed(composition, text)
    case .kept(let reason, let detail):
      return .kept(
        KeptPassage(part, reason: reason, detail: detail, candidates: composition.candidates), composition.statistics)
    case .unchecked(let reason, let detail):
      return .unchecked(
        UncheckedPassage(lines: part.lines, range: part.range, reason: reason, detail: detail), composition.statistics)
    }
  }
}

/// A text with its place in a document.
private struct Draft {
  let part: CompositionPart
  let composition: Composition
  let text: ComposedText
  let edit: TextEdit
  let plan: PlannedBlocks

  /// - Parameter drafts: What is put in elsewhere.
  /// - Returns: `nil` if the document would be another around it.
  init?(
    _ text: ComposedText, of part: CompositionPart, _ composition: Composition, beside drafts: [Draft],
    template: Template, in document: MarkdownDocument
  ) {
    (self.part, self.composition, self.text) = (part, composition, text)
    var style = ComposedText.Style()
    style.lineEnding = document.lineEnding
    style.width = document.wrapWidth
    style.level = min((part.subject.path.count) + 1, 3)
    let others = drafts.map { ($0.edit, $0.plan) }
    // Two lists with one mark would be one.
    for bullet in ["-", "*", "+"] {
      style.bullet = bullet
      let edit = Self.edit(text.markdown(style), for: part, template.apply, style, in: document)
      let plan = text.plan(style)
      if document.structureChange(applying: others + [(edit, plan)]) == nil {
        (self.edit, self.plan) = (edit, plan)
        return
      }
    }
    return nil
  }

  private static func edit(
    _ bytes: [UInt8], for part: CompositionPart, _ apply: Template.Application, _ style: ComposedText.Style,
    in document: MarkdownDocument
  ) -> TextEdit {
    let source = document.source.bytes
    if apply == .replace {
      // A list needs no empty line around it, a paragraph does.
      let lines = document.source.lineNumber(at: part.range.start)...document.source.lineNumber(at: part.range.end)
      let before = isEmpty(lines.lowerBound - 1, in: document) || document.isHeading(lines.lowerBound - 1)
      let after = isEmpty(lines.upperBound + 1, in: document)
      return TextEdit(
        range: part.range, replacement: (before ? [] : style.lineEnding) + bytes + (after ? [] : style.lineEnding))
    }
    var place = apply == .append ? source.count : part.range.end
    // What is put at the end goes behind the last line that says something.
    if place == source.count {
      while place > 0, source[place - 1].isBlank || source[place - 1].isLineEnding { place -= 1 }
    }
    let gap = place == 0 ? [] : style.lineEnding + style.lineEnding
    let rest = source[place...]
    // At the end of the file the line ending that is there is the text's; within it an empty line follows.
    let isAtEnd = rest.allSatisfy { $0.isBlank || $0.isLineEnding }
    let hasGap =
      rest.split(separator: .lineFeed, maxSplits: 2, omittingEmptySubsequences: false).dropFirst().first
      .map { $0.allSatisfy { $0.isBlank || $0 == .carriageReturn } } ?? true
    let trailer = isAtEnd ? (rest.isEmpty ? style.lineEnding : []) : (hasGap ? [] : style.lineEnding)
    return TextEdit(range: ByteRange(place, place), replacement: gap + bytes + trailer)
  }
}

/// Whether a line holds nothing, or is none of the document.
private func isEmpty(_ line: Int, in document: MarkdownDocument) -> Bool {
  guard (1...document.source.lineCount).contains(line) else { return true }
  return document.source.bytes[document.source.lineContent(line).indices].allSatisfy(\.isBlank)
}

extension KeptPassage {
  init(_ part: CompositionPart, reason: String, detail: String, candidates: [Candidate]) {
    var seen: Set<String> = []
    self.init(
      lines: part.lines, range: part.range, reason: reason, detail: detail,
      rejected: candidates.map(\.answer).filter { seen.insert($0).inserted }, candidates: candidates)
  }
}
