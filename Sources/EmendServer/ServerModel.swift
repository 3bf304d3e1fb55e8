// SPDX-License-Identifier: Apache-2.0

package import EmendModels

/// A model behind an OpenAI-compatible server.
package struct ServerModel: LanguageModel {
  package struct Options: Sendable {
    package var policy: HostPolicy
    /// What the server calls the model; `nil` for the one that it has, or has loaded.
    package var model: String?
    /// Sent as a bearer token; `nil` for none.
    package var apiKey: String?
    /// The most requests in flight; `nil` for as many as the server says it answers at once.
    package var parallel: Int?
    /// The most tokens of a prompt and its answer; `nil` for what the server says.
    package var maxContext: Int?
    package var timeouts: ServerTimeouts

    package init(
      policy: HostPolicy = HostPolicy(), model: String? = nil, apiKey: String? = nil, parallel: Int? = nil,
      maxContext: Int? = nil, timeouts: ServerTimeouts = .standard
    ) {
      self.policy = policy
      self.model = model
      self.apiKey = apiKey
      self.parallel = parallel
      self.maxContext = maxContext
      self.timeouts = timeouts
    }
  }

  package let address: ServerAddress

  package init(_ address: ServerAddress, options: Options = Options()) { self.address = address }

  /// What the server says of itself and its model; it is asked once.
  ///
  /// - Throws: ``ModelError/server(_:)`` if it is not allowed, cannot be reached, or has no such model.
  package func facts() async throws(ModelError) -> ServerFacts { throw .noModel }

  package func generate(_ requests: [GenerationRequest]) -> AsyncThrowingStream<GenerationEvent, any Error> {
    AsyncThrowingStream(of: { _ in throw ModelError.noModel })
  }

  package func score(_ requests: [ScoringRequest]) async throws -> [Result<TextScore, ModelError>] { [] }

  package func load() async throws { _ = try await facts() }

  package func rendered(_ prompt: Prompt) async throws -> String { "" }
}

/// How long a server is waited for.
package struct ServerTimeouts: Equatable, Sendable {
  /// Until it accepts the connection.
  package var connect: Duration
  /// Until the first token, the model's loading and the prompt included.
  package var firstToken: Duration
  /// Between two tokens.
  package var betweenTokens: Duration
  /// Before the second try; twice as long before each further one.
  package var backoff: Duration

  package init(connect: Duration, firstToken: Duration, betweenTokens: Duration, backoff: Duration) {
    self.connect = connect
    self.firstToken = firstToken
    self.betweenTokens = betweenTokens
    self.backoff = backoff
  }

  package static let standard = ServerTimeouts(
    connect: .seconds(5), firstToken: .seconds(300), betweenTokens: .seconds(60), backoff: .milliseconds(250))
}
