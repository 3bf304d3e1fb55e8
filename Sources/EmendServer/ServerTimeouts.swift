// SPDX-License-Identifier: Apache-2.0

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
