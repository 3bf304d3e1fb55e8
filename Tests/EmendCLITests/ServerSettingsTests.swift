// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Testing

/// Which server is asked, and for which model, as `emend config` tells it.
struct ServerSettingsTests {
  private static let user = ConfigCommandTests.user
  private static let server = "http://127.0.0.1:1"
  private static let other = "http://127.0.0.1:2"

  /// Sources of settings, and the rows that come of them.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var user = ""
    var project = ""
    var environment: [String: String] = [:]
    var flags: [String] = []
    let rows: [String]
  }

  private static let cases: [Case] = [
    Case(
      testDescription: "from one file", user: "server: \(server)\nmodel: u\nparallel: 4\n",
      rows: ["server \(server) \(user):1", "model u \(user):2", "parallel 4 \(user):3"]),
    Case(
      testDescription: "a model that is set farther away is the embedded engine's", user: "model: u\n",
      project: "server: \(server)\n", rows: ["server \(server) .emend.yaml:1", "model the server's default"]),
    Case(
      testDescription: "the same with a flag", project: "model: p\n", environment: ["EMEND_MODEL": "e"],
      flags: ["--server", server], rows: ["server \(server) flag --server", "model the server's default"]),
    Case(
      testDescription: "a model that is set nearer is the server's", project: "server: \(server)\n",
      environment: ["EMEND_MODEL": "e"], rows: ["model e EMEND_MODEL"]),
    Case(
      testDescription: "from the environment", project: "model: p\n",
      environment: ["EMEND_SERVER": server, "EMEND_MODEL": "e", "EMEND_PARALLEL": "8"],
      rows: ["server \(server) EMEND_SERVER", "model e EMEND_MODEL", "parallel 8 EMEND_PARALLEL"]),
    Case(
      testDescription: "a flag names the model", project: "server: \(server)\nmodel: p\n", flags: ["-m", "f"],
      rows: ["model f flag --model"]),
    Case(
      testDescription: "none goes back to the embedded engine and its model", user: "model: u\n",
      project: "server: \(server)\nmodel: p\n", flags: ["--server", "none"],
      rows: ["server none flag --server", "model u \(user):1"]),
    Case(
      testDescription: "none in a file", user: "server: \(server)\nmodel: u\n", project: "server: none\n",
      rows: ["server none .emend.yaml:1", "model smollm2-135m-instruct default"]),
    Case(
      testDescription: "none in a variable", user: "server: \(server)\nmodel: u\n", project: "model: p\n",
      environment: ["EMEND_SERVER": "none"],
      rows: ["server none EMEND_SERVER", "model smollm2-135m-instruct default"]),
    Case(
      testDescription: "another server has other models", user: "server: \(server)\nmodel: u\n",
      project: "server: \(other)\n", rows: ["server \(other) .emend.yaml:1", "model the server's default"]),
    Case(
      testDescription: "the same server has the same", user: "server: \(server)\nmodel: u\n",
      project: "server: \(server)\n", rows: ["server \(server) .emend.yaml:1", "model u \(user):2"]),
    Case(
      testDescription: "a server's model is no path", project: "server: \(server)\nmodel: Qwen/Qwen2.5\n",
      rows: ["model Qwen/Qwen2.5 .emend.yaml:2"]),
    Case(
      testDescription: "a socket is meant from the folder of its file", project: "server: unix:run/a.sock\n",
      rows: ["server unix:run/a.sock .emend.yaml:1"]),
    Case(
      testDescription: "a socket of the command line is meant from the current folder",
      flags: ["--server", "unix:a.sock"],
      rows: ["server unix:below/a.sock flag --server"]),
    Case(
      testDescription: "hosts of the user's file",
      user: "allow-hosts: [192.168.1.20, gpu.lan]\nallow-public-hosts: true\n",
      rows: ["allow-hosts 192.168.1.20, gpu.lan \(user):1", "allow-public-hosts true \(user):2"]),
    Case(testDescription: "all changes", project: "min-gain: off\n", rows: ["min-gain off .emend.yaml:1"]),
    Case(
      testDescription: "all changes, by a variable", environment: ["EMEND_MIN_GAIN": "off"],
      rows: ["min-gain off EMEND_MIN_GAIN"]),
  ]

  @Test("The nearest source of a server counts, and with it the models that are meant for it", arguments: cases)
  func layers(_ found: Case) async throws {
    let files = [Self.user: found.user, ".emend.yaml": found.project, "below/file": ""]
    let rows = try await ConfigCommandTests().rows(
      found.flags, files: files, environment: found.environment, below: "below")
    for row in found.rows { #expect(rows.contains(row), "\(row) in \(rows)") }
  }

  @Test(
    "Hosts are allowed by the user's own file alone",
    arguments: ["allow-hosts: [gpu.lan]\n", "allow-public-hosts: true\n", "allow-public-hosts: false\n"])
  func foreignHosts(text: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write(".emend.yaml", "tone: plain\n" + text)
    let key = text.prefix { $0 != ":" }
    for (arguments, name) in [([], "\(folder.path)/.emend.yaml"), (["--config", ".emend.yaml"], ".emend.yaml")] {
      let run = try await CommandRun(["config"] + arguments, in: folder, model: plainSpeaker)
      #expect(run.status == 2)
      #expect(
        run.errors
          == "emend: \(name):2: \(key) belongs in your own configuration, \(folder.path)/home/.config/emend/config.yaml: "
          + "no other file may say where your texts can be sent\n")
    }
  }

  @Test(
    "Mistakes are told with their place",
    arguments: [
      (
        "server: 8080\n", [],
        "1: 8080 is a number in YAML, and server is a text; put it in quotes if it is one: \"8080\""
      ),
      ("server: ' '\n", [], "1: server is empty"),
      ("parallel: 0\n", [], "1: parallel must be a whole number from 1 to 64, not \"0\""),
      (
        "allow-hosts: ['192.168.1.20:80']\n", [],
        "1: \"192.168.1.20:80\" is no host; write a name or a numeric address alone, such as 192.168.1.20"
      ),
      (
        "allow-hosts: { a: b }\n", [],
        "1: allow-hosts must be a list of texts such as [192.168.1.20], and here is a mapping"
      ),
      ("allow-public-hosts: 1\n", [], "1: allow-public-hosts must be true or false, not \"1\""),
      ("min-gain: high\n", [], "1: min-gain must be a number such as 2.5 or -1, or off, not \"high\""),
    ] as [(String, [String], String)])
  func mistakes(text: String, flags: [String], message: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.user, text)
    let run = try await CommandRun(["config"] + flags, in: folder, model: plainSpeaker)
    #expect(run.status == 2)
    #expect(run.errors == "emend: \(folder.path)/\(Self.user):\(message)\n")
  }

  @Test(
    "Flags that are for the other engine are refused",
    arguments: [
      (
        ["--server", server, "--threads", "2"],
        "flag --threads: threads are the embedded engine's, and a server is asked (flag --server); leave the flag out, or add --server none"
      ),
      (
        ["--parallel", "4"],
        "flag --parallel: the embedded engine finds out by itself how much it does at a time; leave the flag out"
      ),
      (["--parallel", "65"], "flag --parallel: parallel must be a whole number from 1 to 64, not \"65\""),
    ])
  func flags(flags: [String], message: String) async throws {
    let run = try await rephrase(["post.md"] + flags)
    #expect(run.status == 2)
    #expect(run.errors == "emend: \(message)\n")
    #expect(!run.openedModel)
  }

  @Test("What files and variables say of the other engine waits for its time")
  func waiting() async throws {
    let files = ["post.md": RephraseCommandTests.post, ".emend.yaml": "parallel: 4\nserver: \(Self.server)\n"]
    let run = try await rephrase(["post.md", "--server", "none"], files: files, environment: ["EMEND_THREADS": "2"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.openedModel)
  }
}
