// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Testing

@testable import EmendServer

struct ServerAddressTests {
  @Test(
    "Reads what people write",
    arguments: [
      ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
      ("HTTP://LocalHost:8080", "http://localhost:8080"),
      ("http://localhost", "http://localhost"),
      ("https://llm.example", "https://llm.example"),
      ("https://llm.example:443/", "https://llm.example"),
      ("http://llm.example:443", "http://llm.example:443"),
      // Without a scheme and a port, that of llama-server.
      ("localhost", "http://localhost:8080"),
      ("localhost/v1", "http://localhost:8080"),
      ("localhost:11434", "http://localhost:11434"),
      ("llm_box.local.:1234", "http://llm_box.local:1234"),
      ("10.0.0.5:8000", "http://10.0.0.5:8000"),
      ("[::1]:8080", "http://[::1]:8080"),
      ("http://[::1]", "http://[::1]"),
      ("http://[0:0:0:0:0:0:0:1]:80/v1", "http://[::1]"),
      ("http://[::ffff:127.0.0.1]:8080", "http://127.0.0.1:8080"),
      ("http://[FE80::1%25Eth0]:8080", "http://[fe80::1%Eth0]:8080"),
      ("http://[fe80::1%eth0]:8080", "http://[fe80::1%eth0]:8080"),
      // Names that look odd, and are none the less.
      ("7zip.example:80", "http://7zip.example"),
      ("0x7f.example:80", "http://0x7f.example"),
      // What stands before /v1 stays, what follows it goes.
      ("http://localhost:8080/", "http://localhost:8080"),
      ("http://localhost:8080/v1", "http://localhost:8080"),
      ("http://localhost:8080/v1/", "http://localhost:8080"),
      ("http://localhost:8080//v1//", "http://localhost:8080"),
      ("http://localhost:8080/v1/chat/completions", "http://localhost:8080"),
      ("http://localhost:8080/v1/completions", "http://localhost:8080"),
      ("http://localhost:8080/v1/models", "http://localhost:8080"),
      ("http://localhost:8080/models/v1", "http://localhost:8080/models"),
      ("http://localhost:8080/llm/a%20b/v1/", "http://localhost:8080/llm/a%20b"),
      ("http://localhost:8080/api/chat/completions", "http://localhost:8080/api/chat/completions"),
      ("http://localhost:8080/xv1", "http://localhost:8080/xv1"),
      ("unix:/run/llama.sock", "unix:/run/llama.sock"),
      ("unix:///run/llama.sock", "unix:/run/llama.sock"),
      ("unix:/home/me/My Models/ä.sock", "unix:/home/me/My Models/ä.sock"),
    ])
  func reads(text: String, full: String) throws {
    let address = try ServerAddress(text)
    #expect(address.description == full)
    #expect(try ServerAddress(full) == address)
  }

