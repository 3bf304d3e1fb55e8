// SPDX-License-Identifier: Apache-2.0

import EmendHistory
import EmendLlama
import EmendModels
import EmendServer
import EmendTemplates

/// Which model a run asks, how it is opened, until when it is asked, and whether its answers are kept.
struct ModelSetup {
  /// What the settings ask for.
  private enum Wanted {
    /// A name or a path; `nil` for the default model.
    case file(Setting<String>?)
    /// What the server calls the model; `nil` for the one that it has.
    case server(ServerModel, name: String?)
  }

  private let wanted: Wanted
  private let usesAdapter: Bool
  private let engine: CommandContext.EngineOptions
  private let isFresh: Bool
  private let isQuiet: Bool
  private let deadline: ContinuousClock.Instant?
  /// `nil` if answers are neither looked up nor kept.
  private let cache: AnswerCache?
  private let context: CommandContext

  /// - Parameter deadline: When the model is asked no more; what is known already is answered all the same.
  init(
    _ model: ModelOptions, cache: CacheOptions, isQuiet: Bool, settings: Configuration,
    until deadline: ContinuousClock.Instant? = nil, context: CommandContext
  ) throws {
    self.context = context
    self.cache = cache.noCache ? nil : context.answerCache
    self.isQuiet = isQuiet
    self.deadline = deadline
    isFresh = cache.fresh
    let settings = settings.overridden(by: try model.overrides(in: context))
    if let server = try settings.serverModel(in: context) {
      wanted = .server(server, name: settings.model?.value)
    } else {
      wanted = .file(settings.model)
    }
    usesAdapter = model.adapter
    engine = CommandContext.EngineOptions(
      threads: settings.threads?.value, maxContext: settings.context?.value,
      speculates: model.speculation, prefixFolder: cache.noCache ? nil : context.cacheFolder.map { "\($0)/prefixes" })
  }

  /// Why no answers are kept; `nil` if they are.
  var cacheProblem: String? { cache?.problem }

  /// A template as it is for the family of the model; as it stands if that cannot be told.
  func adapted(_ template: Template) async -> Template {
    guard !template.families.isEmpty else { return template }
    switch wanted {
    case .file(let name):
      return template.adapted(to: try? await file(name).facts(in: context).family)
    case .server(let server, let name):
      let name = if let name { name } else { try? await facts(of: server).model }
      return template.adapted(to: name.map(ModelFacts.family(named:)))
    }
  }

  /// Whether the model has the adapter that a template names, or will have it once it is merged.
  func hasAdapter(for template: Template) async throws -> Bool {
    guard case .file(let name) = wanted else { return false }
    return try await adaptedModel(file(name), for: template) != nil
  }

  // MARK: Opening

  /// Finds the model, and merges the template's adapter into it if that has not been done.
  ///
  /// - Parameter isNeeded: Whether there is something to ask; where there is not, nothing is merged and no server asked.
  /// - Returns: `nil` where a server has not said what it is: nobody asked, or the time was up before.
  func used(for template: Template, isNeeded: Bool) async throws -> UsedModel? {
    switch wanted {
    case .file(let name): return try await used(file(name), for: template, isNeeded: isNeeded)
    case .server(let server, _):
      guard isNeeded else { return nil }
      do {
        return .server(server, try await facts(of: server))
      } catch let error as ModelError {
        // A server that was cut short may say so in its own way.
        if let deadline, deadline <= .now { return nil }
        throw CommandFailure(error.description)
      }
    }
  }

  private func used(_ file: ModelFile, for template: Template, isNeeded: Bool) async throws -> UsedModel {
    guard isNeeded, let adapted = try await adaptedModel(file, for: template) else {
      return .file(file, loaded: file.path, adapter: nil)
    }
    do {
      let path = try await adapted.merged()
      if adapted.path == nil, !isQuiet {
        context.tell("merged the adapter \(adapted.adapter.file) into \(file.name), once")
      }
      return .file(file, loaded: path, adapter: adapted.adapter)
    } catch let error as ModelError {
      context.tell("emend: going on without the adapter \(adapted.adapter.file): \(error.description)")
      return .file(file, loaded: file.path, adapter: nil)
    }
  }

