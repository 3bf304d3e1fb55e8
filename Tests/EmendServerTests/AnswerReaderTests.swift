// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Testing

@testable import EmendServer

struct AnswerReaderTests {
  private func request(prefix: String = "", stop: [String] = []) -> GenerationRequest {
    let prompt = Prompt(messages: [.init(role: .user, content: "Hi")], answerPrefix: prefix)
    return GenerationRequest(prompt: prompt, limit: AnswerLimit(tokens: 9), stopStrings: stop)
  }

  /// The answer that comes of some events.
  private func generation(
    _ events: [String], prefix: String = "", stop: [String] = [], goesOn: Bool = false, isBroken: Bool = false,
    maxTokens: Int = 100
  ) throws -> Generation {
    var reader = AnswerReader(request(prefix: prefix, stop: stop), maxTokens: maxTokens, goesOn: goesOn)
    for event in events { _ = try reader.take(event.utf8) }
    return try reader.generation(isBroken: isBroken, promptTokens: 5)
  }

  private func delta(_ text: String, finish: String? = nil) -> String {
    #"{"choices":[{"delta":{"content":"\#(text)"},"finish_reason":\#(finish.map { "\"\($0)\"" } ?? "null")}]}"#
  }

  @Test func piecesOfAChat() throws {
    let answer = try generation([
      #"{"choices":[{"delta":{"role":"assistant","content":null}}]}"#, delta("One "), delta("two."),
      delta("", finish: "stop"),
      #"{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}}"#,
    ])
    #expect(answer.text == "One two.")
    #expect(answer.finishReason == .endOfTurn)
    #expect(answer.promptTokens == 7)
    #expect(answer.generatedTokens == 3)
  }

  @Test func piecesOfACompletionAndAWholeAnswer() throws {
    let pieces = try generation([
      #"{"choices":[{"text":"One "}]}"#, #"{"choices":[{"text":"two.","finish_reason":"length"}]}"#,
    ])
    #expect(pieces.text == "One two.")
    #expect(pieces.finishReason == .tokenLimit)
    #expect(pieces.promptTokens == 5)
    #expect(pieces.generatedTokens == 2)
    let whole = try generation([#"{"choices":[{"message":{"content":"All."},"finish_reason":"stop"}]}"#])
    #expect(whole.text == "All.")
  }

  @Test("A server that does not keep to the limit of tokens is not read on")
  func overlong() throws {
    var reader = AnswerReader(request(), maxTokens: 4, goesOn: false)
    var pieces = 0
    while !reader.isStopped, pieces < 1000 {
      _ = try reader.take(delta("a ").utf8)
      pieces += 1
    }
    #expect(pieces == 33)
    #expect(try reader.generation(promptTokens: 5).finishReason == .tokenLimit)
    var thinker = AnswerReader(request(), maxTokens: 4, goesOn: false)
    for _ in 0...32 { _ = try thinker.take(#"{"choices":[{"delta":{"reasoning_content":"hm"}}]}"#.utf8) }
    #expect(thinker.isStopped)
    #expect(throws: ServerTrouble.onlyReasoning) { try thinker.generation(promptTokens: 5) }
    #expect(throws: ServerTrouble.endless) {
      try generation([delta(String(repeating: "a", count: 3000))], maxTokens: 4)
    }
  }

  @Test func aStopStringEndsTheAnswer() throws {
    var reader = AnswerReader(request(stop: ["###"]), maxTokens: 100, goesOn: false)
    _ = try reader.take(delta("One #").utf8)
    #expect(!reader.isStopped)
    _ = try reader.take(delta("## two").utf8)
    #expect(reader.isStopped)
    let answer = try reader.generation(promptTokens: 5)
    #expect(answer.text == "One ")
    #expect(answer.finishReason == .stopString)
  }

  @Test func aStopStringInTheReasoningIsNoEnd() throws {
    let events = [#"<think>Hm.\n\nWell."#, #"</think>\n\n"#, "Yes."].map { delta($0) } + [delta("", finish: "stop")]
    #expect(try generation(events, stop: ["\n\n"]).text == "Yes.")
  }

  @Test(arguments: [("B.", false, "A. B."), ("A. B.", false, "A. B."), ("A. B.", true, "A. A. B.")])
  func thePrefixComesFirstAndOnce(answer: String, goesOn: Bool, text: String) throws {
    #expect(try generation([delta(answer, finish: "stop")], prefix: "A. ", goesOn: goesOn).text == text)
  }

  @Test(arguments: [
    #"{"choices":[{"delta":{"reasoning_content":"Hm."}}]}"#, #"{"choices":[{"delta":{"reasoning":"Hm."}}]}"#,
    #"{"choices":[{"delta":{"content":"<think>Hm.</think>"}}]}"#,
  ])
  func reasoningIsDropped(event: String) throws {
    #expect(try generation([event, delta("Yes.", finish: "stop")]).text == "Yes.")
    #expect(throws: ServerTrouble.onlyReasoning) { try generation([event, delta("", finish: "length")]) }
    #expect(throws: ServerTrouble.onlyReasoning) { try generation([event, delta("", finish: "stop")]) }
  }

  @Test func whatBreaksOffIsToldSo() throws {
    #expect(try generation([delta("One")], isBroken: true).finishReason == .brokenOff)
    #expect(throws: ServerTrouble.truncated(nil)) { try generation([], isBroken: true) }
  }

  @Test func thereIsNoAnswer() {
    #expect(throws: ServerTrouble.noChoice) { try generation([#"{"choices":[]}"#]) }
    #expect(throws: ServerTrouble.withheld("content_filter")) { try generation([delta("", finish: "content_filter")]) }
  }

  @Test(arguments: ["{", "null", "[1]", "<html>", #"{"choices":7}"#, ""])
  func somethingElseIsMalformed(event: String) {
    #expect(throws: ServerTrouble.malformed("an answer that is not JSON of the usual form")) { try generation([event]) }
  }

  @Test func anErrorInTheStream() {
    #expect(throws: ServerTrouble.status(503, "gone", retryAfter: nil)) {
      try generation([delta("One"), #"{"error":{"code":503,"message":"gone"}}"#])
    }
    #expect(throws: ServerTrouble.status(500, "gone", retryAfter: nil)) { try generation([#"{"error":"gone"}"#]) }
  }
}
