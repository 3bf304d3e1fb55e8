// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// A request in the model's own tokens.
struct PreparedRequest {
  let request: GenerationRequest
  /// The prompt and the answer prefix; never empty.
  let prompt: [Int32]
  /// The source text; empty for none.
  let source: [Int32]
  /// The most tokens to generate.
  let maxTokens: Int
  /// How many of the prompt's tokens come before its last message: what a template says to every passage.
  let templateTokens: Int
  /// How many of the prompt's tokens are the answer prefix.
  let prefixTokens: Int

  /// The most tokens of prompt and answer together.
  var totalTokens: Int { prompt.count + maxTokens }
}

extension PreparedRequest {
  /// Turns a request into tokens.
  ///
  /// - Parameters:
  ///   - chatTemplate: The model's own; `nil` if it has none.
  ///   - limit: The most tokens of a prompt and its answer.
  /// - Throws: ``ModelError/promptTooLong(tokens:limit:)``, ``ModelError/unsupportedChatTemplate`` or
  ///   ``ModelError/cannotTokenize(code:)``.
  init(
    _ request: GenerationRequest, tokenizer: LlamaTokenizer, chatTemplate: String?, limit: Int
  ) throws(ModelError) {
    let chat = try ChatTemplate(request.prompt, template: chatTemplate)
    let bytes = chat.segments.reduce(0) { $0 + $1.text.utf8.count }
    // A text of megabytes need not be tokenised to know that it is too long.
    if bytes > limit * 16 {
      let fewest = bytes / tokenizer.longestToken
      if fewest > limit { throw .promptTooLong(tokens: fewest, limit: limit) }
    }
    var tokens = tokenizer.beginning.map { [$0] } ?? []
    var templateTokens = 0
    let last = request.prompt.messages.last?.content
    for segment in chat.segments {
      switch segment {
      case .template(let text): tokens += try tokenizer.tokens(of: text, special: true)
      case .content(let text):
        if text == last { templateTokens = tokens.count }
        tokens += try tokenizer.tokens(of: text, special: false)
      }
    }
    let prefix = request.prompt.answerPrefix
    prefixTokens = prefix.isEmpty ? 0 : try tokenizer.tokens(of: prefix, special: false).count
    // Some templates write the beginning token themselves.
    if tokens.count > 1, tokenizer.beginning != nil, tokens[0] == tokens[1] {
      tokens.removeFirst()
      templateTokens = max(templateTokens - 1, 0)
    }
    self.request = request
    prompt = tokens
    self.templateTokens = templateTokens
    source = request.source.isEmpty ? [] : try tokenizer.tokens(of: request.source, special: false)
    maxTokens = request.limit.tokens(forSource: source.count)
    if totalTokens > limit { throw .promptTooLong(tokens: totalTokens, limit: limit) }
  }
}
