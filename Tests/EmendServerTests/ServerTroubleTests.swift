// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Testing

@testable import EmendServer

@Suite(.timed)
struct ServerTroubleTests {
  /// A request that goes wrong while others do not.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// What the server does at each try, the last again and again.
    let answers: [StandInAnswer]
    /// What is told; `SERVER` stands for the address.
    let sentence: String
    let tries: Int

    var testDescription: String { name }

    init(_ name: String, _ answers: StandInAnswer..., sentence: String, tries: Int) {
      (self.name, self.answers, self.sentence, self.tries) = (name, answers, sentence, tries)
    }
  }

  private static func piece(_ text: String) -> String {
    JSONValue.object(["choices": [["index": 0, "delta": ["content": .string(text)], "finish_reason": nil]]]).text
  }

  private static func last(_ reason: String, reasoning: String? = nil) -> String {
    let delta: JSONValue = reasoning.map { ["reasoning_content": .string($0)] } ?? [:]
    return JSONValue.object(["choices": [["index": 0, "delta": delta, "finish_reason": .string(reason)]]]).text
  }

  private static func problem(_ status: Int, _ message: JSONValue, retryAfter: String? = nil) -> StandInAnswer {
    .json(
      ["error": ["message": message, "type": "some_error"]], status: status,
      headers: retryAfter.map { ["Retry-After": $0] } ?? [:])
  }

  static let cases = [
    Case(
      "bad request", problem(400, "no such\n   parameter"),
      sentence: "the server SERVER answers with status 400: \"no such parameter\"", tries: 1),
    Case(
      "unknown path", .text("404 page not found", status: 404),
      sentence: "the server SERVER answers with status 404: \"404 page not found\"", tries: 1),
    Case(
      "wrong key", problem(401, "Invalid API Key"),
      sentence: "the server SERVER wants another key: \"Invalid API Key\"; set EMEND_API_KEY to the right one", tries: 1
    ),
    Case(
      "server error", problem(500, "boom"), sentence: "the server SERVER answers with status 500: \"boom\"", tries: 3),
    Case(
      "proxy's page", .text("<html><h1>Bad Gateway</h1></html>", status: 502, type: "text/html"),
      sentence: "the server SERVER answers with status 502", tries: 3),
    Case(
      "too busy for long", problem(429, "slow down", retryAfter: "3600"),
      sentence: "the server SERVER answers with status 429: \"slow down\"; it asks not to be tried again for 3600 s",
      tries: 1),
    Case(
      "busy until 2100", problem(503, "", retryAfter: "Fri, 01 Jan 2100 00:00:00 GMT"),
      sentence: "the server SERVER answers with status 503; it asks not to be tried again for WAIT", tries: 1),
    Case(
      "long message", problem(400, .string(String(repeating: "ab ", count: 100))),
      sentence: "the server SERVER answers with status 400: \"\(String(repeating: "ab ", count: 66))ab…\"", tries: 1),
    Case(
      "words for a terminal", problem(400, "\u{1B}[2J\u{7}no\r\nsuch \u{9B}31mthing"),
      sentence: "the server SERVER answers with status 400: \"[2Jno such 31mthing\"", tries: 1),
    Case(
      "redirect", .redirect(to: "http://127.0.0.1:9/v1"),
      sentence:
        "the server SERVER redirects to http://127.0.0.1:9/v1, which emend does not follow; if that is right, give that address",
      tries: 1),
    Case(
      "not JSON", .events(["{broken"]),
      sentence:
        "the server SERVER sent an answer that is not JSON of the usual form; is it OpenAI-compatible?",
      tries: 1),
    Case(
      "a page", .text("<html></html>", type: "text/html"),
      sentence:
        "the server SERVER sent an answer that is not JSON of the usual form; is it OpenAI-compatible?",
      tries: 1),
    Case(
      "not HTTP", .raw("SSH-2.0-OpenSSH_9.2\r\n").then(.hangUp),
      sentence: "the server SERVER sent something else than HTTP; is it OpenAI-compatible?",
      tries: 1),
    Case(
      "error in the stream", .events([piece("One"), #"{"error": {"message": "out of memory", "code": 500}}"#]),
      sentence: "the server SERVER answers with status 500: \"out of memory\"", tries: 3),
    Case(
      "hung up", .hangUp, sentence: "the server SERVER closed the connection without an answer; its log may say why",
      tries: 3),
    Case(
      "reset", .reset, sentence: "the server SERVER closed the connection without an answer; its log may say why",
      tries: 3),
    Case(
      "broken off before a word", .events([], ending: .close),
      sentence: "the answer of the server SERVER broke off in the middle", tries: 3),
    Case(
      "cut short in a line", .raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\ndata: {").then(.hangUp),
      sentence: "the answer of the server SERVER broke off in the middle", tries: 3),
    Case(
      "silence", .never, sentence: "the server SERVER sent nothing within 0.4 s; it may be busy, or stuck", tries: 1),
    Case(
      "silence after a word", .events([piece("One")], ending: .silence),
      sentence: "the server SERVER sent nothing more within 0.3 s; it may be busy, or stuck", tries: 1),
    Case(
      "no choice", .events([#"{"choices": []}"#, "[DONE]"]),
      sentence: "the server SERVER sent an answer without a text",
      tries: 1),
    Case(
      "only reasoning", .events([last("stop", reasoning: "Hm")]),
      sentence:
        "the model of the server SERVER reasons at length and comes to no answer; switch that off there, or name a model that does not",
      tries: 1),
    Case(
      "reasoning without an end", .events([piece("<think>Well"), last("length")]),
      sentence:
        "the model of the server SERVER reasons at length and comes to no answer; switch that off there, or name a model that does not",
      tries: 1),
    Case(
      "withheld", .events([piece("One"), last("content_filter")]),
      sentence: "the server SERVER withholds its answer (content_filter)", tries: 1),
    Case(
      "worse at the second try", problem(503, "starting"), problem(400, "no"),
      sentence: "the server SERVER answers with status 400: \"no\"", tries: 2),
  ]

  /// A server that answers "trouble" with these answers, and else with the text itself.
  private func server(_ answers: [StandInAnswer]) async throws -> StandInServer {
    let program = StandInProgram.plain { text in StandInReply([text]) }
    let tries = Counter()
    return try await StandInServer { request in
      guard request.path == "/v1/chat/completions", request.json.lastUserMessage == "trouble" else {
        return try await program.respond(request)
      }
      return answers[min(await tries.next(), answers.count - 1)]
    }
  }

  private func tries(_ server: StandInServer) -> Int {
    server.requests.count { $0.json.lastUserMessage == "trouble" }
  }

  @Test("Trouble is told in a sentence, after a few tries, and stops nothing else", arguments: cases)
  func trouble(_ example: Case) async throws {
    let server = try await server(example.answers)
    let model = try ServerModel(server, parallel: 2, timeouts: .short)
    let answers = try await model.answers(to: "one", "trouble", "three", "four")
    #expect([0, 2, 3].map { answers[$0].text } == ["one", "three", "four"])
    guard case .failure(let error) = answers[1].result else {
      Issue.record("\(answers[1].result)")
      return
    }
    let sentence = example.sentence.replacing("SERVER", with: server.address)
    if let end = sentence.firstRange(of: "WAIT") {
      #expect(error.description.hasPrefix(sentence[..<end.lowerBound]))
    } else {
      #expect(error == .server(sentence))
    }
    #expect(tries(server) == example.tries)
  }

  @Test(
    "Passing trouble is not told",
    arguments: [
      [problem(503, "starting")], [problem(429, "busy", retryAfter: "0"), .hangUp], [.reset, .reset],
      [.events([piece("trou")], ending: .close)],
    ])
  func passing(first: [StandInAnswer]) async throws {
    let server = try await server(
      first + [.events([Self.piece("tr"), Self.piece("y again"), Self.last("stop"), "[DONE]"])])
    let answers = try await ServerModel(server).answers(to: "one", "trouble")
    #expect(answers.map(\.text) == ["one", "try again"])
    #expect(tries(server) == first.count + 1)
  }

  @Test("Retry-After is kept to")
  func retryAfter() async throws {
    let server = try await server([
      Self.problem(503, "busy", retryAfter: "1"), .events([Self.piece("ok"), Self.last("stop")]),
    ])
    let start = ContinuousClock.now
    #expect(try await ServerModel(server).answers(to: "trouble")[0].text == "ok")
    #expect(ContinuousClock.now - start >= .seconds(1))
  }

  @Test(
    "An answer that is cut off is one without an end",
    arguments: [
      ([.events([piece("One and"), last("length"), "[DONE]"])], "One and", .tokenLimit, 1),
      ([.events([piece("One "), piece("and")], ending: .close)], "One and", .brokenOff, 3),
      ([.events([piece("One "), piece("and")], ending: .reset)], "One and", .brokenOff, 3),
      // Ended as HTTP says, but the answer has not.
      ([.events([piece("One "), piece("and")])], "One and", .brokenOff, 3),
      // Told as an end, but of what? llama-cpp-python breaks off like that when it is asked something else.
      ([.events([piece("One "), piece("and"), "[DONE]"])], "One and", .brokenOff, 3),
      // What follows the finish reason may be lost.
      ([.events([piece("One."), last("stop")], ending: .close)], "One.", .endOfTurn, 1),
    ] as [([StandInAnswer], String, Generation.FinishReason, Int)])
  func cutOff(answers: [StandInAnswer], text: String, reason: Generation.FinishReason, tries count: Int) async throws {
    let server = try await server(answers)
    let generation = try await ServerModel(server).answers(to: "trouble")[0].result.get()
    #expect(generation.text == text)
    #expect(generation.finishReason == reason)
    #expect(tries(server) == count)
  }

  @Test(
    "Reasoning is no part of an answer",
    arguments: [
      [#"{"choices": [{"delta": {"reasoning_content": "Hm."}}]}"#, piece("One."), last("stop")],
      [#"{"choices": [{"delta": {"reasoning": "Hm."}}]}"#, piece("One."), last("stop")],
      [piece("<think>Hm"), piece(".</th"), piece("ink>\n\nOne."), last("stop")],
      [piece("Hm.</think>One."), last("stop")],
    ])
  func reasoning(events: [String]) async throws {
    let server = try await server([.events(events + ["[DONE]"])])
    #expect(try await ServerModel(server).answers(to: "trouble")[0].text == "One.")
  }

  @Test("A prompt that a server finds too long is told as one, with its figures")
  func tooLong() async throws {
    let error: JSONValue = [
      "error": [
        "code": 400, "type": "exceed_context_size_error", "message": "no", "n_prompt_tokens": 931, "n_ctx": 256,
      ]
    ]
    let server = try await server([.json(error, status: 400)])
    let answer = try await ServerModel(server).answers(to: "trouble")[0]
    #expect(answer.result == .failure(.promptTooLong(tokens: 931, limit: 256)))
    #expect(tries(server) == 1)
    let other = try await self.server([Self.problem(400, "the prompt is too long")])
    let sentence =
      "the prompt does not fit the model of the server \(other.address): \"the prompt is too long\"; select less text"
    #expect(try await ServerModel(other).answers(to: "trouble")[0].result == .failure(.promptRefused(sentence)))
  }

  @Test("A redirect is not followed, whatever its status", arguments: [301, 302, 303, 307, 308])
  func redirects(status: Int) async throws {
    let target = try await StandInServer(.plain { _ in "stolen" })
    let server = try await StandInServer { _ in .redirect(to: target.address + "/v1/models", status: status) }
    let sentence =
      "the server \(server.address) redirects to \(target.address)/v1/models, which emend does not follow; if that is right, give that address"
    await #expect(throws: ModelError.server(sentence)) { try await ServerModel(server).answers(to: "secret") }
    #expect(target.connections == 0)
  }

  @Test("A server that goes away in the middle fails the requests that are left, without a long wait for each")
  func goesAway() async throws {
    let program = StandInProgram.plain { text in StandInReply([text]) }
    let server = try await StandInServer(program)
    let timeouts = ServerTimeouts(
      connect: .seconds(5), firstToken: .seconds(5), betweenTokens: .seconds(5), backoff: .milliseconds(200))
    let model = try ServerModel(server, parallel: 1, timeouts: timeouts)
    try await model.load()
    server.stop()
    let start = ContinuousClock.now
    let answers = try await model.answers(to: (1...20).map { .asking("\($0)") })
    let sentence = "the server \(server.address) refuses the connection; is it running?"
    #expect(answers.allSatisfy { $0.result == .failure(.server(sentence)) })
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  @Test("A server that keeps silent is not waited for again and again")
  func silence() async throws {
    let server = try await server([.never])
    let model = try ServerModel(server, parallel: 2, timeouts: .short)
    let requests = (1...20).map { _ in GenerationRequest.asking("trouble") }
    let start = ContinuousClock.now
    let answers = try await model.answers(to: requests)
    #expect(ContinuousClock.now - start < .seconds(3))
    let silent = "the server \(server.address) sent nothing within 0.4 s; it may be busy, or stuck"
    let givenUp = "the server \(server.address) was silent too often, and is not asked any more; it may be stuck"
    // One more may have set out when the second is given up.
    #expect((2...3).contains(tries(server)))
    #expect(answers.count { $0.result == .failure(.server(silent)) } == tries(server))
    #expect(answers.count { $0.result == .failure(.server(givenUp)) } == 20 - tries(server))
  }

  @Test("A server without time is waited for once, not for each request")
  func noTime() async throws {
    let server = try await server([Self.problem(503, "busy")])
    let answers = try await ServerModel(server, parallel: 1, timeouts: .short).answers(
      to: (1...5).map { _ in .asking("trouble") })
    #expect(answers.allSatisfy { $0.text == nil })
    #expect(tries(server) == 3 + 4)
  }

  @Test("Cancelling ends it at once, and the server is told by the closed connection")
  func cancelled() async throws {
    let server = try await server([.events([Self.piece("One")], ending: .silence)])
    let model = try ServerModel(server)
    let start = ContinuousClock.now
    let task = Task { try await model.answers(to: "trouble") }
    while tries(server) == 0 { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    _ = await task.result
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(tries(server) == 1)
  }
}

/// Counts from zero.
private actor Counter {
  private var count = 0

  func next() -> Int {
    defer { count += 1 }
    return count
  }
}
