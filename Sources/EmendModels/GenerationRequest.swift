// SPDX-License-Identifier: Apache-2.0

/// One answer asked of a language model.
package struct GenerationRequest: Codable, Equatable, Sendable {
  package var prompt: Prompt
  /// The text that the answer is to be a new version of; empty for none.
  ///
  /// It is part of the prompt already. An engine may guess from it which words come next; what the answer is does not
  /// depend on that.
  package var source: String
  package var sampling: SamplingOptions
  package var limit: AnswerLimit
  /// Generation ends before the first of these in the answer; the stop string is not part of it.
  package var stopStrings: [String]
  /// A GBNF grammar, with a rule named `root`, that the generated text must follow; `nil` for none.
  package var grammar: String?

  package init(
    prompt: Prompt, source: String = "", sampling: SamplingOptions = .greedy, limit: AnswerLimit,
    stopStrings: [String] = [], grammar: String? = nil
  ) {
    self.prompt = prompt
    self.source = source
    self.sampling = sampling
    self.limit = limit
    self.stopStrings = stopStrings
    self.grammar = grammar
  }
}

/// The most tokens that may be generated, the answer prefix not counted: a number, and a share of the source's length.
///
/// Only the model can count the source's tokens; a limit that it works out itself saves asking it beforehand.
package struct AnswerLimit: Codable, Equatable, Sendable {
  package var tokens: Int
  /// Further tokens for each token of the source.
  package var perSourceToken: Double

  package init(tokens: Int, perSourceToken: Double = 0) {
    self.tokens = tokens
    self.perSourceToken = perSourceToken
  }

  /// Returns the limit for a source of this many tokens.
  package func tokens(forSource sourceTokens: Int) -> Int {
    tokens + Int((Double(sourceTokens) * perSourceToken).rounded(.up))
  }
}
