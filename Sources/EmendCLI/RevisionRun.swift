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
  private let prompts: PromptBuilder
  private let options: Reviser.Options
  private let setup: ModelSetup
  /// What a change must bring, if the user has said so.
  private let ownMinGain: Double?
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
    self.context = context
    isFilter = paths == ["-"]
    setup = try ModelSetup(model, cache: cache, isQuiet: output.quiet, settings: settings, context: context)
    let name = settings.setting("template", flag: template.template, in: context)?.value ?? command
    let chosen = try await ChosenTemplate(name, options: template, setup: setup, in: context)
    guard chosen.template.output == .passage else {
      throw CommandFailure(
        "the template \"\(chosen.template.name)\" does not replace passages, as '\(command)' does; use 'emend run \(name)'"
      )
    }
    prompts = PromptBuilder(template: chosen.template, settings: chosen.settings, seed: model.seed)
    var options = Reviser.Options(prompts.template)
    if let candidates = ranking.candidates { (options.candidates, options.asksAll) = (candidates, true) }
    ownMinGain = ranking.minGain
    options.explains = ranking.explain
    self.options = options
    let selected = try await SelectedDocuments(
      paths, options: selection, stdinName: output.stdinFilename, isQuiet: output.quiet, in: context)
    (documents, hasUnreadable) = (selected.items, selected.hasUnreadable)
  }

  // MARK: Prompts

  /// Prints what the model would read for each passage.
  func showPrompts() async throws -> ExitCode {
    let file = try setup.file()
    let model = setup.bare(file.path)
    let prompts = prompts.adapted(try await setup.adaptedModel(file, for: prompts.template) != nil)
    for document in documents {
      for passage in document.selected.passages {
        let lines = passage.paragraph.lines
        for prompt in prompts.prompts(for: passage, in: document.opened.document) {
          let rendered = try await setup.onModel { try await model.rendered(prompt) }
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
    let needsModel = documents.contains { !$0.selected.passages.isEmpty }
    let used: ModelSetup.Used?
    var noModel: CommandFailure?
    do {
      used = try await setup.used(for: prompts.template, isNeeded: needsModel)
    } catch let failure as CommandFailure {
      guard !needsModel || output.check else { throw failure }
      (used, noModel) = (nil, failure)
    }
    let model: any LanguageModel = if let used { setup.model(used) } else { MissingModel() }
    let prompts = prompts.adapted(used?.adapter != nil)
    var options = options
    options.minGain = ownMinGain ?? used?.adapter?.minGain ?? options.minGain
    options.minGainBeside = used?.adapter?.minGainBeside
    if needsModel, let noModel { context.tell("emend: \(noModel.description)") }

    let report = RevisionReport(
      output: output, isFilter: isFilter, explains: options.explains, context: context)
    let progress = ProgressLine(
      sink: context.errors,
      isShown: context.errors.isTerminal && !output.quiet && context.variable("TERM") != "dumb")
    var revisions: [Revision] = []
    var loadSeconds = 0.0
    defer { progress.clear() }
    try await setup.onModel(used) {
      try await Reviser(model: model, prompts: prompts, options: options).revise(
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
    if output.verbose, let problem = setup.cacheProblem { context.tell("no answers are kept: \(problem)") }
    return hasUnreadable || !isWritten ? .cannotRun : output.status(of: revisions)
  }

  private func printJSON(
    _ revisions: [Revision], used: ModelSetup.Used?, seconds: Double, loadSeconds: Double
  ) throws {
    var report = JSONReport(command: command, template: prompts.template.name, model: try setup.report(used))
    for (document, revision) in zip(documents, revisions) {
      report.add(revision, path: document.opened.name, explains: options.explains)
    }
    report.stats.seconds = seconds
    report.stats.loadSeconds = loadSeconds
    try context.output.write(try report.bytes())
  }
}
