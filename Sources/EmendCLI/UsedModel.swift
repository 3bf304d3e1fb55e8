// SPDX-License-Identifier: Apache-2.0

import EmendLlama
import EmendServer
import EmendTemplates

/// The model that a run asks: a file that the embedded engine loads, or one behind a server.
enum UsedModel {
  /// What is loaded lies at a path: the file itself, or a template's adapter and it, merged.
  case file(ModelFile, loaded: String, adapter: Template.Adapter?)
  case server(ServerModel, ServerFacts)

  var name: String {
    switch self {
    case .file(let file, _, _): file.name
    case .server(_, let facts): facts.model
    }
  }

  /// The template's adapter, if the model has it.
  var adapter: Template.Adapter? {
    switch self {
    case .file(_, _, let adapter): adapter
    case .server: nil
    }
  }

  /// The server, by its kind and address, if it cannot say how likely a text is.
  var unrankedServer: String? {
    guard case .server(let model, let facts) = self, !facts.tellsLikelihoods else { return nil }
    return "\(facts.kind.rawValue) at \(model.address)"
  }

  // MARK: Identity

  /// What runs it.
  ///
  /// Answers of another emend, llama.cpp or server are not taken: it may sample or cut off differently.
  var engine: String {
    let runner =
      switch self {
      case .file: "llama.cpp \(LlamaRuntime.version)"
      case .server(let model, let facts): "\(facts.kind.rawValue) \(facts.version ?? "unknown"), \(model.address)"
      }
    return "emend \(EmendCommand.version), \(runner)"
  }

  /// What tells the model from any other: a file's SHA-256, or what its server says of it.
  func identity(in context: CommandContext) throws -> String {
    switch self {
    case .file: try sha256(in: context) ?? ""
    case .server(_, let facts): facts.fingerprint
    }
  }

  /// Of what is loaded; `nil` where a server has the file.
  func sha256(in context: CommandContext) throws -> String? {
    switch self {
    case .file(_, let path, _): try ModelDigest(cacheFolder: context.cacheFolder).sha256(of: path)
    case .server: nil
    }
  }
}
