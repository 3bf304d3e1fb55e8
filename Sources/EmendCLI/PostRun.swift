// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendMarkdown
import EmendModels
import EmendRevision
import EmendTemplates
import EmendText

/// A run from a topic to a whole text: an outline, then a draft of each of its sections, each printed once it is finished.
struct PostRun {
  private let topic: String
  private let shape: OutlineOptions
  private let writing: WritingOptions
  private let context: CommandContext

  init(topic: String, shape: OutlineOptions, writing: WritingOptions, context: CommandContext) {
    self.topic = topic
    self.shape = shape
    self.writing = writing
    self.context = context
  }

  func run() async throws -> ExitCode {
    let start = ContinuousClock.now
    var outlineWriting = writing
    outlineWriting.template.template = nil
    (outlineWriting.newDocument.path, outlineWriting.newDocument.frontMatter) = (nil, nil)
    let outlining = try await CompositionRun(
      command: "draft", template: "outline", input: .topic(topic), writing: outlineWriting, expected: .outline,
      shape: { shape.apply(to: &$0) }, context: context)
    let drafting = try await CompositionRun(
      command: "draft", template: "draft", input: .files([]), writing: writing,
      shape: { $0.notesAreInvented = true }, context: context)
    let subject = Subject(topic: topic, language: outlining.language)
    if writing.output.showPrompt { return try await TopicRun(outlining).showPrompts(subject) }

    if writing.output.verbose { context.tell(checksOff: drafting.settings.checksOff) }
    let report = CompositionReport(run: drafting)
    let used = try await outlining.setup.used(for: outlining.template, isNeeded: true)
    let (outline, loadSeconds) = try await TopicRun(outlining).answer(subject, used)
    guard case .outline(let node)? = outline.text else {
      report.tell(outline, about: subject, seconds: (ContinuousClock.now - start).seconds, loadSeconds: loadSeconds)
      if writing.output.outputFormat == .json {
        try printJSON(outline, nil, subject, drafting, used, start: start, loadSeconds: loadSeconds)
      }
      return .cannotRun
    }
    for notice in outline.notices where !writing.output.quiet {
      context.tell("emend: \(notice.detail) [\(notice.reason)]")
    }

    let document = MarkdownDocument(try SourceText(ComposedText.outline(node).markdown() + [.lineFeed]))
    let frontMatter = try drafting.newDocument.frontMatter(title: node.heading)
    var stream = PostStream(document.source.bytes, frontMatter: frontMatter, isLive: isLive(drafting), context: context)
    let result = try await draft(document, drafting, subject, stream: &stream)
    let isText = writing.output.outputFormat == .text
    let text = try stream.finish(result.revision.editList)
    if isText, drafting.newDocument.isFile {
      try drafting.newDocument.put(Array(text.dropFirst(frontMatter.count)), title: node.heading)
    }
    if writing.output.outputFormat == .json {
      try printJSON(outline, (result, text), subject, drafting, used, start: start, loadSeconds: loadSeconds)
    }
    drafting.newDocument.tell(isQuiet: writing.output.quiet)
    tell(result, of: document, seconds: (ContinuousClock.now - start).seconds, loadSeconds: loadSeconds)
    return .success
  }

  private func isLive(_ drafting: CompositionRun) -> Bool {
    writing.output.outputFormat == .text && !drafting.newDocument.isFile
  }

  /// Drafts the sections in order, and prints each.
  private func draft(
    _ document: MarkdownDocument, _ drafting: CompositionRun, _ subject: Subject, stream: inout PostStream
  ) async throws -> DocumentComposer.Result {
    let parts = try CompositionPart.parts(
      of: document, for: drafting.template, at: [], passages: SelectedPassages(), language: subject.language)
    let used = try await drafting.setup.used(for: drafting.template, isNeeded: !parts.isEmpty)
    let progress = drafting.progressLine("sections")
    defer { progress.clear() }
    var state = Reviser.Progress(passages: parts.count)
    var next = 0
    var written = stream
    let result = try await drafting.setup.onModel(used) {
      try await DocumentComposer(drafting.composer(drafting.setup.model(used)), template: drafting.template).compose(
        document, parts, state: &state, progress: { progress.show($0) }
      ) { edit in
        progress.clear()
        try written.advance(to: parts[next].range, edit: edit)
        next += 1
      }
    }
    stream = written
    return result
  }

