// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A numeric address of IPv4 or IPv6.
enum IPAddress: Hashable, Sendable {
  case v4(UInt32)
  /// The zone names the network that a link-local address is meant in.
  case v6(UInt128, zone: String?)

  /// Reads an address as people and the resolver write it; `nil` for anything else, names and numbers such as `127.1` too.
  ///
  /// IPv4 that is written as IPv6 (`::ffff:127.0.0.1`) is IPv4: that is where the system connects to.
  static func literal(_ text: String) -> IPAddress? {
    if !text.contains(":") { return v4(text).map(IPAddress.v4) }
    let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    guard let bits = v6(String(parts[0])) else { return nil }
    let address =
      bits.begins(with: 0xFFFF, length: 96) ? IPAddress.v4(UInt32(truncatingIfNeeded: bits)) : .v6(bits, zone: nil)
    guard parts.count == 2 else { return address }
    guard case .v6 = address, address.reach == .linkLocal, !parts[1].isEmpty,
      parts[1].utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"%/[]@:".utf8.contains($0) })
    else { return nil }
    return .v6(bits, zone: String(parts[1]))
  }

  /// inet_pton of some systems takes leading zeros, for octal or for decimal; four plain numbers are what all agree on.
  private static func v4(_ text: String) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bits: UInt32 = 0
    for part in parts {
      guard let number = UInt8(part), String(number) == part else { return nil }
      bits = bits << 8 | UInt32(number)
    }
    return bits
  }

  private static func v6(_ text: String) -> UInt128? {
    var address = in6_addr()
    guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
    return withUnsafeBytes(of: address) { bytes in bytes.reduce(0) { $0 << 8 | UInt128($1) } }
  }
}

extension IPAddress: CustomStringConvertible {
  /// As it is usually written (RFC 5952), with its zone, without brackets.
  var description: String {
    switch self {
    case .v4(let bits):
      return stride(from: 24, through: 0, by: -8).map { String(bits >> UInt32($0) & 0xFF) }.joined(separator: ".")
    case .v6(let bits, let zone):
      var address = bits.bigEndian
      var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
      inet_ntop(AF_INET6, &address, &text, socklen_t(text.count))
      let digits = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      return digits + (zone.map { "%\($0)" } ?? "")
    }
  }
}

// MARK: Reach

extension IPAddress {
  /// How far away what answers at an address can be.
  enum Reach: Int, Hashable, Sendable {
    /// This machine.
    case loopback
    /// The network that the machine is connected to.
    case linkLocal
    /// Networks of one owner.
    case privateUse
    /// Anywhere, and whatever is not known to be nearer.
    case everywhere
    /// Nothing that a connection can be made to, or not what the address says.
    case none
  }

  /// After IANA's registries of special-purpose addresses.
  var reach: Reach {
    switch self {
    case .v4(let bits): Self.reach(v4: bits)
    case .v6(let bits, _): Self.reach(v6: bits)
    }
  }

  private static func reach(v4 bits: UInt32) -> Reach {
    switch bits {
    case 0x0000_0000...0x00FF_FFFF: .none  // 0.0.0.0/8, which Linux takes for this machine
    case 0x0A00_0000...0x0AFF_FFFF: .privateUse  // 10.0.0.0/8
    case 0x6440_0000...0x647F_FFFF: .privateUse  // 100.64.0.0/10, of carriers and of private overlay networks
    case 0x7F00_0000...0x7FFF_FFFF: .loopback  // 127.0.0.0/8
    case 0xA9FE_0000...0xA9FE_FFFF: .linkLocal  // 169.254.0.0/16
    case 0xAC10_0000...0xAC1F_FFFF: .privateUse  // 172.16.0.0/12
    case 0xC0A8_0000...0xC0A8_FFFF: .privateUse  // 192.168.0.0/16
    case 0xE000_0000...0xFFFF_FFFF: .none  // 224.0.0.0/4 for groups, 240.0.0.0/4 for no use, broadcast
    default: .everywhere
    }
  }

  private static func reach(v6 bits: UInt128) -> Reach {
    if bits == 0 { return .none }
    if bits == 1 { return .loopback }
    if bits.begins(with: 0xFFFF, length: 96) { return reach(v4: UInt32(truncatingIfNeeded: bits)) }
    if bits.begins(with: 0xFE80 >> 6, length: 10) { return .linkLocal }  // fe80::/10
    if bits.begins(with: 0xFC00 >> 9, length: 7) { return .privateUse }  // fc00::/7
    if bits.begins(with: 0xFF, length: 8) { return .none }  // ff00::/8, groups
    // IPv4 behind a gateway, NAT64 and 6to4: the gateway's own loopback and networks are not this machine's.
    if bits.begins(with: 0x0064_FF9B << 64, length: 96) {
      return reach(v4: UInt32(truncatingIfNeeded: bits)) == .everywhere ? .everywhere : .none
    }
    if bits.begins(with: 0x2002, length: 16) {
      return reach(v4: UInt32(truncatingIfNeeded: bits >> 80)) == .everywhere ? .everywhere : .none
    }
    return .everywhere
  }
}

extension UInt128 {
  /// Whether the first `length` bits are this number.
  fileprivate func begins(with prefix: UInt128, length: Int) -> Bool { self >> UInt128(128 - length) == prefix }
}
