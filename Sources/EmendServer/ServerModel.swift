// SPDX-License-Identifier: Apache-2.0

package import EmendModels
import Synchronization

/// A model behind an OpenAI-compatible server.
///
/// Nothing is connected to before something is asked.
package final class ServerModel: LanguageModel {
  /// How a server is asked.
  package struct Options: Sendable {
    package var policy: HostPolicy
    /// What the server calls the model; `nil` for the one that it has, or has loaded.
    package var model: String?
    /// Where that was set, for messages; `nil` if that goes without saying.
    package var modelOrigin: String?
    /// Sent as a bearer token; `nil` for none.
    package var apiKey: String?
    /// The most requests in flight; `nil` for as many as the server says it answers at once.
    package var parallel: Int?
    /// The most tokens of a prompt and its answer; `nil` for what the server says.
    package var maxContext: Int?
    package var timeouts: ServerTimeouts

    package init(
      policy: HostPolicy = HostPolicy(), model: String? = nil, modelOrigin: String? = nil, apiKey: String? = nil,
      parallel: Int? = nil,
      maxContext: Int? = nil, timeouts: ServerTimeouts = .standard
    ) {
      self.policy = policy
      self.model = model
      self.modelOrigin = modelOrigin
      self.apiKey = apiKey
      self.parallel = parallel
      self.maxContext = maxContext
      self.timeouts = timeouts
    }
  }

  package let address: ServerAddress
  private let options: Options
  /// Opened once, by whoever comes first; kept only if that succeeds.
  private let opening = Mutex<Task<ServerSession, any Error>?>(nil)

  package init(_ address: ServerAddress, options: Options = Options()) {
    self.address = address
    self.options = options
  }

  /// What the server says of itself and its model; it is asked once.
  ///
  /// - Throws: ``ModelError/server(_:)`` if it is not allowed, cannot be reached, or has no such model.
  package func facts() async throws -> ServerFacts { try await session().facts }

  package func load() async throws { _ = try await session() }

  package func rendered(_ prompt: Prompt) async throws -> String {
    let session = try await session()
    guard session.facts.kind == .llamaServer else {
      // Only the server knows its chat template; this is what it is sent.
      let messages =
        prompt.messages + (prompt.answerPrefix.isEmpty ? [] : [.init(role: .assistant, content: prompt.answerPrefix)])
      return messages.map { "[\($0.role.rawValue)]\n\($0.content)\n" }.joined(separator: "\n")
    }
    return try await result { try await session.tokenizer.rendered(prompt) }.get()
  }

  package func generate(_ requests: [GenerationRequest]) -> AsyncThrowingStream<GenerationEvent, any Error> {
    AsyncThrowingStream(of: { yield in
      guard !requests.isEmpty else { return }
      let session = try await self.session()
      try await self.forEach(requests, in: session) { index, request in
        let result = try await self.result {
          try await session.answer(to: request) { yield(.piece(request: index, text: $0, tokens: 1)) }
        }
        yield(.finished(request: index, result: result))
      }
    })
  }

  package func score(_ requests: [ScoringRequest]) async throws -> [Result<TextScore, ModelError>] {
    guard !requests.isEmpty else { return [] }
    let session = try await session()
    guard let scoring = ServerScoring(session) else {
      let reason = "\(session.facts.kind.rawValue) at \(address) does not tell how likely a text is"
      return requests.map { _ in .failure(.server(reason)) }
    }
    let scores = Mutex([Result<TextScore, ModelError>](repeating: .failure(.noModel), count: requests.count))
    try await forEach(ServerScoring.groups(of: requests), in: session) { _, indices in
      var group = scoring.group
      for index in indices {
        let result = try await self.result { try await group.score(of: requests[index]) }
        scores.withLock { $0[index] = result }
      }
    }
    return scores.withLock { $0 }
  }

  /// Works on requests in order, on a few more than can be in flight: these are made ready meanwhile.
  private func forEach<Request: Sendable>(
    _ requests: [Request], in session: ServerSession, _ work: @escaping @Sendable (Int, Request) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, request) in requests.enumerated() {
        if index >= session.lanes.count * 2 { try await group.next() }
        group.addTask { try await work(index, request) }
      }
      try await group.waitForAll()
    }
  }

  // MARK: Sessions and errors

  private func session() async throws -> ServerSession {
    let task = opening.withLock { opening in
      if let opening { return opening }
      let task = Task { [address, options] in try await ServerSession.open(address, options) }
      opening = task
      return task
    }
    do {
      return try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        task.cancel()
      }
    } catch {
      opening.withLock { if $0 == task { $0 = nil } }
      throw error
    }
  }

  /// What comes of one request; only cancellation concerns the others.
  private func result<Value>(_ work: () async throws -> Value) async throws -> Result<Value, ModelError> {
    do {
      return .success(try await work())
    } catch let trouble as ServerTrouble {
      return .failure(trouble.error(at: address))
    } catch let error as ModelError {
      return .failure(error)
    }
  }
}
