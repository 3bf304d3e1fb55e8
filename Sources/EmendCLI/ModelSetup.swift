// SPDX-License-Identifier: Apache-2.0

import EmendHistory
import EmendLlama
import EmendModels
import EmendTemplates

/// Which model a run asks, how it is opened, and whether its answers are kept.
struct ModelSetup {
  private let name: Setting<String>?
  private let usesAdapter: Bool
  private let engine: CommandContext.EngineOptions
  private let isFresh: Bool
  private let isQuiet: Bool
  /// `nil` if answers are neither looked up nor kept.
  private let cache: AnswerCache?
  private let context: CommandContext

  init(
    _ model: ModelOptions, cache: CacheOptions, isQuiet: Bool, settings: Configuration, context: CommandContext
  ) throws {
    self.context = context
    self.cache = cache.noCache ? nil : context.answerCache
    self.isQuiet = isQuiet
    isFresh = cache.fresh
    let settings = settings.overridden(by: try model.overrides())
    name = settings.model
    usesAdapter = model.adapter
    engine = CommandContext.EngineOptions(
      threads: settings.threads?.value, maxContext: settings.context?.value,
      speculates: model.speculation, prefixFolder: cache.noCache ? nil : context.cacheFolder.map { "\($0)/prefixes" })
  }

  /// What the model is called, whether or not there is such a file.
  var shownName: String { name?.value ?? ModelFile.defaultName }

  /// Why no answers are kept; `nil` if they are.
  var cacheProblem: String? { cache?.problem }

  func file() throws -> ModelFile {
    try ModelFile(name?.value, origin: name?.origin.description ?? "the default", in: context)
  }

  /// A template as it is for the family of the model; as it stands if there is no model.
  func adapted(_ template: Template) async -> Template {
    guard !template.families.isEmpty, let file = try? file(), let facts = try? await file.facts(in: context) else {
      return template
    }
    return template.adapted(to: facts.family)
  }

  // MARK: Opening

  /// The model that a run loads, and the adapter that it has.
  struct Used {
    let file: ModelFile
    let path: String
    let adapter: Template.Adapter?
  }

  /// - Parameter isNeeded: Whether there is something to ask; where there is not, nothing is merged.
  func used(for template: Template, isNeeded: Bool) async throws -> Used {
    let file = try file()
    guard isNeeded, let adapted = try await adaptedModel(file, for: template) else {
      return Used(file: file, path: file.path, adapter: nil)
    }
    do {
      let path = try await adapted.merged()
      if adapted.path == nil, !isQuiet {
        context.tell("merged the adapter \(adapted.adapter.file) into \(file.name), once")
      }
      return Used(file: file, path: path, adapter: adapted.adapter)
    } catch let error as ModelError {
      context.tell("emend: going on without the adapter \(adapted.adapter.file): \(error.description)")
      return Used(file: file, path: file.path, adapter: nil)
    }
  }

  /// The adapter that a template names for a model; `nil` if there is none, or none is to be used.
  func adaptedModel(_ file: ModelFile, for template: Template) async throws -> AdaptedModel? {
    guard usesAdapter else { return nil }
    return try await AdaptedModel(template, base: file, in: context)
  }

  /// The model itself, without a cache: for what is not an answer.
  func bare(_ path: String) -> any LanguageModel { context.makeModel(path, engine) }

  /// - Parameter deadline: When it is asked no more; what is known already is answered all the same.
  func model(_ used: Used, until deadline: ContinuousClock.Instant? = nil) -> any LanguageModel {
    var model = bare(used.path)
    if let deadline { model = BudgetedModel(model, until: deadline) }
    guard let cache else { return model }
    // What does not fit one context may fit another.
    let context = engine.maxContext.map { ", context \($0)" } ?? ""
    return CachedModel(
      model, identity: .init(engine: CommandContext.engineIdentity + context) { try sha256(used) },
      cache: cache,
      isFresh: isFresh)
  }

  /// What was decided about passages with a template and this model.
  func decisions(_ used: Used?, template: String) -> Decisions {
    Decisions(used == nil ? nil : context.settledPassages, isFresh: isFresh, template: template) {
      try used.map(sha256) ?? ""
    }
  }

  /// What tells the model from any other.
  private func sha256(_ used: Used) throws -> String {
    try ModelDigest(cacheFolder: context.cacheFolder).sha256(of: used.path)
  }

  /// Does something with the model, and turns its errors into failures of the command.
  func onModel<Result>(_ used: Used? = nil, _ work: () async throws -> Result) async throws -> Result {
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

  /// What is told of the model in JSON.
  func report(_ used: Used?) throws -> JSONReport.Model {
    JSONReport.Model(
      name: used?.file.name ?? shownName, adapter: used?.adapter?.file,
      sha256: try used.map(sha256), server: nil)
  }
}
