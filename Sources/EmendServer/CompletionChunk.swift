// SPDX-License-Identifier: Apache-2.0

/// A piece of a streamed answer, or the whole of one that is not streamed.
struct CompletionChunk: Decodable {
  struct Choice: Decodable {
    struct Message: Decodable {
      var content: String?
      /// What a model thinks aloud, by two names.
      var reasoningContent, reasoning: String?
    }

    /// In answers to `/v1/completions`.
    var text: String?
    /// In pieces of a chat.
    var delta: Message?
    /// In a chat that is not streamed.
    var message: Message?
    var finishReason: String?

    var content: String { text ?? delta?.content ?? message?.content ?? "" }

    var hasReasoning: Bool {
      [delta, message].contains { message in
        ![message?.reasoningContent, message?.reasoning].allSatisfy { ($0 ?? "").isEmpty }
      }
    }
  }

  struct Usage: Decodable {
    var promptTokens: Int?
    var completionTokens: Int?
  }

  var choices: [Choice]?
  var usage: Usage?
  var error: ServerProblem?

  private enum CodingKeys: CodingKey { case choices, usage, error }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    choices = try container.decodeIfPresent([Choice].self, forKey: .choices)
    // Statistics are not worth an answer.
    usage = try? container.decodeIfPresent(Usage.self, forKey: .usage)
    error = try container.decodeIfPresent(ServerProblem.self, forKey: .error)
  }
}

/// What a server says is wrong, in any of the forms in use.
struct ServerProblem: Decodable, Equatable {
  let message: String
  /// Its status, if it tells one.
  private(set) var code: Int?
  /// What tells it from other problems to programs, such as `exceed_context_size_error`.
  private(set) var type: String?
  /// Of llama-server.
  private var nPromptTokens: Int?
  private var nCtx: Int?

  private enum CodingKeys: CodingKey { case message, code, type, nPromptTokens, nCtx }

  init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      message = text
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    message = (try? container.decode(String.self, forKey: .message)) ?? ""
    code = try? container.decode(Int.self, forKey: .code)
    // The code may be a word, too.
    type = [CodingKeys.type, .code].compactMap { try? container.decode(String.self, forKey: $0) }.joined(separator: " ")
    nPromptTokens = try? container.decode(Int.self, forKey: .nPromptTokens)
    nCtx = try? container.decode(Int.self, forKey: .nCtx)
  }

  private init(message: String) { self.message = message }

  /// Reads the body of an answer that is no success.
  init(body: [UInt8]) {
    struct Envelope: Decodable {
      var error, detail: ServerProblem?
      /// Of older vLLM, which sends the problem itself.
      var message: String?
    }
    let envelope = try? JSON.decode(Envelope.self, from: body)
    let text = String(decoding: body.prefix(2000), as: UTF8.self)
    // A web page says nothing that is fit for a line.
    let isPage = text.drop(while: \.isWhitespace).hasPrefix("<")
    self =
      envelope?.error ?? envelope?.detail
      ?? ServerProblem(message: envelope?.message ?? (envelope != nil || isPage ? "" : text))
  }

  /// Returns what it means as the answer to a request with this status.
  func trouble(status: Int, retryAfter: Duration? = nil) -> ServerTrouble {
    let words = "\(type ?? "") \(message)".lowercased()
    let isTooLong = [
      "exceed_context_size", "context_length_exceeded", "maximum context length", "exceeds the available context size",
      "exceed context window", "longer than the maximum model length", "larger than the context", "prompt is too long",
    ].contains { words.contains($0) }
    if isTooLong, (400..<600).contains(status) {
      return .promptTooLong(message, tokens: nPromptTokens, limit: nCtx)
    }
    return .status(status, message, retryAfter: retryAfter)
  }
}
