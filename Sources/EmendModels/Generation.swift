// SPDX-License-Identifier: Apache-2.0

/// A model's answer to one ``GenerationRequest``.
package struct Generation: Codable, Equatable, Sendable {
  /// Why generation ended.
  package enum FinishReason: String, Codable, Equatable, Sendable {
    /// The model ended its turn.
    case endOfTurn
    /// A stop string came up.
    case stopString
    /// ``GenerationRequest/maxTokens`` were generated; the answer is cut off.
    case tokenLimit
    /// The connection to a server broke off; the answer is cut off somewhere.
    case brokenOff

    /// Whether the model had more to say.
    package var isCutOff: Bool { self == .tokenLimit || self == .brokenOff }
  }

  /// The answer, with the answer prefix, without the stop string; always whole characters.
  package var text: String
  package var finishReason: FinishReason
  /// Tokens of the prompt, the answer prefix included.
  package var promptTokens: Int
  /// Tokens that the model generated, the end of turn not counted.
  package var generatedTokens: Int
  /// The mean of the natural logarithms of the generated tokens' probabilities; `nil` if not known or if none was
  /// generated.
  package var meanLogProbability: Double?
  /// Time spent on the prompt, in seconds.
  package var promptSeconds: Double
  /// Time spent on generating, in seconds.
  package var decodeSeconds: Double
  /// Whether the model gave it before and was not asked this time.
  ///
  /// It took no time then; the tokens are those of the first time.
  package var isCached: Bool

  package init(
    text: String, finishReason: FinishReason, promptTokens: Int = 0, generatedTokens: Int = 0,
    meanLogProbability: Double? = nil, promptSeconds: Double = 0, decodeSeconds: Double = 0,
    isCached: Bool = false
  ) {
    self.text = text
    self.finishReason = finishReason
    self.promptTokens = promptTokens
    self.generatedTokens = generatedTokens
    self.meanLogProbability = meanLogProbability
    self.promptSeconds = promptSeconds
    self.decodeSeconds = decodeSeconds
    self.isCached = isCached
  }
}