  @Test("Takes an address apart")
  func parts() throws {
    #expect(
      try ServerAddress("https://LLM.example/team/v1")
        == ServerAddress(.host("llm.example", port: 443, usesTLS: true), basePath: "/team"))
    #expect(try ServerAddress("[::1]").place == .host("::1", port: 8080, usesTLS: false))
    #expect(try ServerAddress("unix:/a/v1") == ServerAddress(.unix(path: "/a/v1")))
  }

  @Test(
    "Says what is wrong with an address",
    arguments: [
      ("", "is empty; write for example http://127.0.0.1:8080 or unix:/run/llama.sock"),
      (" localhost", Self.beyondASCII),
      ("local host", Self.beyondASCII),
      ("http://localhost:8080/a b", Self.beyondASCII),
      ("localhost\r\nX-Other: 1", Self.beyondASCII),
      ("ｌocalhost:8080", Self.beyondASCII),
      ("http://\u{2024}:8080", Self.beyondASCII),
      ("ftp://localhost", "\"ftp://localhost\" begins with ftp://; write http://, https:// or unix:"),
      ("://localhost", "\"://localhost\" begins with ://; write http://, https:// or unix:"),
      ("file:///etc/passwd", "\"file:///etc/passwd\" begins with file://; write http://, https:// or unix:"),
      ("http://me:secret@localhost", Self.credentials),
      ("http://localhost:8080@evil.example", Self.credentials),
      ("http://evil.example\\@localhost:8080", Self.credentials),
      ("sk-secret@localhost?key=1", Self.credentials),
      ("http://localhost:8080?key=secret", "has a ? or # in it; write only what stands before /v1"),
      ("http://localhost:8080/v1?key=secret", "has a ? or # in it; write only what stands before /v1"),
      ("http://localhost:8080/#top", "has a ? or # in it; write only what stands before /v1"),
      ("http://evil.example#@localhost", "has a ? or # in it; write only what stands before /v1"),
      ("http://", "\"http://\" has no host; write for example http://127.0.0.1:8080 or unix:/run/llama.sock"),
      ("http:///v1", "\"http:///v1\" has no host; write for example http://127.0.0.1:8080 or unix:/run/llama.sock"),
      (":8080", "\":8080\" has no host; write for example http://127.0.0.1:8080 or unix:/run/llama.sock"),
      ("http:/localhost", "\"http:/localhost\" has nothing for a port; write a number from 1 to 65535, such as 8080"),
      ("localhost:", "\"localhost:\" has nothing for a port; write a number from 1 to 65535, such as 8080"),
      ("localhost:0", "\"localhost:0\" has \"0\" for a port; write a number from 1 to 65535, such as 8080"),
      ("localhost:65536", "\"localhost:65536\" has \"65536\" for a port; write a number from 1 to 65535, such as 8080"),
      ("localhost:+80", "\"localhost:+80\" has \"+80\" for a port; write a number from 1 to 65535, such as 8080"),
      ("localhost:http", "\"localhost:http\" has \"http\" for a port; write a number from 1 to 65535, such as 8080"),
      ("::1", "\"::1\" has more than one colon; write IPv6 in brackets, such as http://[::1]:8080"),
      ("fd00::5:8080", "\"fd00::5:8080\" has more than one colon; write IPv6 in brackets, such as http://[::1]:8080"),
      ("http://[::1", "\"http://[::1\" has no ] after its [; write for example http://[::1]:8080"),
      ("http://[::1]8080", "\"http://[::1]8080\" goes on after its ]; write for example http://[::1]:8080"),
      ("http://[127.0.0.1]", Self.brackets("[127.0.0.1]")), ("http://[localhost]", Self.brackets("[localhost]")),
      ("http://[::1%eth0]", Self.brackets("[::1%eth0]")), ("http://[fe80::1%]", Self.brackets("[fe80::1%]")),
      ("http://a..b", Self.name("a..b")), ("http://.", "\"http://.\" has no host; \(Self.examples)"),
      ("http://a%2eb", Self.name("a%2eb")), ("http://evil.example\\.localhost", Self.name("evil.example\\.localhost")),
      ("http://localhost,evil.example", Self.name("localhost,evil.example")),
      ("http://127.1", Self.number("127.1")), ("http://0x7f.1", Self.number("0x7f.1")),
      ("http://2130706433", Self.number("2130706433")), ("http://0x7f000001", Self.number("0x7f000001")),
      ("http://127.0.0.01", Self.number("127.0.0.01")), ("http://0177.0.0.1", Self.number("0177.0.0.1")),
      ("http://127.0.0.1.", nil), ("http://127.0.0.256", Self.number("127.0.0.256")),
      ("http://1.2.3.4.5", Self.number("1.2.3.4.5")), ("http://10.0.0.0x5", Self.number("10.0.0.0x5")),
      ("http://a.0x", Self.number("a.0x")),
      (
        "http://localhost/\"v1\"",
        "\"http://localhost/\"v1\"\" has a character in its path that URLs do not have; \(Self.examples)"
      ),
      ("unix:", "\"unix:\" has no path from the root; write for example unix:/run/llama.sock"),
      ("unix:llama.sock", "\"unix:llama.sock\" has no path from the root; write for example unix:/run/llama.sock"),
      (
        "unix://run/llama.sock",
        "\"unix://run/llama.sock\" has no path from the root; write for example unix:/run/llama.sock"
      ),
    ])
  func refuses(text: String, problem: String?) {
    guard let problem else {
      #expect(throws: Never.self) { try ServerAddress(text) }
      return
    }
    #expect(throws: ModelError.server("the server's address \(problem)")) { try ServerAddress(text) }
  }

  @Test("Refuses a path that no Unix socket can have")
  func longPath() throws {
    let longest = "/" + String(repeating: "a", count: 106)
    #expect(try ServerAddress("unix:\(longest)").place == .unix(path: longest))
    let problem =
      "has a path of 108 bytes, and a Unix socket's has at most 107; use a shorter one, or a symbolic link to its folder"
    #expect(throws: ModelError.server("the server's address \(problem)")) { try ServerAddress("unix:\(longest)a") }
  }

  // MARK: Sentences

  private static let examples = "write for example http://127.0.0.1:8080 or unix:/run/llama.sock"
  private static let beyondASCII =
    "has a space, a control character or a letter beyond ASCII in it; write those as the server does (a name as xn--…, a path with %20)"
  private static let credentials =
    "has a name or password in it; leave that out, and set EMEND_API_KEY to the server's key"

  private static func brackets(_ host: String) -> String {
    "\"http://\(host)\" has no IPv6 address in its brackets; write for example http://[::1]:8080"
  }

  private static func name(_ host: String) -> String {
    "\"http://\(host)\" has no valid host name; a name has letters, digits, hyphens and dots"
  }

  private static func number(_ host: String) -> String {
    "\"http://\(host)\" has an unusual way to write a numeric address; write four decimal numbers, such as 127.0.0.1"
  }
}
