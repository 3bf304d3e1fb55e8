// SPDX-License-Identifier: Apache-2.0

package import EmendModels

/// Where a server listens.
package struct ServerAddress: Equatable, Sendable, CustomStringConvertible {
  /// What is connected to.
  package enum Place: Equatable, Sendable {
    /// A host's name or numeric address, without the brackets of IPv6.
    case host(String, port: Int, usesTLS: Bool)
    /// The path of a Unix socket.
    case unix(path: String)
  }

  package let place: Place
  /// What stands before `/v1` in the path of every request, without a slash at its end; empty for nothing.
  package let basePath: String

  /// Reads what `--server` takes, such as `http://127.0.0.1:8080`, `localhost:11434/v1` or `unix:/run/llama.sock`.
  ///
  /// - Throws: ``ModelError/server(_:)`` that says what is wrong with it.
  package init(_ text: String) throws(ModelError) { throw .server("not written yet: \(text)") }

  /// As it is written in full, without `/v1`.
  package var description: String { "" }
}
