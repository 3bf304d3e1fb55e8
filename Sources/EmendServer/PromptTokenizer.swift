// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// A prompt as the server's model reads it, as far as that can be known.
struct PreparedPrompt: Sendable {
  /// The prompt's tokens; `nil` if the server renders and counts it itself.
  var tokens: [Int]?
  /// How many there are; at most, where the server counts no tokens.
  var count: Int
}

/// Turns texts into tokens, or counts them, with the server's own tokenizer where it has one.
///
/// What was asked once is remembered: the candidates of a passage share its prompt, and all prompts share a template.
actor PromptTokenizer {
  private let client: ServerClient
  private let kind: ServerKind
  private let model: String

  private var prompts: [Prompt: PreparedPrompt] = [:]
  private var texts: [Text: [Int]] = [:]
  private var counts: [String: Int] = [:]

  private struct Text: Hashable {
    let content: String
    /// Whether names of special tokens stand for these.
    let isSpecial: Bool
    /// Whether the token that begins a document is put before it, where the model wants one.
    let isStart: Bool
  }

  init(_ client: ServerClient, kind: ServerKind, model: String) {
    self.client = client
    self.kind = kind
    self.model = model
  }

  // MARK: Prompts

  func prepared(_ prompt: Prompt) async throws -> PreparedPrompt {
    if let known = prompts[prompt] { return known }
    let prepared: PreparedPrompt
    switch kind {
    case .llamaServer:
      let tokens = try await tokens(of: prompt)
      prepared = PreparedPrompt(tokens: tokens, count: tokens.count)
    case .vLLM:
      struct Body: Encodable {
        let model: String
        let messages: [CompletionRequest.Message]
        let addGenerationPrompt = true
      }
      let count = try await client.post(
        "/tokenize", Body(model: model, messages: CompletionRequest.messages(prompt)), as: Count.self
      ).count
      prepared = PreparedPrompt(count: count + (try await self.count(of: prompt.answerPrefix)))
    case .llamaCppPython, .ollama, .lmStudio, .other:
      var count = 0
      for text in prompt.messages.map(\.content) + [prompt.answerPrefix] { count += try await self.count(of: text) }
      prepared = PreparedPrompt(count: count + (prompt.messages.count + 1) * Self.messageOverhead)
    }
    prompts[prompt] = prepared
    return prepared
  }

  /// What chat templates put around a message, in tokens, at most as a rule.
  private static let messageOverhead = 8

  /// The prompt's text, its chat template applied, the answer prefix included.
  func rendered(_ prompt: Prompt) async throws -> String { try await template(applied: prompt) + prompt.answerPrefix }

  private func template(applied prompt: Prompt) async throws -> String {
    struct Body: Encodable {
      let messages: [CompletionRequest.Message]
      let chatTemplateKwargs = CompletionRequest.withoutThinking
    }
    struct Answer: Decodable { let prompt: String }
    return try await client.post(
      "/apply-template", Body(messages: CompletionRequest.messages(prompt)), as: Answer.self
    ).prompt
  }

  /// The rendered prompt's tokens: only what the template wrote may stand for special tokens, never the user's text.
  private func tokens(of prompt: Prompt) async throws -> [Int] {
    var tokens: [Int] = []
    for text in try Self.segments(of: try await template(applied: prompt), prompt) {
      tokens += try await self.tokens(of: text)
    }
    return tokens
  }

  private static func segments(of rendered: String, _ prompt: Prompt) throws(ServerTrouble) -> [Text] {
    var segments: [Text] = []
    func add(_ text: some StringProtocol, isSpecial: Bool) {
      guard !text.isEmpty || segments.isEmpty else { return }
      segments.append(Text(content: String(text), isSpecial: isSpecial, isStart: segments.isEmpty))
    }
    var rest = rendered[...]
    for message in prompt.messages {
      // Some templates trim what they are given.
      let forms = [message.content[...], message.content.trimmingWhitespace()].filter { !$0.isEmpty }
      if forms.isEmpty { continue }
      guard let place = forms.lazy.compactMap({ rest.firstRange(of: $0) }).first else {
        throw .malformed("a prompt in which its template has changed the text")
      }
      add(rest[..<place.lowerBound], isSpecial: true)
      add(rest[place], isSpecial: false)
      rest = rest[place.upperBound...]
    }
    add(rest, isSpecial: true)
    add(prompt.answerPrefix, isSpecial: false)
    return segments
  }

  // MARK: Texts

  private struct Tokens: Decodable { let tokens: [Int] }
  private struct Count: Decodable { let count: Int }

  /// The tokens of a text that is no prompt; only of a llama-server.
  func tokens(of text: String) async throws -> [Int] {
    try await tokens(of: Text(content: text, isSpecial: false, isStart: false))
  }

  /// The token with this name; only of a llama-server.
  ///
  /// - Returns: `nil` if there is none.
  func token(named name: String) async throws -> Int? {
    guard !name.isEmpty else { return nil }
    let tokens = try await tokens(of: Text(content: name, isSpecial: true, isStart: false))
    return tokens.count == 1 ? tokens[0] : nil
  }

  private func tokens(of text: Text) async throws -> [Int] {
    if let known = texts[text] { return known }
    struct Body: Encodable {
      let content: String
      let addSpecial, parseSpecial: Bool
    }
    let body = Body(content: text.content, addSpecial: text.isStart, parseSpecial: text.isSpecial)
    let tokens = try await client.post("/tokenize", body, as: Tokens.self).tokens
    texts[text] = tokens
    return tokens
  }

  /// How many tokens a text has; at most, where the server does not count.
  func count(of text: String) async throws -> Int {
    guard !text.isEmpty else { return 0 }
    if let known = counts[text] { return known }
    let count: Int
    switch kind {
    case .llamaServer: count = try await tokens(of: text).count
    case .llamaCppPython:
      struct Body: Encodable { let model, input: String }
      count = try await client.post("/extras/tokenize/count", Body(model: model, input: text), as: Count.self).count
    case .vLLM:
      struct Body: Encodable {
        let model, prompt: String
        let addSpecialTokens = false
      }
      count = try await client.post("/tokenize", Body(model: model, prompt: text), as: Count.self).count
    case .ollama, .lmStudio, .other: count = Self.estimate(text)
    }
    counts[text] = count
    return count
  }

  /// A number of tokens that hardly any text exceeds: the tokenizers of common models make one of about four bytes of
  /// English, three of other languages in Latin letters, and two to three where the script is another.
  private static func estimate(_ text: String) -> Int { (text.utf8.count + 1) / 2 }
}

extension String {
  fileprivate func trimmingWhitespace() -> Substring {
    let start = drop(while: \.isWhitespace)
    let end = start.lastIndex { !$0.isWhitespace }
    return end.map { start[...$0] } ?? start[..<start.startIndex]
  }
}
