// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A port of the loopback whose queue is full: further connections are neither accepted nor refused.
package final class FullListener: Sendable {
  package let port: Int
  private let sockets: [Int32]

  package init() throws {
    func made() throws -> Int32 {
      let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      guard socket >= 0 else { throw Failure(call: "socket", code: errno) }
      // Connecting, too, does not wait.
      _ = fcntl(socket, F_SETFL, O_NONBLOCK)
      return socket
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = try made()
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 0) == 0 && getsockname(listener, address, &length) == 0
      }
    }
    guard status else { throw Failure(call: "listen", code: errno) }
    port = Int(UInt16(bigEndian: address.sin_port))
    // A queue for none takes one or two all the same.
    let clients = try (0..<4).map { _ in try made() }
    for client in clients {
      withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = connect(client, $0, length) }
      }
    }
    sockets = [listener] + clients
  }

  deinit { for socket in sockets { close(socket) } }

  package struct Failure: Error {
    let call: String
    let code: Int32
  }
}
