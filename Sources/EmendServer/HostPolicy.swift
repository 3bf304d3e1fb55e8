// SPDX-License-Identifier: Apache-2.0

package import EmendModels

/// Which hosts may be connected to: this machine, and what the user's own configuration lists.
package struct HostPolicy: Equatable, Sendable {
  /// Names and numeric addresses, as they were listed.
  package var allowedHosts: [String]
  /// Whether those of them may be public.
  package var allowsPublicHosts: Bool
  /// Where both are said, as messages name it.
  package var configurationFile: String

  package init(
    allowedHosts: [String] = [], allowsPublicHosts: Bool = false,
    configurationFile: String = "~/.config/emend/config.yaml"
  ) {
    self.allowedHosts = allowedHosts
    self.allowsPublicHosts = allowsPublicHosts
    self.configurationFile = configurationFile
  }

  /// Returns the addresses to connect to, nearest first, all of them allowed; names are looked up here and nowhere else.
  ///
  /// A name is refused if only one of its addresses is: which of them answers is up to whoever owns the name. Names that
  /// are not listed are not even looked up, which would tell a name server of them; but `localhost` is.
  ///
  /// - Throws: ``ModelError/server(_:)`` that says why it is refused, or not found, and what to do.
  package func resolve(_ address: ServerAddress) throws(ModelError) -> [ResolvedAddress] {
    try resolve(address, lookingUp: Self.systemLookup)
  }

  func resolve(_ address: ServerAddress, lookingUp lookUp: NameLookup) throws(ModelError) -> [ResolvedAddress] {
    let (host, port, usesTLS): (String, Int, Bool)
    switch address.place {
    case .unix(let path): return [.unix(path: path)]
    case .host(let name, let number, let isSecure): (host, port, usesTLS) = (name, number, isSecure)
    }
    let isListed = lists(host)
    let literal = IPAddress.literal(host)
    guard literal != nil || isListed || host == "localhost" else {
      throw .server(
        "\(host) may be another machine; to send texts there, list \(host) under allow-hosts in \(ownConfiguration)")
    }
    let addresses = if let literal { [literal] } else { try lookUp(host) }
    guard !addresses.isEmpty else { throw .server("\(host) has no address; check how its name is written") }
    for address in addresses {
      try check(address, of: host, isListed: isListed, usesTLS: usesTLS)
    }
    return Set(addresses.map(\.reach)).sorted { $0.rawValue < $1.rawValue }.flatMap { reach in
      addresses.filter { $0.reach == reach }.map { .ip($0.description, port: port) }
    }
  }

  /// Whether a text is what can be listed: a name or a numeric address, without scheme, port, path or pattern.
  package static func isHost(_ text: String) -> Bool {
    if IPAddress.literal(text.withoutBrackets) != nil { return true }
    return !text.contains { ":/@?#[]".contains($0) } && (try? ServerAddress("http://\(text)")) != nil
  }

  /// Whether the host was listed as it is written: a name by its letters in either case, an address by its value.
  private func lists(_ host: String) -> Bool {
    allowedHosts.contains { listed in
      let bare = listed.withoutBrackets
      if let address = IPAddress.literal(host) { return IPAddress.literal(bare) == address }
      return (bare.hasSuffix(".") ? String(bare.dropLast()) : bare).lowercased() == host
    }
  }

  private func check(
    _ address: IPAddress, of host: String, isListed: Bool, usesTLS: Bool
  ) throws(ModelError) {
    let text = address.description
    let subject = text == host ? "\(host) is" : "\(host) is \(text),"
    switch address.reach {
    case .loopback: return
    case .none:
      throw .server("\(subject) no address of a single machine; for this one, write 127.0.0.1")
    case .linkLocal where address.lacksZone:
      throw .server("\(subject) an address within one network; name that, too, such as [\(text)%eth0]")
    case .linkLocal, .privateUse:
      guard isListed else {
        throw .server(
          "\(subject) not this machine; to send texts there, list \(host) under allow-hosts in \(ownConfiguration)"
        )
      }
    case .everywhere:
      guard isListed else {
        throw .server(
          "\(subject) a public address, where texts are not sent; if that is what you want, list \(host) under allow-hosts"
            + " and set allow-public-hosts: true, both in \(ownConfiguration)")
      }
      guard allowsPublicHosts else {
        throw .server(
          "\(subject) a public address; to send texts there all the same, set allow-public-hosts: true in"
            + " \(ownConfiguration)")
      }
      guard usesTLS else {
        throw .server("\(subject) a public address, where everyone between could read the texts; write https://")
      }
    }
  }

  private var ownConfiguration: String { "your own configuration (\(configurationFile))" }
}

/// A socket address that ``HostPolicy`` allows.
package enum ResolvedAddress: Equatable, Sendable {
  /// A numeric address of IPv4 or IPv6, the latter with its zone where it has one.
  case ip(String, port: Int)
  case unix(path: String)
}

extension IPAddress {
  /// Whether it needs a zone to be connected to, and has none.
  fileprivate var lacksZone: Bool {
    guard case .v6(_, nil) = self else { return false }
    return reach == .linkLocal
  }
}

extension String {
  /// An IPv6 address without the brackets that it has in URLs.
  fileprivate var withoutBrackets: String { hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self }
}
