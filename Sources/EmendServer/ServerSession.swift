// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// A server that was found, with what it says of itself.
struct ServerSession: Sendable {
  let client: ServerClient
  let facts: ServerFacts
  let tokenizer: PromptTokenizer
  let lanes: RequestLanes
  /// The most tokens of a prompt and its answer; `nil` if nobody says.
  let contextLimit: Int?
  /// The token that a document begins with; `nil` if likelihoods cannot be told.
  let documentStart: Int?

  /// Looks the server up and asks it what it is.
  ///
  /// - Throws: ``ModelError/server(_:)``, or `CancellationError`.
  static func open(_ address: ServerAddress, _ options: ServerModel.Options) async throws -> ServerSession {
    let resolved = try options.policy.resolve(address)
    let connection = try ServerConnection(
      address, resolved: resolved, apiKey: options.apiKey, timeouts: options.timeouts)
    let client = ServerClient(connection: connection)
    let retries = RetryPolicy(backoff: options.timeouts.backoff)
    do {
      let opening = RequestLanes(1, retries: retries)
      let probe = ServerProbe(client: client, wanted: options.model, wantedBy: options.modelOrigin)
      var facts = try await opening.patiently { try await probe.facts() }
      let tokenizer = PromptTokenizer(client, kind: facts.kind, model: facts.model)
      var documentStart: Int?
      if facts.kind == .llamaServer {
        let names = facts.documentStarts
        documentStart = try await opening.patiently {
          try await ServerScoring.documentStart(among: names, client, tokenizer)
        }
        facts.tellsLikelihoods = documentStart != nil
      }
      return ServerSession(
        client: client, facts: facts, tokenizer: tokenizer,
        lanes: RequestLanes(max(options.parallel ?? facts.slots ?? facts.kind.usualSlots, 1), retries: retries),
        contextLimit: [options.maxContext, facts.contextLimit].compactMap(\.self).min(), documentStart: documentStart)
    } catch let trouble as ServerTrouble {
      throw trouble.error(at: address)
    }
  }

  /// Checks that a prompt and the room for its answer fit.
  func checkFit(_ tokens: Int) throws(ModelError) {
    if let contextLimit, tokens > contextLimit { throw .promptTooLong(tokens: tokens, limit: contextLimit) }
  }
}

extension ServerKind {
  /// How many requests are sent to a server at once if it does not tell how many it answers.
  package var usualSlots: Int {
    switch self {
    // Its requests wait for one another, and one may even cut off another.
    case .llamaCppPython: 1
    // What comes in is put into batches as it comes.
    case .vLLM: 16
    case .llamaServer, .ollama, .lmStudio, .other: 4
    }
  }
}
