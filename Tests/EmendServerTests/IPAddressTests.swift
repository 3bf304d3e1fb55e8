// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendServer

struct IPAddressTests {
  @Test(
    "Every range of IPv4 ends where it should",
    arguments: [
      ("0.0.0.0", .none), ("0.255.255.255", .none), ("1.0.0.0", .everywhere),
      ("9.255.255.255", .everywhere), ("10.0.0.0", .privateUse), ("10.255.255.255", .privateUse),
      ("11.0.0.0", .everywhere),
      ("100.63.255.255", .everywhere), ("100.64.0.0", .privateUse), ("100.127.255.255", .privateUse),
      ("100.128.0.0", .everywhere),
      ("126.255.255.255", .everywhere), ("127.0.0.0", .loopback), ("127.0.0.1", .loopback),
      ("127.255.255.255", .loopback), ("128.0.0.0", .everywhere),
      ("169.253.255.255", .everywhere), ("169.254.0.0", .linkLocal), ("169.254.169.254", .linkLocal),
      ("169.254.255.255", .linkLocal), ("169.255.0.0", .everywhere),
      ("172.15.255.255", .everywhere), ("172.16.0.0", .privateUse), ("172.31.255.255", .privateUse),
      ("172.32.0.0", .everywhere),
      ("192.167.255.255", .everywhere), ("192.168.0.0", .privateUse), ("192.168.255.255", .privateUse),
      ("192.169.0.0", .everywhere),
      ("8.8.8.8", .everywhere), ("192.0.2.1", .everywhere), ("198.18.0.1", .everywhere),
      ("223.255.255.255", .everywhere), ("224.0.0.0", .none), ("239.255.255.255", .none), ("240.0.0.0", .none),
      ("255.255.255.255", .none),
    ] as [(String, IPAddress.Reach)])
  func reachOfIPv4(text: String, reach: IPAddress.Reach) throws {
    let address = try #require(IPAddress.literal(text))
    #expect(address.reach == reach)
    #expect(address.description == text)
    // The same address, written as IPv6.
    #expect(IPAddress.literal("::ffff:\(text)") == address)
  }

  @Test(
    "Every range of IPv6 ends where it should",
    arguments: [
      ("::", .none), ("::1", .loopback), ("::2", .everywhere),
      // Formerly IPv4, and today nothing that a loopback would be.
      ("::127.0.0.1", .everywhere), ("::fffe:7f00:1", .everywhere), ("::1:7f00:1", .everywhere),
      ("::ffff:0:7f00:1", .everywhere),
      ("fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .everywhere), ("fc00::", .privateUse), ("fd00::5", .privateUse),
      ("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .privateUse), ("fe00::", .everywhere),
      ("fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .everywhere), ("fe80::", .linkLocal), ("fe80::1%eth0", .linkLocal),
      ("febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .linkLocal), ("fec0::", .everywhere),
      ("feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .everywhere), ("ff00::", .none), ("ff02::1", .none),
      ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .none),
      ("2606:4700::1111", .everywhere), ("2001:db8::1", .everywhere),
      // NAT64: a gateway's loopback is not ours, and it has no business with private addresses.
      ("64:ff9b::8.8.8.8", .everywhere), ("64:ff9b::127.0.0.1", .none), ("64:ff9b::10.0.0.5", .none),
      ("64:ff9b::0.0.0.0", .none), ("64:ff9b::169.254.169.254", .none), ("64:ff9b:0:0:0:1:7f00:1", .everywhere),
      ("64:ff9a::127.0.0.1", .everywhere), ("64:ff9b:1::127.0.0.1", .everywhere),
      // 6to4
      ("2002:808:808::1", .everywhere), ("2002:7f00:1::1", .none), ("2002:a00:5::", .none),
      ("2003:7f00:1::1", .everywhere),
    ] as [(String, IPAddress.Reach)])
  func reachOfIPv6(text: String, reach: IPAddress.Reach) throws {
    let address = try #require(IPAddress.literal(text))
    #expect(address.reach == reach)
    #expect(IPAddress.literal(address.description) == address)
  }

  @Test(
    "Is written in one way",
    arguments: [
      ("0:0:0:0:0:0:0:1", "::1"), ("FD00:0::0005", "fd00::5"), ("::FFFF:7F00:1", "127.0.0.1"),
      ("FE80::1%Eth0", "fe80::1%Eth0"), ("64:ff9b::808:808", "64:ff9b::808:808"),
    ])
  func writing(text: String, description: String) throws {
    #expect(IPAddress.literal(text)?.description == description)
  }

  @Test(
    "Takes nothing else for an address",
    arguments: [
      "", "localhost", "127.1", "127.0.0", "127.0.0.1.", "127.0.0.1.1", "127.0.0.01", "0177.0.0.1", "0x7f.0.0.1",
      "2130706433",
      "127.0.0.256", "127.0.0.-1", "+127.0.0.1", "127.0.0.1 ", " 127.0.0.1", "127.0.0.1%lo", "١٢٧.0.0.1",
      "127.0.0.1:80",
      ":", ":::", "::g", "1::2::3", "::1%lo", "::ffff:127.0.0.1%lo", "fd00::5%eth0", "fe80::1%", "fe80::1%a%b", "[::1]",
      "::1 ",
      "::127.1", "::ffff:0x7f.0.0.1",
    ])
  func others(text: String) {
    #expect(IPAddress.literal(text) == nil)
  }
}
