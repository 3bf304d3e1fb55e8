// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// Finds out which program a server is, and what it says of the model that is asked.
struct ServerProbe {
  let client: ServerClient
  /// The name that the user gave; `nil` for the model that is there.
  let wanted: String?
  /// Where they gave it, for messages; `nil` if that goes without saying.
  var wantedBy: String?

  /// An entry of `/v1/models`; what it says besides its name differs.
  struct Model: Decodable, Sendable {
    struct Meta: Decodable, Sendable { var nCtx, nParams, size, nVocab: Int? }
    let id: String
    var ownedBy, root: String?
    var aliases: [String]?
    var maxModelLen: Int?
    var meta: Meta?
  }

  struct Models: Decodable, Sendable {
    let data: [Model]
  }

  func facts() async throws -> ServerFacts {
    let models = try await models()
    let (kind, version) = try await kind(of: models)
    var facts = ServerFacts(
      kind: kind, version: version, model: "", models: models.map(\.id), tellsLikelihoods: false, fingerprint: "")
    var details: [String] = []
    switch kind {
    case .llamaServer:
      let model = try choose(models, loaded: [])
      facts.model = model.id
      details = try await llamaServer(&facts, model)
    case .ollama:
      details = try await ollama(&facts, models)
    case .vLLM:
      let model = try choose(models, loaded: [])
      (facts.model, facts.contextLimit) = (model.id, model.maxModelLen)
      facts.version = try? await client.get("/version", as: Version.self).version
      details = [model.root ?? ""]
    case .lmStudio:
      try await lmStudio(&facts, models)
    case .llamaCppPython, .other:
      facts.model = try choose(models, loaded: []).id
    }
    if Self.isElsewhere(facts.model) { throw elsewhere(facts.model) }
    facts.version = facts.version?.inOneLine
    facts.fingerprint = ([facts.model] + details).joined(separator: "\n")
    return facts
  }

  func models() async throws -> [Model] {
    do {
      // No model is called so, but a terminal would obey.
      return try await client.get("/v1/models", as: Models.self).data.filter { !$0.id.hasControlCharacters }
    } catch ServerTrouble.status(404, _, _) {
      // A server that lists nothing may still answer to a name.
      guard let wanted else {
        throw ModelError.server(
          "the server \(client.address) lists no models (/v1/models); if it is OpenAI-compatible, name one with --model"
        )
      }
      return [Model(id: wanted)]
    }
  }

  // MARK: Which program

  private struct Version: Decodable { let version: String }

  /// The program, and its version if that tells which it is.
  ///
  /// Whether it is an Ollama is asked first, since that may send texts on: who owns a model there is who published it, so
  /// that it can look like any other server's.
  func kind(of models: [Model]) async throws -> (ServerKind, version: String?) {
    if let version = try await ollamaVersion() { return (.ollama, version) }
    return switch models.first?.ownedBy {
    case "llamacpp": (.llamaServer, nil)
    case "vllm": (.vLLM, nil)
    case "me": (.llamaCppPython, nil)
    case "organization_owner": (.lmStudio, nil)
    default: (.other, nil)
    }
  }

  /// `nil` if the server has clearly no such thing; what leaves that open is thrown.
  private func ollamaVersion() async throws -> String? {
    do {
      return try await client.get("/api/version", as: Version.self).version
    } catch ServerTrouble.status(400..<500, _, _), ServerTrouble.malformed {
      return nil
    }
  }

  // MARK: Which model

  /// Returns the model that the user named, or else the only one, or the only one that is loaded.
  private func choose(_ models: [Model], loaded: [String]) throws(ModelError) -> Model {
    if let wanted {
      if let model = models.first(where: { $0.isNamed(wanted) }) { return model }
      let origin = wantedBy.map { " (\($0))" } ?? ""
      throw .server(
        "the server \(client.address) has no model \"\(wanted)\"\(origin); it has \(Self.list(models.map(\.id)))")
    }
    let candidates = models.filter { !Self.isElsewhere($0.id) }
    if candidates.count == 1 { return candidates[0] }
    let running = candidates.filter { loaded.contains($0.id) }
    if running.count == 1 { return running[0] }
    if let first = models.first, candidates.isEmpty { throw elsewhere(first.id) }
    throw .server(
      models.isEmpty
        ? "the server \(client.address) has no model; load one there"
        : "the server \(client.address) has \(models.count) models; name one with --model: \(Self.list(models.map(\.id)))"
    )
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.map { "\"\($0)\"" }.abridgedList
  }

