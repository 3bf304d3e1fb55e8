// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Testing

@testable import EmendServer

struct HostPolicyTests {
  /// The addresses of some names; it is an error of a test to look up any other.
  private static let names = [
    "localhost": ["::1", "127.0.0.1"],
    "me.example": ["127.0.0.1"],
    "box.lan": ["192.168.1.9", "fd00::9"],
    "cloud.example": ["203.0.113.9"],
    "rebinding.example": ["127.0.0.1", "203.0.113.9"],
    "half.example": ["10.0.0.5", "127.0.0.1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "nothing.example": [],
    "any.example": ["0.0.0.0"],
  ]

  private static let lookUp: NameLookup = { name throws(ModelError) in
    guard let addresses = names[name] else { throw .server("\(name) was looked up") }
    return addresses.compactMap(IPAddress.literal)
  }

  private func resolve(_ text: String, _ policy: HostPolicy) throws -> [ResolvedAddress] {
    try policy.resolve(try ServerAddress(text), lookingUp: Self.lookUp)
  }

  @Test(
    "This machine is always allowed, nearest address first",
    arguments: [
      ("127.0.0.1", [.ip("127.0.0.1", port: 8080)]),
      ("127.9.8.7:1", [.ip("127.9.8.7", port: 1)]),
      ("[::1]:1234", [.ip("::1", port: 1234)]),
      ("[::ffff:127.0.0.1]", [.ip("127.0.0.1", port: 8080)]),
      ("https://127.0.0.1", [.ip("127.0.0.1", port: 443)]),
      ("localhost", [.ip("::1", port: 8080), .ip("127.0.0.1", port: 8080)]),
      ("unix:/run/llama.sock", [.unix(path: "/run/llama.sock")]),
    ] as [(String, [ResolvedAddress])])
  func loopback(text: String, addresses: [ResolvedAddress]) throws {
    #expect(try resolve(text, HostPolicy()) == addresses)
  }

  @Test(
    "What is listed is allowed, as it is written",
    arguments: [
      ("10.0.0.5", ["10.0.0.5"], [.ip("10.0.0.5", port: 8080)]),
      ("10.0.0.5", ["a.example", "::ffff:10.0.0.5"], [.ip("10.0.0.5", port: 8080)]),
      ("[fd00::5]", ["[FD00:0::5]"], [.ip("fd00::5", port: 8080)]),
      ("[fe80::1%eth0]", ["fe80::1%eth0"], [.ip("fe80::1%eth0", port: 8080)]),
      ("169.254.3.4", ["169.254.3.4"], [.ip("169.254.3.4", port: 8080)]),
      ("BOX.lan.:1", ["Box.LAN"], [.ip("192.168.1.9", port: 1), .ip("fd00::9", port: 1)]),
      ("box.lan:1", ["box.lan."], [.ip("192.168.1.9", port: 1), .ip("fd00::9", port: 1)]),
      ("me.example", ["me.example"], [.ip("127.0.0.1", port: 8080)]),
      ("mapped.example", ["mapped.example"], [.ip("127.0.0.1", port: 8080)]),
      ("half.example", ["half.example"], [.ip("127.0.0.1", port: 8080), .ip("10.0.0.5", port: 8080)]),
    ] as [(String, [String], [ResolvedAddress])])
  func listed(text: String, hosts: [String], addresses: [ResolvedAddress]) throws {
    #expect(try resolve(text, HostPolicy(allowedHosts: hosts)) == addresses)
  }

  @Test("A public host is allowed when it is listed, public ones are allowed, and it is asked through TLS")
  func listedPublic() throws {
    let policy = HostPolicy(allowedHosts: ["cloud.example", "203.0.113.9"], allowsPublicHosts: true)
    #expect(try resolve("https://cloud.example", policy) == [.ip("203.0.113.9", port: 443)])
    #expect(try resolve("https://203.0.113.9", policy) == [.ip("203.0.113.9", port: 443)])
  }

  private static let own = "your own configuration (~/.config/emend/config.yaml)"

  private static func unlisted(_ subject: String, _ host: String) -> String {
    "\(subject) not this machine; to send texts there, list \(host) under allow-hosts in \(own)"
  }

  private static func unlistedPublic(_ subject: String, _ host: String) -> String {
    "\(subject) a public address, where texts are not sent; if that is what you want, list \(host) under allow-hosts and"
      + " set allow-public-hosts: true, both in \(own)"
  }

  @Test(
    "A name that is not listed is not looked up",
    arguments: ["me.example", "box.lan", "https://cloud.example", "emend.invalid", "localhost.example", "a.localhost"])
  func unlistedNames(text: String) throws {
    let address = try ServerAddress(text)
    guard case .host(let name, _, _) = address.place else { throw ModelError.noModel }
    for hosts in [[], ["192.168.1.9", "fd00::9", "lan", "*", "*.lan", "", "localhost"]] {
      let policy = HostPolicy(allowedHosts: hosts, allowsPublicHosts: true)
      let error = #expect(throws: ModelError.self) {
        try policy.resolve(address, lookingUp: { name throws(ModelError) in throw .server("\(name) was looked up") })
      }
      #expect(
        error
          == .server(
            "\(name) may be another machine; to send texts there, list \(name) under allow-hosts in \(Self.own)"
          ))
    }
  }

  @Test("What can be listed is a host alone")
  func hosts() {
    for host in ["192.168.1.20", "box", "Box.lan", "box.lan.", "::1", "[fd00::9]", "fe80::1%eth0"] {
      #expect(HostPolicy.isHost(host), "\(host)")
    }
    for text in [
      "", " ", "192.168.1.20:8080", "box:80", "http://box", "box/v1", "10.0.0.0/8", "*.lan", "me@box", "[box]", "127.1",
      "[::1]:80",
    ] {
      #expect(!HostPolicy.isHost(text), "\(text)")
    }
  }

  @Test(
    "Says why a host is refused, and what to do",
    arguments: [
      ("10.0.0.5", [], unlisted("10.0.0.5 is", "10.0.0.5")),
      ("[fe80::1%eth0]", ["fe80::1"], unlisted("fe80::1%eth0 is", "fe80::1%eth0")),
      ("169.254.169.254", ["169.254.169.25"], unlisted("169.254.169.254 is", "169.254.169.254")),
      // What is written counts: an address is not its name.
      ("192.168.1.9", ["box.lan"], unlisted("192.168.1.9 is", "192.168.1.9")),
      ("8.8.8.8", [], unlistedPublic("8.8.8.8 is", "8.8.8.8")),
      ("[::127.0.0.1]", [], unlistedPublic("::127.0.0.1 is", "::127.0.0.1")),
      (
        "https://cloud.example", ["cloud.example"],
        "cloud.example is 203.0.113.9, a public address; to send texts there all the same, set allow-public-hosts: true in \(own)"
      ),
      // A name of ours today can be anyone's tomorrow.
      (
        "rebinding.example", ["rebinding.example"],
        "rebinding.example is 203.0.113.9, a public address; to send texts there all the same, set allow-public-hosts: true in \(own)"
      ),
      ("0.0.0.0", ["0.0.0.0"], "0.0.0.0 is no address of a single machine; for this one, write 127.0.0.1"),
      ("[::]", ["::"], ":: is no address of a single machine; for this one, write 127.0.0.1"),
      ("[::ffff:0.0.0.0]", [], "0.0.0.0 is no address of a single machine; for this one, write 127.0.0.1"),
      (
        "any.example", ["any.example"],
        "any.example is 0.0.0.0, no address of a single machine; for this one, write 127.0.0.1"
      ),
      ("239.1.1.1", ["239.1.1.1"], "239.1.1.1 is no address of a single machine; for this one, write 127.0.0.1"),
      (
        "[64:ff9b::7f00:1]", ["64:ff9b::7f00:1"],
        "64:ff9b::7f00:1 is no address of a single machine; for this one, write 127.0.0.1"
      ),
      (
        "[fe80::1]", ["fe80::1"], "fe80::1 is an address within one network; name that, too, such as [fe80::1%eth0]"
      ),
      ("nothing.example", ["nothing.example"], "nothing.example has no address; check how its name is written"),
    ])
  func refused(text: String, hosts: [String], sentence: String) {
    #expect(throws: ModelError.server(sentence)) { try resolve(text, HostPolicy(allowedHosts: hosts)) }
  }

  @Test("Allowing public hosts lists none, and not without TLS")
  func publicHosts() {
    #expect(throws: ModelError.server(Self.unlistedPublic("8.8.8.8 is", "8.8.8.8"))) {
      try resolve("8.8.8.8", HostPolicy(allowsPublicHosts: true))
    }
    #expect(throws: ModelError.server(Self.unlisted("10.0.0.5 is", "10.0.0.5"))) {
      try resolve("10.0.0.5", HostPolicy(allowsPublicHosts: true))
    }
    let sentence = "8.8.8.8 is a public address, where everyone between could read the texts; write https://"
    #expect(throws: ModelError.server(sentence)) {
      try resolve("http://8.8.8.8", HostPolicy(allowedHosts: ["8.8.8.8"], allowsPublicHosts: true))
    }
  }

  @Test("Asks the system for names, and not for numbers")
  func system() throws {
    let addresses = try HostPolicy().resolve(try ServerAddress("localhost:8080"))
    #expect(addresses.contains(.ip("127.0.0.1", port: 8080)) || addresses.contains(.ip("::1", port: 8080)))
    // Reserved by RFC 6761, so that no server has it.
    let policy = HostPolicy(allowedHosts: ["emend.invalid"])
    let error = #expect(throws: ModelError.self) { try policy.resolve(try ServerAddress("emend.invalid")) }
    #expect(error?.description.hasPrefix("emend.invalid was not found (") ?? false)
    #expect(error?.description.hasSuffix("); check how it is written") ?? false)
  }
}
