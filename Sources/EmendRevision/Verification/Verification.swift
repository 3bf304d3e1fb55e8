// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
package import EmendText

/// What the checks say of a new version of a document, whoever made it.
///
/// ```swift
/// Verification(of: new, against: old).failures.map(\.detail)  // ["the number 14 is missing"]
/// ```
package struct Verification: Sendable {
  /// A check that failed, or a part that is lost, new or changed where it must not be.
  package struct Failure: Equatable, Sendable {
    /// The check's name.
    package let check: String
    package let detail: String
    /// The lines of the old document, counted from 1; `nil` for what is new.
    package let oldLines: ClosedRange<Int>?
    /// The lines of the new document; `nil` for what is missing.
    package let newLines: ClosedRange<Int>?
  }

  /// By their place in the new document, what is missing where it stood.
  package let failures: [Failure]
  /// Passages that differ and cannot be taken apart for certain; never to be taken for good ones (law L7).
  package let unchecked: [Failure]
  /// Passages of the old document, and how many of them differ.
  package let passages: Int
  package let changed: Int

  /// The accepted lengths and likenesses of a rewrite: wider than a template's, since a person may mean more.
  package static let limits = CheckLimits(length: 0.3...2, similarity: 0.25, keepsEmphasis: false, keepsSpelling: false)

  /// The checks that need no answer of a model and no place for it.
  private static let checks = Check.all.filter { $0.isForAnyText && $0.name != Check.structure.name }

  /// - Parameter checksOff: The names of checks that nothing is told of.
  package init(
    of new: MarkdownDocument, against old: MarkdownDocument, checksOff: Set<String> = [],
    glossary: Glossary = Glossary()
  ) {
    let (oldParts, newParts) = (DocumentPart.prose(of: old), DocumentPart.prose(of: new))
    let pairing = PassagePairing(old: oldParts.map(\.part.text), new: newParts.map(\.part.text))
    let traits = DocumentTraits(old)
    var limits = Self.limits
    limits.glossary = glossary
    var found = PairFindings(old: old, new: new, traits: traits, limits: limits)
    var changed = 0
    for pair in pairing.pairs {
      let (before, after) = (pair.old.map { oldParts[$0] }, pair.new.map { newParts[$0] })
      if before.map(\.part.text) == after.map(\.part.text), before.map(\.part.kind) == after.map(\.part.kind),
        before.map(\.part.marks) == after.map(\.part.marks)
      {
        continue
      }
      changed += before.count
      found.compare(before, after, checks: Self.checks)
    }
    let frozen = Self.frozenFailures(old, new) + Self.redefinitions(old, new)
    failures = (found.failures + frozen).filter { !checksOff.contains($0.check) }.sorted(by: Self.isBefore)
    unchecked = found.unchecked
    passages = oldParts.count
    self.changed = changed
  }

  /// What it says of what stands in both versions: a passage that is new or gone is the writer's own affair.
  ///
  /// - Parameter lines: Those of the new document that count; `nil` for all.
  package func ofEdits(in lines: ChangedLines?) -> Verification {
    let isMeant = { (failure: Failure) in
      failure.oldLines != nil && (failure.newLines.map { lines?.touch($0) ?? true } ?? false)
    }
    return Verification(
      failures: failures.filter(isMeant), unchecked: unchecked.filter(isMeant), passages: passages, changed: changed)
  }

  private init(failures: [Failure], unchecked: [Failure], passages: Int, changed: Int) {
    (self.failures, self.unchecked, self.passages, self.changed) = (failures, unchecked, passages, changed)
  }

  private static func isBefore(_ one: Failure, _ other: Failure) -> Bool {
    let places = [one, other].map { ($0.newLines ?? $0.oldLines)?.lowerBound ?? 0 }
    return (places[0], one.oldLines?.lowerBound ?? 0) < (places[1], other.oldLines?.lowerBound ?? 0)
  }

  /// Links that lead elsewhere though their text still reads the same.
  private static func redefinitions(_ old: MarkdownDocument, _ new: MarkdownDocument) -> [Failure] {
    old.redefinitions(in: new).map { found in
      Failure(
        check: Check.structure.name, detail: "the link definition [\(found.label)] is changed",
        oldLines: found.line...found.line, newLines: found.newLine...found.newLine)
    }
  }

  /// Compares what is no prose.
  private static func frozenFailures(_ old: MarkdownDocument, _ new: MarkdownDocument) -> [Failure] {
    let (before, after) = (DocumentPart.frozen(of: old), DocumentPart.frozen(of: new))
    let key = { (part: DocumentPart) in "\(part.kind)\n\(part.text)" }
    return Alignment(of: after.map(key), to: before.map(key)).changes.flatMap { change -> [Failure] in
      let paired = min(change.old.count, change.new.count)
      return change.old.enumerated().map { index, place in
        let part = before[place]
        return Failure(
          check: Check.structure.name, detail: "the \(part.kind) is \(index < paired ? "changed" : "missing")",
          oldLines: part.lines, newLines: index < paired ? after[change.new.lowerBound + index].lines : nil)
      }
        + change.new.dropFirst(paired).map { place in
          Failure(
            check: Check.structure.name, detail: "a \(after[place].kind) is new", oldLines: nil,
            newLines: after[place].lines)
        }
    }
  }
}

