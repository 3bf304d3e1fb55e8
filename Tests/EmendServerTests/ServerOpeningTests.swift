// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Testing

@testable import EmendServer

/// What goes wrong, and which model is chosen, before anything is asked.
@Suite(.timed)
struct ServerOpeningTests {
  @Test("A server that is not running")
  func refused() async throws {
    let address = "http://127.0.0.1:\(try await StandInServer.unusedPort())"
    let model = ServerModel(try ServerAddress(address), options: .init(timeouts: .short))
    let sentence = "the server \(address) refuses the connection; is it running?"
    await #expect(throws: ModelError.server(sentence)) { try await model.answers(to: "one") }
    let folder = try TemporaryFolder()
    let missing = ServerModel(try ServerAddress("unix:\(folder.path)/s"), options: .init(timeouts: .short))
    let reason = "the server unix:\(folder.path)/s cannot be reached: No such file or directory"
    await #expect(throws: ModelError.server(reason)) { try await missing.load() }
  }

  @Test("A model that loads for long is waited for no longer")
  func loading() async throws {
    let busy = try await StandInServer(.llamaServer(loading: 99, says: { StandInReply([$0]) }))
    let sentence = "the server \(busy.address) still loads its model; try again when it has done so"
    await #expect(throws: ModelError.server(sentence)) { try await ServerModel(busy).load() }
    #expect(busy.requests.count == RetryPolicy.mostTriesWhileLoading)
  }

  @Test("A server that does not accept the connection")
  func notAccepting() async throws {
    let listener = try FullListener()
    let address = "http://127.0.0.1:\(listener.port)"
    let model = ServerModel(try ServerAddress(address), options: .init(timeouts: .short))
    let sentence = "the server \(address) does not accept the connection within 0.3 s; is the address right?"
    await #expect(throws: ModelError.server(sentence)) { try await model.load() }
  }

  @Test("A server that waits for a request where TLS is spoken")
  func noTLS() async throws {
    let server = try await StandInServer { _ in .never }
    let address = server.address.replacing("http://", with: "https://")
    let model = ServerModel(try ServerAddress(address), options: .init(timeouts: .short))
    let error = await #expect(throws: ModelError.self) { try await model.load() }
    #expect(error?.description.hasSuffix("write http://") ?? false, "\(error?.description ?? "")")
    let silent = try await StandInServer(reading: false) { _ in .never }
    let other = silent.address.replacing("http://", with: "https://")
    let sentence =
      "the server \(other) does not agree on TLS within 0.3 s; if it does not speak TLS, and that is right, write http://"
    await #expect(throws: ModelError.server(sentence)) {
      try await ServerModel(try ServerAddress(other), options: .init(timeouts: .short)).load()
    }
  }

  @Test("A host that is not allowed is not connected to")
  func notAllowed() async throws {
    let model = ServerModel(try ServerAddress("http://192.0.2.1:1"), options: .init(timeouts: .short))
    let error = await #expect(throws: ModelError.self) { try await model.load() }
    #expect(error?.description.hasPrefix("192.0.2.1 is a public address, where texts are not sent; ") ?? false)
  }

  @Test("A server that accepts a connection and reads nothing")
  func notReading() async throws {
    let server = try await StandInServer(reading: false) { _ in .never }
    let sentence = "the server \(server.address) sent nothing within 0.4 s; it may be busy, or stuck"
    await #expect(throws: ModelError.server(sentence)) {
      try await ServerModel(server, timeouts: .short).load()
    }
  }

  @Test(
    "Which model is asked",
    arguments: [
      (["small"], nil, "small"), (["small", "big"], "big", "big"), (["small:latest"], "small", "small:latest"),
      (["/models/small.gguf", "b"], "small", "/models/small.gguf"),
    ] as [([String], String?, String)])
  func chosen(models: [String], wanted: String?, name: String) async throws {
    let server = try await StandInServer(.plain(models: models) { _ in "x" })
    #expect(try await ServerModel(server, model: wanted).facts().model == name)
  }

  @Test(
    "A model that is not there, or not told",
    arguments: [
      (["small"], "smal", "has no model \"smal\"; it has \"small\""),
      (["a", "b"], nil, "has 2 models; name one with --model: \"a\", \"b\""),
      ([], nil, "has no model; load one there"), (["\u{1B}]0;a\u{7}"], nil, "has no model; load one there"),
      ([], "a", "has no model \"a\"; it has none"),
      (
        (1...14).map { "m\($0)" }, "x",
        "has no model \"x\"; it has \((1...12).map { "\"m\($0)\"" }.joined(separator: ", ")) and 2 more"
      ),
    ] as [([String], String?, String)])
  func noModel(models: [String], wanted: String?, sentence: String) async throws {
    let server = try await StandInServer(.plain(models: models) { _ in "x" })
    await #expect(throws: ModelError.server("the server \(server.address) \(sentence)")) {
      try await ServerModel(server, model: wanted).facts()
    }
  }

  @Test("A server that lists no models is asked for the one that is named")
  func noList() async throws {
    let program = StandInProgram.plain { text in StandInReply([text]) }
    let server = try await StandInServer { request in
      request.path == "/v1/models" ? .text("", status: 404) : try await program.respond(request)
    }
    #expect(try await ServerModel(server, model: "mine").answers(to: "one")[0].text == "one")
    #expect(server.requests(to: "/v1/chat/completions").first?.json["model"] == "mine")
    let sentence =
      "the server \(server.address) lists no models (/v1/models); if it is OpenAI-compatible, name one with --model"
    await #expect(throws: ModelError.server(sentence)) { try await ServerModel(server).facts() }
  }
}
