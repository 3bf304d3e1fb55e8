// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

/// Commands that ask a server in place of the embedded engine.
struct ServerRunTests {
  /// An Ollama whose model says "utilize" for "utilise"; it does not tell likelihoods.
  static func ollama(_ models: [StandInProgram.OllamaModel] = [.init("small:latest")]) async throws
    -> StandInServer
  {
    try await StandInServer(.ollama(models: models) { .init($0.replacing("utilise", with: "utilize")) })
  }

  /// A llama-server of the same kind, to which a text is the likelier the more of a letter is in it.
  private static func llamaServer(liking letter: Character) async throws -> StandInServer {
    let liked = Int(letter.asciiValue!)
    return try await StandInServer(
      .llamaServer(context: 8192, likelihood: { $0 == liked ? 50 : -0.01 }) {
        .init($0.replacing("utilise", with: "utilize"))
      })
  }

  static func nowhere() async throws -> String { "http://127.0.0.1:\(try await StandInServer.unusedPort())" }

  private static let chat = "/v1/chat/completions"
  private static let edited = "+We utilize this thing here.\n"

  // MARK: Answers

  @Test("A server's answers are shown like any other's; the embedded engine is not opened")
  func diff() async throws {
    let server = try await Self.ollama()
    let run = try await rephrase(["post.md", "-v"], environment: ["EMEND_SERVER": server.address])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains(Self.edited))
    #expect(!run.openedModel)
    #expect(
      run.errors.contains(
        "Ollama at \(server.address) does not say how likely a text is: all changes are taken that pass the checks\n"),
      "\(run.errors)")
  }

  @Test("JSON names the server and what it calls its model")
  func json() async throws {
    let server = try await Self.ollama()
    func model(_ arguments: String..., files: [String: String] = ["post.md": RephraseCommandTests.post]) async throws
      -> [String: Any]
    {
      let run = try await rephrase(
        ["post.md", "--server", server.address, "--output-format", "json"] + arguments, files: files)
      let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      return try #require(report?["model"] as? [String: Any], "\(run.errors)")
    }
    let asked = try await model()
    #expect(asked["name"] as? String == "small:latest")
    #expect(asked["server"] as? String == server.address)
    #expect(asked["sha256"] is NSNull && asked["adapter"] is NSNull)
    let connections = server.connections
    let nothing = ["post.md": "# Only a heading\n"]
    #expect(try await model(files: nothing)["name"] is NSNull)
    #expect(try await model("-m", "small", files: nothing)["name"] as? String == "small")
    // Where there is nothing to ask, nobody is asked.
    #expect(server.connections == connections)
  }

  @Test("Answers are kept by server and model, and what was taken is settled")
  func cache() async throws {
    let folder = try TemporaryFolder()
    let server = try await Self.ollama([.init("small:latest"), .init("large:latest")])
    func asked(_ arguments: String..., server: StandInServer) async throws -> Int {
      let before = server.requests(to: Self.chat).count
      let run = try await rephrase(["post.md", "--server", server.address] + arguments, folder: folder)
      #expect(run.output.contains(Self.edited), "\(run.errors)")
      return server.requests(to: Self.chat).count - before
    }
    #expect(try await asked("-m", "small:latest", server: server) == 2)
    #expect(try await asked("-m", "small:latest", server: server) == 0)
    #expect(try await asked("-m", "small:latest", "--context", "9999", server: server) == 2)
    #expect(try await asked("-m", "large:latest", server: server) == 2)
    let other = try await Self.ollama()
    #expect(try await asked("-m", "small:latest", server: other) == 2)
    let write = ["post.md", "-w", "--server", server.address, "-m", "small:latest"]
    _ = try await rephrase(write, folder: folder)
    let again = try await rephrase(write, files: [:], folder: folder)
    #expect(again.errors.contains("post.md:3: kept: this text was accepted before"), "\(again.errors)")
  }

  @Test("A server that tells likelihoods ranks changes like the embedded engine")
  func ranking() async throws {
    for (letter, isTaken) in [("z", true), ("s", false)] as [(Character, Bool)] {
      let server = try await Self.llamaServer(liking: letter)
      let run = try await rephrase(["post.md", "--server", server.address, "--explain"])
      #expect(run.output.contains(Self.edited) == isTaken, "\(run.errors)")
      let all = try await rephrase(["post.md", "--server", server.address, "--min-gain", "off"])
      #expect(all.output.contains(Self.edited), "\(all.errors)")
    }
  }

  @Test("Of a server that tells none no gain can be asked")
  func minGain() async throws {
    let server = try await Self.ollama()
    func problem(_ arguments: [String], environment: [String: String] = [:]) async throws -> String {
      let run = try await rephrase(["post.md", "--server", server.address] + arguments, environment: environment)
      #expect(run.status == (run.output.isEmpty ? 2 : 0))
      return run.output.isEmpty ? run.errors : ""
    }
    let message =
      "Ollama at \(server.address) does not say how likely a text is, so no gain is known; set min-gain to off"
    #expect(try await problem(["--min-gain", "-1"]) == "emend: flag --min-gain: \(message)\n")
    #expect(try await problem([], environment: ["EMEND_MIN_GAIN": "0"]) == "emend: EMEND_MIN_GAIN: \(message)\n")
    #expect(try await problem(["--min-gain", "off"], environment: ["EMEND_MIN_GAIN": "0"]) == "")
    let check = try await rephrase(["post.md", "--check", "--server", server.address, "--min-gain", "2"])
    #expect(check.status == 2)
  }

  @Test("What a template has for a family of models holds for a server's model of that name", arguments: [true, false])
  func family(isNamed: Bool) async throws {
    let name = isNamed ? "SmolLM2:135m" : "other:135m"
    let server = try await StandInServer(.ollama(models: [.init(name)]) { .init("Now \($0).") })
    let run = try await compose(
      ["draft", "post.md", "--server", server.address], files: ["post.md": "# A\n\n- wait for it\n"])
    #expect(run.output.contains("+Now wait for it.\n") == isNamed, "\(run.errors)")
    let system = server.requests(to: Self.chat).first?.json["messages"].array?.first?["content"].string ?? ""
    #expect(system.contains("one full sentence") == isNamed, "\(system)")
  }

  @Test("A socket that a project names is meant from its file; the key comes from the environment and is not shown")
  func socket() async throws {
    let folder = try TemporaryFolder()
    let program = StandInProgram.ollama { .init($0.replacing("utilise", with: "utilize")) }
    let server = try await StandInServer(program, at: .unix(path: folder.path + "/s"))
    try folder.write(".emend.yaml", "server: unix:s\nparallel: 1\n")
    try folder.write("below/post.md", RephraseCommandTests.post)
    let environment = ["EMEND_API_KEY": "secret-1"]
    let run = try await CommandRun(
      ["rephrase", "post.md"], in: folder, environment: environment, below: "below", model: plainSpeaker)
    #expect(run.output.contains(Self.edited), "\(run.errors)")
    #expect(server.mostInFlight() == 1)
    #expect(server.requests.allSatisfy { $0[header: "Authorization"] == "Bearer secret-1" })
    let doctor = try await CommandRun(
      ["doctor"], in: folder, environment: environment, below: "below", model: plainSpeaker)
    #expect(doctor.output.contains("  API key       EMEND_API_KEY\n"), "\(doctor.output)")
    #expect(!doctor.output.contains("secret-1"))
  }

  // MARK: Trouble

  @Test("Without the server nothing is checked: 2, with --check 3; new text is not written")
  func unreachable() async throws {
    let address = try await Self.nowhere()
    let refusal = "emend: the server \(address) refuses the connection; is it running?\n"
    let run = try await rephrase(["post.md", "--server", address])
    #expect((run.status, run.errors, run.output) == (2, refusal, ""))
    let check = try await rephrase(["post.md", "--server", address, "--check"])
    #expect(check.status == 3)
    #expect(check.errors.hasPrefix(refusal) && check.errors.contains("post.md:3: not checked: no model [no-model]"))
    let allowed = try await rephrase(["post.md", "--server", address, "--check", "--allow-unchecked"])
    #expect(allowed.status == 0)
    for arguments in [
      ["outline", "bread"], ["draft", "post.md"], ["brainstorm", "bread"], ["draft", "--topic", "bread"],
    ] {
      let run = try await compose(arguments + ["--server", address], files: ["post.md": "# A\n\n- wait for it\n"])
      #expect((run.status, run.errors) == (2, refusal), "\(arguments)")
    }
    let prompt = try await rephrase(["post.md", "--server", address, "--show-prompt"])
    #expect((prompt.status, prompt.errors) == (2, refusal))
  }

  @Test("Where the server answers to nothing, nothing is done: 2")
  func unanswered() async throws {
    let program = StandInProgram.ollama { .init($0) }
    let server = try await StandInServer { request in
      request.path == Self.chat ? .json(["error": "out of memory"], status: 400) : try await program.respond(request)
    }
    let run = try await rephrase(["post.md", "--server", server.address])
    #expect((run.status, run.output) == (2, ""))
    #expect(run.errors.contains("answers with status 400: \"out of memory\" [model-failed]"), "\(run.errors)")
  }

  @Test("A key that cannot be sent is told, and not shown")
  func brokenKey() async throws {
    let run = try await rephrase(
      ["post.md", "--server", try await Self.nowhere()], environment: ["EMEND_API_KEY": "a\nb"])
    #expect(run.status == 2)
    #expect(
      run.errors
        == "emend: EMEND_API_KEY has a space, a line break or a letter beyond ASCII in it; set it to the key alone\n")
  }

  @Test("A listed host is told as such where the file that lists it is left out")
  func unreadList() async throws {
    let folder = try TemporaryFolder()
    try folder.write("post.md", RephraseCommandTests.post)
    try folder.write("home/.config/emend/config.yaml", "allow-hosts: [10.0.0.5]\n")
    let run = try await CommandRun(
      ["rephrase", "post.md", "--no-config", "--server", "10.0.0.5"], in: folder, model: plainSpeaker)
    #expect(run.status == 2)
    #expect(
      run.errors.hasSuffix("(\(folder.path)/home/.config/emend/config.yaml, which this run was told not to read)\n"),
      "\(run.errors)")
  }

  @Test("A model that the server does not have is told with those that it has")
  func unknownModel() async throws {
    let server = try await Self.ollama([.init("small:latest"), .init("large:latest")])
    let run = try await rephrase(["post.md", "--server", server.address, "-m", "huge"])
    #expect(run.status == 2)
    #expect(
      run.errors == "emend: the server \(server.address) has no model \"huge\" (flag --model); it has"
        + " \"small:latest\", \"large:latest\"\n")
  }

  @Test("An answer that breaks off is not taken, and the others are")
  func brokenOff() async throws {
    let program = StandInProgram.ollama { .init($0.replacing("utilise", with: "utilize")) }
    let server = try await StandInServer { request in
      guard request.path == Self.chat, request.json.lastUserMessage.contains("thing") else {
        return try await program.respond(request)
      }
      let piece = #"{"choices": [{"index": 0, "delta": {"content": "We utilize this"}, "finish_reason": null}]}"#
      return .events([piece], ending: .close)
    }
    let text = "We utilise this thing here.\n\nWe utilise that box there.\n"
    let run = try await rephrase(["post.md", "--server", server.address], files: ["post.md": text])
    #expect(run.status == 0)
    #expect(run.errors.contains("post.md:1: kept: the answer broke off: "), "\(run.errors)")
    #expect(run.errors.contains("[complete]\n"))
    #expect(run.output.contains("+We utilize that box there.\n"))
  }
}
