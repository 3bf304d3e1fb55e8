// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// A text to be scored, in the model's own tokens.
struct PreparedText {
  /// The context and the text.
  let tokens: [Int32]
  /// The first of the text's tokens; at least 1, since there must be one before it.
  let firstScored: Int
}

extension PreparedText {
  /// Turns a text into tokens.
  ///
  /// - Parameters:
  ///   - chatTemplate: The model's own; `nil` if it has none.
  ///   - limit: The most tokens of the context and the text.
  /// - Throws: ``ModelError/promptTooLong(tokens:limit:)``, ``ModelError/unsupportedChatTemplate`` or
  ///   ``ModelError/cannotTokenize(code:)``.
  init(_ request: ScoringRequest, tokenizer: LlamaTokenizer, chatTemplate: String?, limit: Int) throws(ModelError) {
    var tokens: [Int32]
    switch request.context {
    case .text(let text):
      tokens = [tokenizer.documentStart] + (try tokenizer.tokens(of: text, special: false))
    case .prompt(let prompt):
      let answer = GenerationRequest(prompt: prompt, limit: AnswerLimit(tokens: 0))
      tokens = try PreparedRequest(answer, tokenizer: tokenizer, chatTemplate: chatTemplate, limit: limit).prompt
    }
    firstScored = tokens.count
    tokens += try tokenizer.tokens(of: request.text, special: false)
    if case .prompt = request.context { tokens.append(tokenizer.endOfTurn) }
    if tokens.count > limit { throw .promptTooLong(tokens: tokens.count, limit: limit) }
    self.tokens = tokens
  }
}
