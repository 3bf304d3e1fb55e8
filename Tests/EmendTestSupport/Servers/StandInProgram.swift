// SPDX-License-Identifier: Apache-2.0

/// The answers of a real program, as far as emend asks for any; which model speaks is up to the test.
///
/// ```swift
/// let ollama = StandInProgram.ollama(models: [.init("small:latest")]) { text in "You said: \(text)" }
/// let server = try await StandInServer(ollama)
/// // Or with trouble of one's own:
/// let busy = try await StandInServer { request in
///   request.path == "/v1/chat/completions" ? .json(["error": "busy"], status: 503) : try await ollama.respond(request)
/// }
/// ```
package struct StandInProgram: Sendable {
  package let respond: StandInServer.Responder

  package init(respond: @escaping StandInServer.Responder) { self.respond = respond }

  /// What a model says to the last message of the user.
  package typealias Speaker = @Sendable (_ text: String) -> StandInReply
}

extension StandInServer {
  package convenience init(_ program: StandInProgram, at place: Place = .port(0)) async throws {
    try await self.init(at: place, respond: program.respond)
  }
}

/// What a stand-in's model says.
package struct StandInReply: Sendable, ExpressibleByStringInterpolation {
  package var pieces: [String]
  /// What it thought before.
  package var reasoning: [String]
  package var finishReason: String
  /// The time between two pieces.
  package var pause: Duration?

  package init(
    _ pieces: [String], reasoning: [String] = [], finishReason: String = "stop", pause: Duration? = nil
  ) {
    self.pieces = pieces
    self.reasoning = reasoning
    self.finishReason = finishReason
    self.pause = pause
  }

  /// A text that comes word by word.
  package init(stringLiteral text: String) { self.init(text) }

  package init(_ text: String) { self.init(text.split(separator: /(?= )/).map(String.init)) }

  package var text: String { pieces.joined() }
}

/// How a program writes the pieces of a streamed chat.
struct ChatStyle {
  /// The delta that comes first; `nil` for none.
  var opening: JSONValue?
  /// What stands in every delta.
  var common: [String: JSONValue] = [:]
  /// The delta that comes with the finish reason.
  var closing: JSONValue
  /// What it calls what the model thinks.
  var reasoningKey: String
  /// What stands in every event.
  var envelope: [String: JSONValue] = [:]
  /// Whether it tells the tokens when it is asked for that.
  var tellsUsage = true

  /// The data of every event that answers a request.
  func events(_ reply: StandInReply, to body: JSONValue) -> [String] {
    var chunks: [JSONValue] = []
    func add(_ delta: JSONValue, finishReason: JSONValue = .null) {
      chunks.append(["choices": [["index": 0, "delta": delta, "finish_reason": finishReason]]])
    }
    if let opening { add(opening) }
    for text in reply.reasoning { add(.object(common.merging([reasoningKey: .string(text)]) { $1 })) }
    for text in reply.pieces { add(.object(common.merging(["content": .string(text)]) { $1 })) }
    add(closing, finishReason: .string(reply.finishReason))
    if tellsUsage, body["stream_options"]["include_usage"] == true {
      chunks.append(["choices": [], "usage": Self.usage(reply, prompt: body["messages"].text.utf8.count)])
    }
    let common: [String: JSONValue] = [
      "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1_800_000_000, "model": body["model"],
    ].merging(envelope) { $1 }
    return chunks.map { $0.merging(common).text } + ["[DONE]"]
  }

  /// The answer to a request that is not streamed.
  func whole(_ reply: StandInReply, to body: JSONValue) -> JSONValue {
    var message: [String: JSONValue] = ["role": "assistant", "content": .string(reply.text)]
    if !reply.reasoning.isEmpty { message[reasoningKey] = .string(reply.reasoning.joined()) }
    return JSONValue.object(envelope).merging([
      "id": "chatcmpl-1", "object": "chat.completion", "created": 1_800_000_000, "model": body["model"],
      "choices": [["index": 0, "message": .object(message), "finish_reason": .string(reply.finishReason)]],
      "usage": Self.usage(reply, prompt: body["messages"].text.utf8.count),
    ])
  }

  func answer(_ reply: StandInReply, to body: JSONValue) -> StandInAnswer {
    body["stream"] == true ? .events(events(reply, to: body), pause: reply.pause) : .json(whole(reply, to: body))
  }

  static func usage(_ reply: StandInReply, prompt: Int) -> JSONValue {
    let count = reply.pieces.count + reply.reasoning.count
    return [
      "prompt_tokens": .number(Double(prompt)), "completion_tokens": .number(Double(count)),
      "total_tokens": .number(Double(prompt + count)),
    ]
  }
}

extension JSONValue {
  /// The content of the last message of the user in a chat.
  package var lastUserMessage: String {
    self["messages"].array?.last { $0["role"] == "user" }?["content"].string ?? ""
  }

  /// This object with further members.
  func merging(_ others: [String: JSONValue]) -> JSONValue {
    if case .object(let members) = self { .object(members.merging(others) { $1 }) } else { self }
  }
}
