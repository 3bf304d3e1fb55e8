// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
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
    let file = try setup.model.file()
    let model = setup.model.bare(file.path)
    let prompts = setup.prompts.adapted(try await setup.model.adaptedModel(file, for: setup.prompts.template) != nil)
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
    if output.verbose { context.tell(checksOff: settings.checksOff) }
    let needsModel = documents.contains { !$0.selected.passages.isEmpty }
    let used: ModelSetup.Used?
    var noModel: CommandFailure?
    do {
      used = try await setup.used(isNeeded: needsModel)
    } catch let failure as CommandFailure {
      guard !needsModel || output.check else { throw failure }
      (used, noModel) = (nil, failure)
    }
    if needsModel, let noModel { context.tell("emend: \(noModel.description)") }

    let report = RevisionReport(
      output: output, isFilter: isFilter, explains: setup.explains, context: context)
    let progress = context.progressLine("passages", isQuiet: output.quiet)
    var revisions: [Revision] = []
    var loadSeconds = 0.0
    defer { progress.clear() }
    try await setup.model.onModel(used) {
      try await setup.reviser(used).revise(
        documents.map { ($0.opened.document, $0.selected) },
        progress: {
          loadSeconds = $0.loadSeconds
          progress.show($0)
        }
      ) { index, revision in
        revisions.append(revision)
        progress.clear()
        try report.show(revision, of: documents[index].opened)
      }
    }
    progress.clear()
    // Everything is written at the end: an interrupted run has touched no file.
    let isWritten =
      try !output.write
      || Interruption.whileWriting {
        try DocumentWriter(isQuiet: output.quiet, context: context).write(
          Array(zip(documents.map(\.opened), revisions)))
      }
    let seconds = (ContinuousClock.now - start).seconds
    if output.outputFormat == .json {
      try printJSON(revisions, used: used, seconds: seconds, loadSeconds: loadSeconds)
    }
    report.summarize(revisions, seconds: seconds, loadSeconds: loadSeconds)
    if output.verbose, let problem = setup.model.cacheProblem { context.tell("no answers are kept: \(problem)") }
    return hasUnreadable || !isWritten ? .cannotRun : output.status(of: revisions)
  }

  private func printJSON(
    _ revisions: [Revision], used: ModelSetup.Used?, seconds: Double, loadSeconds: Double
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