  private func file(_ name: Setting<String>?) throws -> ModelFile {
    try ModelFile(name?.value, origin: name?.origin.description ?? "the default", in: context)
  }

  /// The adapter that a template names for a model; `nil` if there is none, or none is to be used.
  private func adaptedModel(_ file: ModelFile, for template: Template) async throws -> AdaptedModel? {
    guard usesAdapter else { return nil }
    return try await AdaptedModel(template, base: file, in: context)
  }

  private func facts(of server: ServerModel) async throws -> ServerFacts {
    // It is asked once: what loading found out is known then.
    try await inTime(server).load()
    return try await server.facts()
  }

  private func inTime(_ model: any LanguageModel) -> any LanguageModel {
    if let deadline { BudgetedModel(model, until: deadline) } else { model }
  }

  /// The model itself, without adapter and cache: for what is not an answer.
  func bare() throws -> any LanguageModel {
    switch wanted {
    case .file(let name): context.makeModel(try file(name).path, engine)
    case .server(let server, _): server
    }
  }

  /// The same where it is embedded; `nil` if there is none.
  var embedded: (any LanguageModel)? {
    guard case .file = wanted else { return nil }
    return try? bare()
  }

  /// - Parameter used: `nil` if there is none: nothing is answered.
  func model(_ used: UsedModel?) -> any LanguageModel {
    let model: any LanguageModel
    switch used {
    case .file(_, let path, _): model = inTime(context.makeModel(path, engine))
    case .server(let server, _): model = inTime(server)
    case nil: return inTime(MissingModel())
    }
    guard let used, let cache else { return model }
    // What does not fit one context may fit another.
    let limit = engine.maxContext.map { ", context \($0)" } ?? ""
    return CachedModel(
      model, identity: .init(engine: used.engine + limit) { try used.identity(in: context) }, cache: cache,
      isFresh: isFresh)
  }

  /// What was decided about passages with a template and this model.
  func decisions(_ used: UsedModel?, template: String) -> Decisions {
    Decisions(used == nil ? nil : context.settledPassages, isFresh: isFresh, template: template) {
      try used?.identity(in: context) ?? ""
    }
  }

  /// Does something with the model, and turns its errors into failures of the command.
  func onModel<Result>(_ used: UsedModel? = nil, _ work: () async throws -> Result) async throws -> Result {
    do {
      return try await work()
    } catch let error as ModelError {
      switch error {
      case .cannotLoad(let path, _), .notGGUF(let path):
        guard case .file(let file, _, .some) = used, path != file.path else { break }
        throw CommandFailure("the merged model \(path) is damaged or incomplete; delete it, and emend merges it again")
      default: break
      }
      throw CommandFailure(error.description)
    }
  }

  /// What is told of the model in JSON.
  func report(_ used: UsedModel?) throws -> JSONReport.Model {
    let (name, server): (String?, ServerModel?) =
      switch wanted {
      case .file(let name): (name?.value ?? ModelFile.defaultName, nil)
      case .server(let server, let name): (name, server)
      }
    return JSONReport.Model(
      name: used?.name ?? name, adapter: used?.adapter?.file, sha256: try used?.sha256(in: context),
      server: server?.address.description)
  }
}

extension ModelFacts {
  /// The family of a model by what a server calls it, as far as that begins with it: `smollm2:135m`,
  /// `/models/SmolLM2-135M-Instruct.Q4_1.gguf`.
  static func family(named name: String) -> String {
    let file = name.lowercased().split(separator: "/").last ?? ""
    return String(file.hasSuffix(".gguf") ? file.dropLast(5) : file).replacing(":", with: "-")
  }
}
