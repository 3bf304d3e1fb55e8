// SPDX-License-Identifier: Apache-2.0

import EmendLlama
import EmendModels
import EmendServer
import EmendTemplates

/// What is said of the model: a file, or one behind a server.
extension DoctorCommand {
  /// The model's file, why it is this one, and whether it can be loaded.
  func modelLines(
    _ setting: Setting<String>?, in context: CommandContext, problems: inout [String]
  ) async -> [(String, String)] {
    var lines: [(String, String)] = []
    do {
      let file = try ModelFile(setting?.value, origin: setting?.origin.description ?? "the default", in: context)
      lines = [("model", file.name), ("  file", file.path), ("  chosen by", file.reason)]
      lines += Self.optimizationLines(file)
      if let size = file.size { lines.append(("  size", "\(megabytes(size)) MB")) }
      lines.append(("  sha256", try ModelDigest(cacheFolder: context.cacheFolder).sha256(of: file.path, fresh: true)))
      var loaded = file.path
      if model.adapter,
        let rephrase = try? TemplateCatalog(folders: context.templateFolders).template(named: "rephrase"),
        let adapted = try await AdaptedModel(rephrase, base: file, in: context)
      {
        lines.append(("  adapter", adapted.summary))
        loaded = adapted.path ?? loaded
      }
      try await context.makeModel(loaded, CommandContext.EngineOptions()).load()
      return lines
    } catch let failure as CommandFailure {
      problems.append(failure.description)
    } catch let error as ModelError {
      problems.append(error.description)
    } catch {
      problems.append("the model cannot be read")
    }
    return lines.isEmpty ? [("model", "none found, see below")] : lines + [("  state", "cannot be used, see below")]
  }

  private static func optimizationLines(_ file: ModelFile) -> [(String, String)] {
    switch file.optimization {
    case .none: []
    case .used(let original?): [("  optimized", "in place of \(original); delete the file to go back to that")]
    case .used(nil): [("  optimized", "by 'emend model optimize'; its original is not there any more")]
    case .stale(let path):
      [
        (
          "  optimized",
          "no: \(path) is older than the model; run 'emend model optimize \(file.name)' again, or delete it"
        )
      ]
    }
  }

  // MARK: Servers

  /// What a server says of itself and of the model that would be asked, and how it would be.
  func serverLines(
    _ server: ServerModel, _ settings: Configuration, in context: CommandContext, problems: inout [String]
  ) async -> [(String, String)] {
    var lines = [("server", "\(server.address)"), ("  chosen by", settings.serverAddress?.origin.description ?? "")]
    if context.variable("EMEND_API_KEY") != nil { lines.append(("  API key", "EMEND_API_KEY")) }
    let facts: ServerFacts
    do {
      facts = try await server.facts()
    } catch {
      problems.append((error as? ModelError)?.description ?? "the server \(server.address) was not asked to the end")
      return lines + [("  state", "cannot be used, see below")]
    }
    let others = facts.models.filter { $0 != facts.model }
    let parallel = settings.parallel.map { "\($0.value) (\($0.origin))" }
    lines += [
      ("  kind", facts.kind.rawValue + (facts.version.map { " \($0)" } ?? "")),
      (
        "  at a time",
        parallel ?? facts.slots.map { count($0, "request") }
          ?? "\(count(facts.kind.usualSlots, "request")), since it does not say how many it takes"
      ),
      ("model", facts.model),
      ("  chosen by", settings.model?.origin.description ?? "the server"),
      ("  others", others.isEmpty ? "none" : others.abridgedList),
      (
        "  context",
        settings.context.map { "\(count($0.value, "token")) (\($0.origin))" }
          ?? facts.contextLimit.map { count($0, "token") } ?? "it does not say"
      ),
      (
        "  ranking",
        facts.tellsLikelihoods
          ? "as with the embedded engine"
          : "none: it does not say how likely a text is, so all is taken that passes the checks"
      ),
    ]
    return lines
  }

  /// The servers that run on this machine, each with what asks it.
  func localServerLines() async -> [(String, String)] {
    let servers = await LocalServers.find()
    guard !servers.isEmpty else { return [("servers", "none on the usual ports of this machine")] }
    return [("servers", "found on this machine; not asked unless --server names one")]
      + servers.flatMap { server in
        let models = server.models.isEmpty ? "no model" : server.models.abridgedList
        return [("  \(server.kind.rawValue)", "\(server.address) (\(models))"), ("    use it", Self.use(of: server))]
      }
  }

  private static func use(of server: LocalServers.Found) -> String {
    let command = "emend rephrase … --server \(server.address)"
    return switch server.ownModels.count {
    case 0: server.models.isEmpty ? "load a model there first" : "not possible: its models run in a cloud"
    case 1 where server.models.count == 1: command
    case 1: "\(command) -m \(server.ownModels[0].asShellWord)"
    default: "\(command) -m NAME, with one of its models"
    }
  }
}
