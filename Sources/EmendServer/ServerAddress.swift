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
    case .host(_, let port, let usesTLS):
      "\(usesTLS ? "https" : "http")://\(hostInURL)"
        + (port == Self.defaultPort(usesTLS: usesTLS) ? "" : ":\(port)") + basePath
    }
  }

  /// The host as it stands in a URL, IPv6 in brackets; of a Unix socket `localhost`.
  private var hostInURL: String {
    switch place {
    case .unix: "localhost"
    case .host(let host, _, _): host.contains(":") ? "[\(host)]" : host
    }
  }

  /// The port of a URL that names none.
  static func defaultPort(usesTLS: Bool) -> Int { usesTLS ? 443 : 80 }
}
