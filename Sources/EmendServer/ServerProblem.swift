// SPDX-License-Identifier: Apache-2.0

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

  /// What vLLM and llama-cpp-python say of a prompt that is too long.
  private static var lengths: Regex<(Substring, limit: Substring, tokens: Substring)> {
    /context length is (?<limit>\d+) tokens.*?requested (?<tokens>\d+) tokens/
  }

  /// Returns what it means as the answer to a request with this status.
  func trouble(status: Int, retryAfter: Duration? = nil) -> ServerTrouble {
    let words = "\(type ?? "") \(message)".lowercased()
    let isTooLong = [
      "exceed_context_size", "context_length_exceeded", "maximum context length", "exceeds the available context size",
      "exceed context window", "longer than the maximum model length", "larger than the context", "prompt is too long",
    ].contains { words.contains($0) }
    if isTooLong, (400..<600).contains(status) {
      let numbers = message.firstMatch(of: Self.lengths)
      return .promptTooLong(
        message, tokens: nPromptTokens ?? numbers.flatMap { Int($0.tokens) },
        limit: nCtx ?? numbers.flatMap { Int($0.limit) })
    }
    return .status(status, message, retryAfter: retryAfter)
  }
}