  private func tell(
    _ result: DocumentComposer.Result, of document: MarkdownDocument, seconds: Double, loadSeconds: Double
  ) {
    let revision = result.revision
    guard !writing.output.quiet else { return }
    for kept in revision.kept {
      let section = document.sectionPath(ofLine: kept.lines.lowerBound).last ?? topic
      context.tell("\"\(section)\": kept its points: \(kept.detail) [\(kept.reason)]")
    }
    let report = CompositionReport(writing: writing, context: context)
    for (lines, candidates) in revision.edits.map({ ($0.lines, $0.candidates) })
      + revision.kept.map({ ($0.lines, $0.candidates) })
    {
      let section = document.sectionPath(ofLine: lines.lowerBound).last ?? topic
      report.explain(candidates, name: section, line: nil)
    }
    for unchecked in revision.unchecked {
      let section = document.sectionPath(ofLine: unchecked.lines.lowerBound).last ?? topic
      context.tell("\"\(section)\": not drafted: \(unchecked.detail) [\(unchecked.reason.rawValue)]")
    }
    context.tell(
      "\(count(revision.passageCount, "section")): \(revision.edits.count) drafted, \(revision.kept.count) kept, \(revision.unchecked.count) not checked"
    )
    if writing.output.verbose {
      context.tell(revision.statistics.summary(seconds: seconds, loadSeconds: loadSeconds))
    }
  }

  private func printJSON(
    _ outline: Composition, _ drafted: (result: DocumentComposer.Result, text: [UInt8])?, _ subject: Subject,
    _ drafting: CompositionRun, _ used: UsedModel?, start: ContinuousClock.Instant,
    loadSeconds: Double
  ) throws {
    var json = JSONReport(command: "draft", template: drafting.template.name, model: try drafting.setup.report(used))
    json.checksOff = drafting.settings.reasonsOff
    json.add(outline, subject: subject, frontMatter: [], explains: writing.explain)
    if let drafted {
      json.add(sections: drafted.result.revision, text: String(decoding: drafted.text, as: UTF8.self))
    }
    json.stats.seconds = (ContinuousClock.now - start).seconds
    json.stats.loadSeconds = loadSeconds
    try context.output.write(try json.bytes())
  }
}

/// A document that is printed part by part while it is edited from its beginning to its end.
private struct PostStream {
  private let source: [UInt8]
  private let isLive: Bool
  private let context: CommandContext
  private let frontMatter: [UInt8]
  private var position = 0
  private var hasBegun = false

  /// - Parameter isLive: Whether it is printed at all.
  init(_ source: [UInt8], frontMatter: [UInt8], isLive: Bool, context: CommandContext) {
    self.source = source
    self.frontMatter = frontMatter
    self.isLive = isLive
    self.context = context
  }

  /// Prints what comes before a place, and what now stands there, to the end of its line: a progress line may follow.
  mutating func advance(to range: ByteRange, edit: TextEdit?) throws {
    let end = source[range.end...].firstIndex(of: .lineFeed).map { $0 + 1 } ?? source.count
    let text = Array(source[position..<range.start]) + (edit?.replacement ?? Array(source[range.indices]))
    try print(text + source[range.end..<end])
    position = end
  }

  /// Prints the rest, and returns the whole.
  mutating func finish(_ edits: EditList) throws -> [UInt8] {
    try print(Array(source[position...]))
    return frontMatter + edits.applied(to: source)
  }

  private mutating func print(_ text: [UInt8]) throws {
    guard isLive else { return }
    try context.output.write((hasBegun ? [] : frontMatter) + text)
    hasBegun = true
  }
}
