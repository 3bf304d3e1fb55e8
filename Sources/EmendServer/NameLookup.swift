// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Foundation

/// Tells the addresses of a name.
///
/// - Throws: ``ModelError/server(_:)`` that says why there are none.
typealias NameLookup = @Sendable (_ name: String) throws(ModelError) -> [IPAddress]

extension HostPolicy {
  /// Asks the system, which asks its own files and then whatever name servers it is set up with.
  static let systemLookup: NameLookup = { name throws(ModelError) in
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    // Once for each address, not for each kind of socket.
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var first: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(name, nil, &hints, &first)
    guard status == 0 else {
      throw .server("\(name) was not found (\(String(cString: gai_strerror(status)))); check how it is written")
    }
    defer { freeaddrinfo(first) }

    var addresses: [IPAddress] = []
    var next = first
    while let entry = next?.pointee {
      // Numbers as text, the zone of link-local addresses included.
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      let status = getnameinfo(
        entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
      let digits = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      // What cannot be judged is not connected to, and the name with it.
      guard status == 0, let address = IPAddress.literal(digits) else {
        throw .server("\(name) has an address that cannot be judged; write its numeric address instead")
      }
      if !addresses.contains(address) { addresses.append(address) }
      next = entry.ai_next
    }
    return addresses
  }
}
