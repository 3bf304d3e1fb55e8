// SPDX-License-Identifier: Apache-2.0

package import EmendModels
import Foundation

extension ServerAddress {
  /// Where llama-server listens unless told otherwise; taken where neither a scheme nor a port is written.
  private static let usualPort = 8080

  /// Reads what `--server` takes, such as `http://127.0.0.1:8080`, `localhost:11434/v1` or `unix:/run/llama.sock`.
  ///
  /// Taken apart by hand: what two parsers of URLs read differently, such as a backslash, a second `@` or three numbers for
  /// an IPv4 address, is refused here, and nothing is decoded or guessed.
  ///
  /// - Throws: ``ModelError/server(_:)`` that says what is wrong with it. A password is never repeated.
  package init(_ text: String) throws(ModelError) {
    guard !text.isEmpty else { throw .address("is empty", instead: Self.examples) }
    if let path = text.removing(prefix: "unix:") {
      self.init(.unix(path: try Self.socketPath(path, in: text)))
      return
    }
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .address(
        "has a space, a control character or a letter beyond ASCII in it",
        instead: "write those as the server does (a name as xn--…, a path with %20)")
    }

    let (scheme, rest) = Self.scheme(of: text)
    guard ["http", "https", nil].contains(scheme) else {
      throw .address("\"\(text)\" begins with \(scheme ?? "")://", instead: "write http://, https:// or unix:")
    }
    let usesTLS = scheme == "https"
    let authority = rest.prefix { !"/?#".contains($0) }
    // Before anything that would show the text.
    guard !authority.contains("@") else {
      throw .address(
        "has a name or password in it", instead: "leave that out, and set EMEND_API_KEY to the server's key")
    }
    let path = rest[authority.endIndex...]
    guard !path.contains("?"), !path.contains("#") else {
      throw .address("has a ? or # in it", instead: "write only what stands before /v1")
    }
    let (host, port) = try Self.hostAndPort(authority, in: text)
    let impliedPort = scheme == nil ? Self.usualPort : Self.defaultPort(usesTLS: usesTLS)
    self.init(
      .host(host, port: port ?? impliedPort, usesTLS: usesTLS), basePath: try Self.basePath(path, in: text))
  }

  // MARK: Parts

  private static let examples = "write for example http://127.0.0.1:8080 or unix:/run/llama.sock"

  /// The scheme in lower case, `nil` if there is none, and what comes after it.
  private static func scheme(of text: String) -> (String?, Substring) {
    guard let end = text.range(of: "://"), text[..<end.lowerBound].allSatisfy({ !"/?#@[".contains($0) }) else {
      return (nil, text[...])
    }
    return (text[..<end.lowerBound].lowercased(), text[end.upperBound...])
  }

  private static func hostAndPort(_ authority: Substring, in text: String) throws(ModelError) -> (String, Int?) {
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else {
        throw .address("\"\(text)\" has no ] after its [", instead: "write for example http://[::1]:8080")
      }
      let after = authority[authority.index(after: end)...]
      guard after.isEmpty || after.hasPrefix(":") else {
        throw .address("\"\(text)\" goes on after its ]", instead: "write for example http://[::1]:8080")
      }
      // A zone's % is written as %25 in URLs (RFC 6874), and as it is nearly everywhere else.
      let inside = authority[authority.index(after: authority.startIndex)..<end].replacingOccurrences(
        of: "%25", with: "%")
      guard inside.contains(":"), let address = IPAddress.literal(inside) else {
        throw .address(
          "\"\(text)\" has no IPv6 address in its brackets", instead: "write for example http://[::1]:8080")
      }
      return (address.description, after.isEmpty ? nil : try port(after.dropFirst(), in: text))
    }
    let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2 else {
      throw .address(
        "\"\(text)\" has more than one colon", instead: "write IPv6 in brackets, such as http://[::1]:8080")
    }
    return (try host(parts[0], in: text), parts.count == 1 ? nil : try port(parts[1], in: text))
  }

  private static func host(_ written: Substring, in text: String) throws(ModelError) -> String {
    // A name's last dot says that no search domain is appended; certificates and lists have it nowhere.
    let host = (written.hasSuffix(".") ? written.dropLast() : written).lowercased()
    guard !host.isEmpty else { throw .address("\"\(text)\" has no host", instead: examples) }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard host.utf8.count <= 253,
      labels.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 63 && $0.utf8.allSatisfy(\.isInName) })
    else {
      throw .address("\"\(text)\" has no valid host name", instead: "a name has letters, digits, hyphens and dots")
    }
    // What looks like a number to any resolver is one here, or nothing: inet_aton takes 127.1, 0x7f.1 and 2130706433.
    if labels.last.map(isNumber) ?? false, IPAddress.literal(host) == nil {
      throw .address(
        "\"\(text)\" has an unusual way to write a numeric address",
        instead: "write four decimal numbers, such as 127.0.0.1")
    }
    return host
  }

  /// Whether a name that ends with this label is taken for an IPv4 address, as in the URL standard of WHATWG.
  private static func isNumber(_ label: Substring) -> Bool {
    label.allSatisfy(\.isNumber) || (label.hasPrefix("0x") && label.dropFirst(2).allSatisfy(\.isHexDigit))
  }

  private static func port(_ digits: Substring, in text: String) throws(ModelError) -> Int {
    guard digits.count <= 5, digits.allSatisfy(\.isNumber), let port = Int(digits), (1...65535).contains(port) else {
      throw .address(
        "\"\(text)\" has \(digits.isEmpty ? "nothing" : "\"\(digits)\"") for a port",
        instead: "write a number from 1 to 65535, such as 8080")
    }
    return port
  }

  private static func basePath(_ path: Substring, in text: String) throws(ModelError) -> String {
    guard path.utf8.allSatisfy(\.isInPath) else {
      throw .address("\"\(text)\" has a character in its path that URLs do not have", instead: examples)
    }
    var path = path.trimmingSlashes
    for ending in ["/chat/completions", "/completions", "/models"] where path.hasSuffix("/v1\(ending)") {
      path = path.dropLast(ending.count)
    }
    if path.hasSuffix("/v1") { path = path.dropLast(3).trimmingSlashes }
    return String(path)
  }

  private static func socketPath(_ written: Substring, in text: String) throws(ModelError) -> String {
    // Both forms in use, curl's and nginx's.
    let path = written.removing(prefix: "//") ?? written
    guard path.hasPrefix("/"), !path.utf8.contains(0) else {
      throw .address(
        "\"\(text.inOneLine)\" has no path from the root", instead: "write for example unix:/run/llama.sock")
    }
    guard !String(path).hasControlCharacters else {
      throw .address("has a control character in it", instead: "use a socket whose path has none")
    }
    let limit = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
    guard path.utf8.count <= limit else {
      throw .address(
        "has a path of \(path.utf8.count) bytes, and a Unix socket's has at most \(limit)",
        instead: "use a shorter one, or a symbolic link to its folder")
    }
    return String(path)
  }
}

extension ModelError {
  fileprivate static func address(_ problem: String, instead: String) -> ModelError {
    .server("the server's address \(problem); \(instead)")
  }
}

extension StringProtocol where SubSequence == Substring {
  fileprivate func removing(prefix: String) -> Substring? { hasPrefix(prefix) ? dropFirst(prefix.count) : nil }
}

extension Substring {
  fileprivate var trimmingSlashes: Substring {
    var rest = self
    while rest.hasSuffix("/") { rest.removeLast() }
    return rest
  }
}

extension UInt8 {
  private var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }

  /// Names of containers and of Windows hosts have underscores.
  fileprivate var isInName: Bool { isLetterOrDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") }

  /// RFC 3986, section 3.3.
  fileprivate var isInPath: Bool { isLetterOrDigit || "/-._~%!$&'()*+,;=:@".utf8.contains(self) }
}
