// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendHistory
import EmendMarkdown
import EmendModels
import EmendRevision
import EmendTemplates
import EmendText
import Foundation

/// One run of a command that revises documents: opens them, asks the model, and shows or writes what comes of it.
struct RevisionRun {
  private let command: String
  private let output: OutputOptions
  private let setup: ReviserSetup
  private let settings: Configuration
  private let context: CommandContext
  private let documents: [SelectedDocuments.Item]
  /// Whether a file could not be read; the others are revised all the same.
  private let hasUnreadable: Bool
  private let isFilter: Bool

  init(
    command: String, paths: [String], selection: SelectionOptions, output: OutputOptions, template: TemplateOptions,
    ranking: RankingOptions, model: ModelOptions, cache: CacheOptions, settings: Configuration, context: CommandContext
  ) async throws {
    self.command = command
    self.output = output
    self.settings = settings
    self.context = context
    isFilter = paths == ["-"]
    setup = try await ReviserSetup(
      command: command, template: template, ranking: ranking, model: model, cache: cache, isQuiet: output.quiet,
      settings: settings, context: context)
    let selected = try await SelectedDocuments(
      paths, options: selection, settings: settings, stdinName: output.stdinFilename, isQuiet: output.quiet,
      in: context)
    (documents, hasUnreadable) = (selected.items, selected.hasUnreadable)
  }

  // MARK: Prompts

  /// Prints what the model would read for each passage.
  func showPrompts() async throws -> ExitCode {
    let model = try setup.model.bare()
    let prompts = setup.prompts.adapted(try await setup.model.hasAdapter(for: setup.prompts.template))
    for document in documents {
      for passage in document.selected.passages {
        let lines = passage.paragraph.lines
        for prompt in prompts.prompts(for: passage, in: document.opened.document) {
          let rendered = try await setup.model.onModel { try await model.rendered(prompt) }
          let header = "=== \(document.opened.name):\(lines.lowerBound)-\(lines.upperBound)\n"
          try context.output.write(Array((header + rendered + (rendered.hasSuffix("\n") ? "" : "\n")).utf8))
        }
      }
    }
    return hasUnreadable ? .cannotRun : .success
  }

  // MARK: Revising

  /// Revises all documents and returns the exit status.
  func revise() async throws -> ExitCode {
    let start = ContinuousClock.now
    let terminal = output.interactive ? try requiredTerminal : nil
    if output.verbose { context.tell(checksOff: settings.checksOff) }
    let needsModel = documents.contains { !$0.selected.passages.isEmpty }
    let used: UsedModel?
    var noModel: CommandFailure?
    do {
      used = try await setup.used(isNeeded: needsModel)
    } catch let failure as CommandFailure {
      guard !needsModel || output.check else { throw failure }
      (used, noModel) = (nil, failure)
    }
    if needsModel, let noModel { context.tell("emend: \(noModel.description)") }
    if output.verbose, let server = used?.unrankedServer {
      context.tell("\(server) does not say how likely a text is: all changes are taken that pass the checks")
    }
    let decisions = setup.decisions(used)
    defer { decisions.finish() }
    let jobs = zip(documents, decisions.withoutSettled(documents.map(\.selected))).map {
      Reviser.Job($0.opened.document, $1)
    }
    if let terminal { return try await review(jobs, at: terminal, used: used, decisions: decisions) }

    let report = RevisionReport(
      output: output, isFilter: isFilter, explains: setup.explains, context: context)
    let progress = context.progressLine("passages", isQuiet: output.quiet)
    var revisions: [Revision] = []
    var loadSeconds = 0.0
    var stream = EditStream(output: output, context: context)
    var starts = jobs.map { $0.selected.passages.map(\.range.start)[...] }
    let writer = DocumentWriter(
      DocumentStore(command: command, in: context), isQuiet: output.quiet, context: context)
    defer { progress.clear() }
    try await setup.model.onModel(used) {
      try await setup.reviser(used, pace: report.isStreamed ? .forReader : .allTogether).revise(
        jobs,
        progress: {
          loadSeconds = $0.loadSeconds
          progress.show($0)
        },
        judged: { index, result in
          starts[index].removeFirst()
          guard report.isStreamed, let edit = result.edit else { return }
          progress.clear()
          try stream.show(edit, of: documents[index].opened, before: starts[index].first)
        }
      ) { index, revision in
        revisions.append(revision)
        progress.clear()
        try report.show(revision, of: documents[index].opened, isShown: report.isStreamed)
        guard output.write, try writer.write(revision, of: documents[index].opened) else { return }
        decisions.record(revision.edits.map { ($0.text, .accepted) })
      }
    }
    progress.clear()
    let seconds = (ContinuousClock.now - start).seconds
    switch output.outputFormat {
    case .text: break
    case .json: try printJSON(revisions, used: used, seconds: seconds, loadSeconds: loadSeconds)
    case .sarif, .github:
      try context.mark(
        zip(documents, revisions).map { RevisedDocument(name: $0.opened.name, revision: $1) },
        template: setup.prompts.template, as: output.outputFormat,
        isComplete: !hasUnreadable && (used != nil || !needsModel))
    }
    report.summarize(revisions, seconds: seconds, loadSeconds: loadSeconds)
    if output.verbose, let problem = setup.model.cacheProblem { context.tell("no answers are kept: \(problem)") }
    return hasUnreadable || !writer.isComplete ? .cannotRun : output.status(of: revisions)
  }

  // MARK: Reviewing

  /// Where a person decides.
  ///
  /// - Throws: ``CommandFailure`` if there is no terminal.
  private var requiredTerminal: any Terminal {
    get throws {
      guard let terminal = context.openTerminal() else {
        throw CommandFailure(
          "--interactive needs a terminal: keys cannot be read from a pipe or file; without it the edits are shown as a diff"
        )
      }
      guard context.output.isTerminal else {
        throw CommandFailure(
          "--interactive needs a terminal: standard output is a pipe or file; without it the edits are shown as a diff")
      }
      return terminal
    }
  }

  /// Has a person decide about each edit.
  private func review(
    _ jobs: [Reviser.Job], at terminal: any Terminal, used: UsedModel?, decisions: Decisions
  ) async throws -> ExitCode {
    var review = Review(
      zip(documents, jobs).map { ($0.opened, $1.selected) }, reviser: try setup.reviser(used, pace: .forReview),
      store: DocumentStore(command: command, in: context), decisions: decisions, output: output, terminal: terminal,
      context: context)
    let isWritten = try await setup.model.onModel(used) { try await review.run() }
    return hasUnreadable || !isWritten ? .cannotRun : .success
  }

  private func printJSON(
    _ revisions: [Revision], used: UsedModel?, seconds: Double, loadSeconds: Double
  ) throws {
    var report = JSONReport(
      command: command, template: setup.prompts.template.name, model: try setup.model.report(used))
    report.checksOff = settings.reasonsOff
    for (document, revision) in zip(documents, revisions) {
      report.add(revision, path: document.opened.name, explains: setup.explains)
    }
    report.stats.seconds = seconds
    report.stats.loadSeconds = loadSeconds
    try context.output.write(try report.bytes())
  }
}
