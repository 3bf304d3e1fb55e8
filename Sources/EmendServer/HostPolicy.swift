// SPDX-License-Identifier: Apache-2.0

package import EmendModels

/// Which hosts may be connected to: this machine, and what the user's own configuration lists.
package struct HostPolicy: Equatable, Sendable {
  /// Names and numeric addresses, as they were listed.
  package var allowedHosts: [String]
  /// Whether those of them may be public.
  package var allowsPublicHosts: Bool

  package init(allowedHosts: [String] = [], allowsPublicHosts: Bool = false) {
    self.allowedHosts = allowedHosts
    self.allowsPublicHosts = allowsPublicHosts
  }

  /// Returns the addresses to connect to, nearest first, all of them allowed; names are looked up here and nowhere else.
  ///
  /// - Throws: ``ModelError/server(_:)`` that says why it is refused, or not found, and what to do.
  package func resolve(_ address: ServerAddress) throws(ModelError) -> [ResolvedAddress] { [] }
}

/// A socket address that ``HostPolicy`` allows.
package enum ResolvedAddress: Equatable, Sendable {
  /// A numeric address of IPv4 or IPv6.
  case ip(String, port: Int)
  case unix(path: String)
}
