// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// Servers that run on this machine, looked for on the ports that they use by default.
package enum LocalServers {
  package struct Found: Equatable, Sendable {
    package let address: ServerAddress
    package let kind: ServerKind
    /// What it calls the models that it has.
    package let models: [String]

    /// Those that run on the server, and not in a cloud behind it.
    package var ownModels: [String] { models.filter { !ServerProbe.isElsewhere($0) } }

    package init(address: ServerAddress, kind: ServerKind, models: [String]) {
      (self.address, self.kind, self.models) = (address, kind, models)
    }
  }

  /// Those of llama-server, Ollama, LM Studio, and vLLM and llama-cpp-python.
  package static let usualPorts = [8080, 11434, 1234, 8000]

  /// Asks all ports at once, no longer than `limit` together.
  ///
  /// Ports where nothing answers, or something else than such a server, are left out. No key is sent: who listens is not
  /// known beforehand.
  package static func find(
    ports: [Int] = usualPorts, limit: Duration = .milliseconds(200)
  ) async -> [Found] {
    await withTaskGroup(of: Event.self) { group in
      for (index, port) in ports.enumerated() {
        group.addTask { .answer(index, try? await ask(port, limit: limit)) }
      }
      group.addTask {
        try? await Task.sleep(for: limit)
        return .timeIsUp
      }
      var found = [Found?](repeating: nil, count: ports.count)
      var asked = ports.count
      while asked > 0, case .answer(let index, let server)? = await group.next() {
        found[index] = server
        asked -= 1
      }
      group.cancelAll()
      return found.compactMap(\.self)
    }
  }

  private enum Event {
    case answer(Int, Found?)
    case timeIsUp
  }

  private static func ask(_ port: Int, limit: Duration) async throws -> Found {
    let address = ServerAddress(.host("127.0.0.1", port: port, usesTLS: false))
    let timeouts = ServerTimeouts(connect: limit, firstToken: limit, betweenTokens: limit, backoff: limit)
    let connection = try ServerConnection(
      address, resolved: try HostPolicy().resolve(address), apiKey: nil, timeouts: timeouts)
    let probe = ServerProbe(client: ServerClient(connection: connection), wanted: nil)
    let models = try await probe.models()
    return Found(address: address, kind: try await probe.kind(of: models).0, models: models.map(\.id))
  }
}
