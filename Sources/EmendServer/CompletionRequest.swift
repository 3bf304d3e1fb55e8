// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Foundation

/// The body of a request to `/v1/chat/completions`, with `messages`, or to `/v1/completions`, with `prompt`.
///
/// What is not OpenAI's is left out where a server is not known to take it
/// (https://platform.openai.com/docs/api-reference/chat/create, and the servers' own documentation).
struct CompletionRequest: Encodable {
  struct Message: Encodable {
    let role, content: String
  }

  struct StreamOptions: Encodable {
    let includeUsage = true
  }

  var model: String
  var messages: [Message]?
  /// In the model's tokens.
  var prompt: [Int]?
  var maxTokens: Int
  var temperature: Double
  var topP: Double?
  var seed: UInt32?
  var stop: [String]?
  let stream = true
  let streamOptions = StreamOptions()

  // Of llama.cpp's servers and of vLLM
  var topK: Int?
  var minP: Double?
  var repeatPenalty: Double?
  var repetitionPenalty: Double?
  var grammar: String?
  var chatTemplateKwargs: [String: Bool]?
  var addGenerationPrompt: Bool?
  var continueFinalMessage: Bool?
  /// Of Ollama: "none" switches reasoning off.
  var reasoningEffort: String?

  /// OpenAI takes no more stop strings than this.
  private static let mostStopStrings = 4

  init(_ request: GenerationRequest, prompt: PreparedPrompt, maxTokens: Int, facts: ServerFacts) {
    model = facts.model
    self.maxTokens = maxTokens
    let sampling = request.sampling
    temperature = sampling.temperature
    if !request.stopStrings.isEmpty { stop = Array(request.stopStrings.prefix(Self.mostStopStrings)) }
    if sampling.temperature > 0 { (topP, seed) = (sampling.topP, sampling.seed) }
    let penalty = sampling.repetitionPenalty == 1 ? nil : sampling.repetitionPenalty
    switch facts.kind {
    case .llamaServer, .llamaCppPython:
      // Their own default draws from the 40 likeliest only.
      if sampling.temperature > 0 { (topK, minP) = (0, sampling.minP) }
      (repeatPenalty, grammar) = (penalty, request.grammar)
    case .vLLM:
      if sampling.temperature > 0 { minP = sampling.minP }
      repetitionPenalty = penalty
      chatTemplateKwargs = Self.withoutThinking
    case .ollama: reasoningEffort = "none"
    case .lmStudio, .other: break
    }
    if let tokens = prompt.tokens {
      self.prompt = tokens
      return
    }
    messages = Self.messages(request.prompt)
    if !request.prompt.answerPrefix.isEmpty {
      // The answer goes on from a last message of the assistant's.
      messages?.append(Message(role: "assistant", content: request.prompt.answerPrefix))
      if facts.kind == .vLLM { (addGenerationPrompt, continueFinalMessage) = (false, true) }
    }
  }

  static func messages(_ prompt: Prompt) -> [Message] {
    prompt.messages.map { Message(role: $0.role.rawValue, content: $0.content) }
  }

  /// What chat templates of models that may reason or not look at.
  static let withoutThinking = ["enable_thinking": false]

  var bytes: [UInt8] { get throws { try JSON.bytes(of: self) } }
}