  /// Whether a name is one of those by which Ollama offers models that run in its cloud.
  static func isElsewhere(_ name: String) -> Bool {
    let name = name.lowercased()
    return name.hasSuffix("-cloud") || name.hasSuffix(":cloud")
  }

  private func elsewhere(_ name: String) -> ModelError {
    .server(
      "the model \"\(name)\" of \(client.address) does not run on that server but in a cloud, where emend sends nothing; name one that runs there with --model"
    )
  }

  // MARK: What each says

  private func llamaServer(_ facts: inout ServerFacts, _ model: Model) async throws -> [String] {
    struct Properties: Decodable {
      struct Settings: Decodable { var nCtx: Int? }
      var defaultGenerationSettings: Settings?
      var totalSlots: Int?
      var buildInfo, modelPath, chatTemplate, bosToken, eosToken: String?
    }
    let properties = try await client.get("/props", as: Properties.self)
    facts.version = properties.buildInfo
    facts.contextLimit = properties.defaultGenerationSettings?.nCtx ?? model.meta?.nCtx
    facts.slots = properties.totalSlots
    facts.documentStarts = [properties.bosToken, properties.eosToken].compactMap(\.self)
    let meta = [model.meta?.nParams, model.meta?.size, model.meta?.nVocab].map { $0.map(String.init) ?? "" }
    return [properties.modelPath ?? "", properties.chatTemplate ?? ""] + meta
  }

  private func ollama(_ facts: inout ServerFacts, _ models: [Model]) async throws -> [String] {
    struct Entry: Decodable {
      let name: String
      var digest: String?
      var contextLength: Int?
    }
    struct List: Decodable { let models: [Entry] }
    struct Question: Encodable { let model: String }
    struct Details: Decodable { var remoteHost, remoteModel, parameters: String? }
    let running = (try? await client.get("/api/ps", as: List.self).models) ?? []
    facts.model = try choose(models, loaded: running.map(\.name)).id
    let name = facts.model
    if Self.isElsewhere(name) { throw elsewhere(name) }
    let details = try await client.post("/api/show", Question(model: name), as: Details.self)
    if [details.remoteHost, details.remoteModel].contains(where: { !($0 ?? "").isEmpty }) { throw elsewhere(name) }
    let parameter = (details.parameters ?? "").split(whereSeparator: \.isNewline).map {
      $0.split(whereSeparator: \.isWhitespace)
    }.first { $0.first == "num_ctx" }?.last.flatMap { Int($0) }
    // Without a word about it, Ollama cuts longer prompts off (https://docs.ollama.com/context-length).
    facts.contextLimit = running.first { $0.name == name }?.contextLength ?? parameter ?? 4096
    let digest = try? await client.get("/api/tags", as: List.self).models.first { $0.name == name }?.digest
    return [digest ?? ""]
  }

  private func lmStudio(_ facts: inout ServerFacts, _ models: [Model]) async throws {
    struct Entry: Decodable {
      let id: String
      var state: String?
      var loadedContextLength: Int?
    }
    struct List: Decodable { let data: [Entry] }
    let entries = (try? await client.get("/api/v0/models", as: List.self).data) ?? []
    facts.model = try choose(models, loaded: entries.filter { $0.state == "loaded" }.map(\.id)).id
    facts.contextLimit = entries.first { $0.id == facts.model }?.loadedContextLength
  }
}

extension ServerProbe.Model {
  init(id: String) {
    self.id = id
  }

  /// Whether a user may call it so: by its name, without Ollama's `:latest`, or by the file that it was loaded from.
  func isNamed(_ name: String) -> Bool {
    let names = [id] + (aliases ?? [])
    let file = id.split(separator: "/").last.map(String.init) ?? id
    let short = file.hasSuffix(".gguf") ? String(file.dropLast(5)) : file
    return names.contains(name) || [id + ":latest", "\(name):latest"].contains(where: { $0 == id || $0 == name })
      || (id.hasSuffix(".gguf") && [file, short].contains(name))
  }
}
