// SPDX-License-Identifier: Apache-2.0

/// One answer asked of a language model.
package struct GenerationRequest: Equatable, Sendable {
  package var prompt: Prompt
  package var sampling: SamplingOptions
  /// The most tokens that may be generated, the answer prefix not counted.
  package var maxTokens: Int
  /// Generation ends before the first of these in the answer; the stop string is not part of it.
  package var stopStrings: [String]
  /// A GBNF grammar, with a rule named `root`, that the generated text must follow; `nil` for none.
  package var grammar: String?

  package init(
    prompt: Prompt, sampling: SamplingOptions = .greedy, maxTokens: Int, stopStrings: [String] = [],
    grammar: String? = nil
  ) {
    self.prompt = prompt
    self.sampling = sampling
    self.maxTokens = maxTokens
    self.stopStrings = stopStrings
    self.grammar = grammar
  }
}
