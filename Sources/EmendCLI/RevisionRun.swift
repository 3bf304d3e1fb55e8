// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendHistory
import EmendLlama
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
  private let modelName: Configuration.Setting?
  private let usesAdapter: Bool
  /// What a change must bring, if the user has said so.
  private let ownMinGain: Double?
  private let engine: CommandContext.EngineOptions
  private let isFresh: Bool
  /// `nil` if answers are neither looked up nor kept.
  private let cache: AnswerCache?
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
    self.cache = cache.noCache ? nil : context.answerCache
    isFresh = cache.fresh
    isFilter = paths == ["-"]
    modelName = settings.setting("model", flag: model.model, in: context)
    usesAdapter = model.adapter
    engine = CommandContext.EngineOptions(
      threads: try settings.number("threads", upTo: LlamaEngine.maxThreads, flag: model.threads, in: context),
      maxContext: try settings.number("context", upTo: 1 << 24, flag: model.context, in: context),
      speculates: model.speculation, prefixFolder: cache.noCache ? nil : context.cacheFolder.map { "\($0)/prefixes" })
    prompts = try Self.prompts(template, settings: settings, seed: model.seed, command: command, context: context)
    var options = Reviser.Options(prompts.template)
    if let candidates = ranking.candidates { (options.candidates, options.asksAll) = (candidates, true) }
    ownMinGain = ranking.minGain
    options.explains = ranking.explain
    self.options = options
    let selected = try await SelectedDocuments(
      paths, options: selection, stdinName: output.stdinFilename, isQuiet: output.quiet, in: context)
    (documents, hasUnreadable) = (selected.items, selected.hasUnreadable)
  }

  private static func prompts(
    _ options: TemplateOptions, settings: Configuration, seed: UInt32?, command: String, context: CommandContext
  ) throws -> PromptBuilder {
    let name = settings.setting("template", flag: options.template, in: context)?.value ?? command
    do {
      let isPath = name.contains("/") || name.hasSuffix(".md")
      let template = try TemplateCatalog(folders: context.templateFolders).template(
        named: isPath ? context.absolute(name) : name)
      guard template.input == .passage, template.output == .passage, template.apply == .replace else {
        throw CommandFailure(
          "the template \"\(template.name)\" is not one that replaces passages; '\(command)' needs such a one")
      }
      if let unknown = options.settings.keys.sorted().first(where: { template.variables[$0] == nil }) {
        let names = template.variables.keys.sorted().joined(separator: ", ")
        throw CommandFailure(
          "the template \"\(template.name)\" has no variable \"\(unknown)\"; it has \(names.isEmpty ? "none" : names)")
      }
      return PromptBuilder(template: template, settings: options.settings, seed: seed)
    } catch let error as TemplateError {
      throw CommandFailure(error.description)
    }
  }

  // MARK: Prompts

  /// Prints what the model would read for each passage.
  func showPrompts() async throws -> ExitCode {
    let file = try modelFile()
    let model = context.makeModel(file.path, engine)
    let prompts = prompts.adapted(try await adaptedModel(file) != nil)
    for document in documents {
      for passage in document.selected.passages {
        let lines = passage.paragraph.lines
        for prompt in prompts.prompts(for: passage, in: document.opened.document) {
          let rendered = try await onModel { try await model.rendered(prompt) }
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
    let used: UsedModel?
    var noModel: CommandFailure?
    do {
      used = try await usedModel(isNeeded: needsModel)
    } catch let failure as CommandFailure {
      guard !needsModel || output.check else { throw failure }
      (used, noModel) = (nil, failure)
    }
    let model: any LanguageModel = if let used { makeModel(used) } else { MissingModel() }
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
    try await onModel(used) {
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
    let isWritten = try !output.write || Interruption.whileWriting { try write(revisions) }
    let seconds = (ContinuousClock.now - start).seconds
    if output.outputFormat == .json {
      try printJSON(revisions, used: used, seconds: seconds, loadSeconds: loadSeconds)
    }
    report.summarize(revisions, seconds: seconds, loadSeconds: loadSeconds)
    if output.verbose, let problem = cache?.problem { context.tell("no answers are kept: \(problem)") }
    return isWritten ? status(revisions) : .cannotRun
  }

  private func modelFile() throws -> ModelFile {
    try ModelFile(modelName?.value, origin: modelName?.origin ?? "the default", in: context)
  }

  /// The model that a run loads, and the adapter that it has.
  private struct UsedModel {
    let file: ModelFile
    let path: String
    let adapter: Template.Adapter?
  }

  private func usedModel(isNeeded: Bool) async throws -> UsedModel {
    let file = try modelFile()
    guard isNeeded, let adapted = try await adaptedModel(file) else {
      return UsedModel(file: file, path: file.path, adapter: nil)
    }
    do {
      let path = try await adapted.merged()
      if adapted.path == nil, !output.quiet {
        context.tell("merged the adapter \(adapted.adapter.file) into \(file.name), once")
      }
      return UsedModel(file: file, path: path, adapter: adapted.adapter)
    } catch let error as ModelError {
      context.tell("emend: going on without the adapter \(adapted.adapter.file): \(error.description)")
      return UsedModel(file: file, path: file.path, adapter: nil)
    }
  }

  private func adaptedModel(_ file: ModelFile) async throws -> AdaptedModel? {
    guard usesAdapter else { return nil }
    return try await AdaptedModel(prompts.template, base: file, in: context)
  }

  private func makeModel(_ used: UsedModel) -> any LanguageModel {
    let model = context.makeModel(used.path, engine)
    guard let cache else { return model }
    let digest = ModelDigest(cacheFolder: context.cacheFolder)
    // What does not fit one context may fit another.
    let context = engine.maxContext.map { ", context \($0)" } ?? ""
    return CachedModel(
      model, identity: .init(engine: CommandContext.engineIdentity + context) { try digest.sha256(of: used.path) },
      cache: cache,
      isFresh: isFresh)
  }

  /// Turns the errors of models into failures of the command.
  private func onModel<Result>(_ used: UsedModel? = nil, _ work: () async throws -> Result) async throws -> Result {
    do {
      return try await work()
    } catch let error as ModelError {
      switch error {
      case .cannotLoad(let path, _), .notGGUF(let path):
        guard used?.adapter != nil, path != used?.file.path else { break }
        throw CommandFailure("the merged model \(path) is damaged or incomplete; delete it, and emend merges it again")
      default: break
      }
      throw CommandFailure(error.description)
    }
  }

  /// Returns whether every file could be written.
  private func write(_ revisions: [Revision]) throws -> Bool {
    var isWritten = true
    for (document, revision) in zip(documents, revisions) {
      do {
        try write(revision, of: document.opened)
      } catch let failure as CommandFailure {
        context.tell("emend: \(failure.description)")
        isWritten = false
      }
    }
    return isWritten
  }

  private func write(_ revision: Revision, of opened: OpenDocument) throws {
    guard let file = opened.file, !revision.edits.isEmpty else { return }
    let backups = (context.stateFolder ?? FileManager.default.temporaryDirectory.path) + "/backups"
    try AtomicFile(backupFolder: backups).write(
      revision.editList.applied(to: opened.document.source.bytes), replacing: file)
    if !output.quiet {
      context.tell("\(opened.name): \(count(revision.edits.count, "edit")) written")
    }
  }

  private func printJSON(
    _ revisions: [Revision], used: UsedModel?, seconds: Double, loadSeconds: Double
  ) throws {
    let digest = try used.map { try ModelDigest(cacheFolder: context.cacheFolder).sha256(of: $0.path) }
    var report = JSONReport(
      command: command, template: prompts.template.name,
      model: JSONReport.Model(
        name: used?.file.name ?? modelName?.value ?? ModelFile.defaultName, adapter: used?.adapter?.file,
        sha256: digest,
        server: nil))
    for (document, revision) in zip(documents, revisions) {
      report.add(revision, path: document.opened.name, explains: options.explains)
    }
    report.stats.seconds = seconds
    report.stats.loadSeconds = loadSeconds
    try context.output.write(try report.bytes())
  }

  private func status(_ revisions: [Revision]) -> ExitCode {
    if hasUnreadable { return .cannotRun }
    guard output.check else { return .success }
    if revisions.contains(where: { !$0.edits.isEmpty }) { return .wouldEdit }
    if !output.allowUnchecked, revisions.contains(where: { !$0.unchecked.isEmpty }) { return .unchecked }
    return .success
  }
}
