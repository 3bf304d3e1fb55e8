// SPDX-License-Identifier: Apache-2.0

/// Where a server listens.
///
/// ```swift
/// try ServerAddress("localhost:11434/v1/").description  // "http://localhost:11434"
/// ```
package struct ServerAddress: Equatable, Sendable, CustomStringConvertible {
  /// What is connected to.
  package enum Place: Equatable, Sendable {
    /// A host's name in lower case or numeric address, without the brackets of IPv6.
    case host(String, port: Int, usesTLS: Bool)
    /// The path of a Unix socket.
    case unix(path: String)
  }

  package let place: Place
  /// What stands before `/v1` in the path of every request, without a slash at its end; empty for nothing.
  package let basePath: String

  package init(_ place: Place, basePath: String = "") {
    self.place = place
    self.basePath = basePath
  }

  /// As it is written in full, without `/v1`; what ``init(_:)`` reads as this very address.
  package var description: String {
    switch place {
    case .unix(let path): "unix:\(path)"
    case .host(_, _, let usesTLS): "\(usesTLS ? "https" : "http")://\(authority)\(basePath)"
    }
  }

  /// The host as it stands in a URL, IPv6 in brackets, with the port if it is not the usual one; of a Unix socket
  /// `localhost`.
  var authority: String {
    guard case .host(let name, let port, let usesTLS) = place else { return "localhost" }
    let host = name.contains(":") ? "[\(name)]" : name
    return port == Self.defaultPort(usesTLS: usesTLS) ? host : "\(host):\(port)"
  }

  /// The port of a URL that names none.
  static func defaultPort(usesTLS: Bool) -> Int { usesTLS ? 443 : 80 }
}