/// Compares passages that belong together.
private struct PairFindings {
  let old: MarkdownDocument
  let new: MarkdownDocument
  let traits: DocumentTraits
  let limits: CheckLimits
  var failures: [Verification.Failure] = []
  var unchecked: [Verification.Failure] = []

  typealias Side = (part: DocumentPart, paragraph: Paragraph)

  init(old: MarkdownDocument, new: MarkdownDocument, traits: DocumentTraits, limits: CheckLimits) {
    self.old = old
    self.new = new
    self.traits = traits
    self.limits = limits
  }

  mutating func compare(_ before: [Side], _ after: [Side], checks: [Check]) {
    let (oldLines, newLines) = (span(before), span(after))
    func add(_ check: String, _ detail: String) {
      failures.append(Verification.Failure(check: check, detail: detail, oldLines: oldLines, newLines: newLines))
    }
    guard let first = before.first else {
      return add(Check.similarity.name, "a \(after[0].part.kind) is new: \"\(after[0].part.text.shortened)\"")
    }
    guard let last = after.first else {
      return add(Check.similarity.name, "the \(first.part.kind) \"\(first.part.text.shortened)\" is missing")
    }
    if first.part.kind != last.part.kind {
      add(Check.structure.name, "the \(first.part.kind) is a \(last.part.kind) now")
    }
    let (oldMarks, newMarks) = (marks(before), marks(after))
    if oldMarks != newMarks {
      let change = newMarks.isEmpty ? "is missing" : oldMarks.isEmpty ? "is new" : "is \(newMarks) now"
      add(Check.structure.name, "the mark \(oldMarks.isEmpty ? newMarks : oldMarks) \(change)")
    }
    guard let original = Text(before, in: old), let replacement = Text(after, in: new) else {
      unchecked.append(
        Verification.Failure(
          check: "unverified", detail: "the place of its markup cannot be told for certain", oldLines: oldLines,
          newLines: newLines))
      return
    }
    let input = CheckInput(
      original: original.prose, replacement: replacement.prose, traits: traits, limits: limits)
    for result in input.results(of: checks, isComplete: true) {
      guard let problem = result.problem else { continue }
      failures.append(
        Verification.Failure(
          check: result.name, detail: problem.detail,
          oldLines: problem.original.flatMap(original.lines) ?? oldLines,
          newLines: problem.replacement.flatMap(replacement.lines) ?? newLines))
    }
  }

  /// Passages as one text, with the way back to their lines.
  private struct Text {
    let prose: ProseText
    private let passages: [(passage: Passage, start: Int)]

    /// `nil` if one of them cannot be taken apart for certain.
    init?(_ sides: [Side], in document: MarkdownDocument) {
      var text = ""
      var passages: [(passage: Passage, start: Int)] = []
      for side in sides {
        guard let passage = try? document.passage(side.paragraph) else { return nil }
        if !text.isEmpty { text += " " }
        passages.append((passage, text.utf8.count))
        text += passage.text
      }
      self.passages = passages
      prose = ProseText(
        text, markup: passages.count == 1 ? passages[0].passage.markup : passages[0].passage.markup(of: text))
    }

    func lines(of range: ByteRange) -> ClosedRange<Int>? {
      guard let (passage, start) = passages.last(where: { $0.start <= range.start }) else { return nil }
      return passage.lines(of: ByteRange(range.start - start, max(range.end - start, range.start - start)))
    }
  }

  private func marks(_ sides: [Side]) -> String {
    sides.map(\.part.marks).filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func span(_ sides: [Side]) -> ClosedRange<Int>? {
    guard let first = sides.map(\.part.lines.lowerBound).min(), let last = sides.map(\.part.lines.upperBound).max()
    else {
      return nil
    }
    return first...last
  }
}
