// SPDX-License-Identifier: Apache-2.0

/// How the next token is drawn from the model's distribution.
package struct SamplingOptions: Codable, Equatable, Hashable, Sendable {
  /// 0 takes the likeliest token always (greedy); of the rest only the penalty has an effect then.
  package var temperature: Double
  /// Only the likeliest tokens whose probabilities add up to this much are drawn from; 1 for all.
  package var topP: Double
  /// Only tokens at least this likely, relative to the likeliest, are drawn from; 0 for all.
  package var minP: Double
  /// What the logits of the last tokens of the answer are divided by (multiplied if negative); 1 for nothing.
  ///
  /// Keskar et al. 2019, https://arxiv.org/abs/1909.05858, section 4.1, over a window of 64 tokens.
  package var repetitionPenalty: Double
  /// The same seed on the same machine and build draws the same tokens.
  package var seed: UInt32

  package init(
    temperature: Double, topP: Double = 0.95, minP: Double = 0.05, repetitionPenalty: Double = 1, seed: UInt32 = 0
  ) {
    self.temperature = temperature
    self.topP = topP
    self.minP = minP
    self.repetitionPenalty = repetitionPenalty
    self.seed = seed
  }

  /// The likeliest token, always.
  package static let greedy = SamplingOptions(temperature: 0)
}
