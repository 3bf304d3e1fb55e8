// SPDX-License-Identifier: Apache-2.0

import EmendLlama
import Foundation
import Testing

@testable import EmendCLI

struct OptimizationVerdictTests {
  /// - Parameters:
  ///   - speed: Relative to the original.
  ///   - cost: Of the perplexity, in per cent.
  private func model(speed: Double, cost: Double, size: Int = 100) -> MeasuredModel {
    MeasuredModel(
      format: .q80, size: size, speed: Speed(prompt: 1000 * speed, answer: 1000 * speed),
      perplexity: Perplexity(logProbabilities: [-2 - log(1 + cost / 100)]))
  }

  private func verdict(_ candidates: [MeasuredModel], maxLoss: Double = 1) -> OptimizationVerdict {
    OptimizationVerdict(original: model(speed: 1, cost: 0), candidates: candidates, maxLoss: maxLoss)
  }

  @Test("The fastest within the limit is kept, not the fastest, and not the best")
  func limit() {
    let candidates = [model(speed: 1.2, cost: 0.1), model(speed: 1.5, cost: 0.9), model(speed: 2, cost: 14)]
    #expect(verdict(candidates) == .keep(1))
    #expect(verdict(candidates, maxLoss: 15) == .keep(2))
    #expect(verdict(candidates, maxLoss: 0.5) == .keep(0))
    #expect(verdict(candidates, maxLoss: 0.05) == .noneWithinLoss)
    #expect(verdict([]) == .noneWithinLoss)
  }

  @Test("A perplexity below the original's is within every limit, one that is no number in none")
  func extremes() {
    #expect(verdict([model(speed: 1.5, cost: -1)], maxLoss: 0) == .keep(0))
    let broken = MeasuredModel(
      format: .q80, size: 1, speed: Speed(prompt: 9000, answer: 9000),
      perplexity: Perplexity(logProbabilities: [.nan]))
    #expect(verdict([broken], maxLoss: 1000) == .noneWithinLoss)
    #expect(verdict([broken, model(speed: 1.5, cost: 0)]) == .keep(1))
  }

  @Test("Five per cent is a gain, less is none")
  func gain() {
    #expect(verdict([model(speed: 1.051, cost: 0)]) == .keep(0))
    #expect(verdict([model(speed: 1.049, cost: 0)]) == .tooLittleGain(0))
    #expect(
      verdict([model(speed: 0.8, cost: 0), model(speed: 1.04, cost: 0), model(speed: 3, cost: 2)]) == .tooLittleGain(1))
  }

  @Test("Of two as fast the better is kept, then the smaller, then the first")
  func ties() {
    #expect(verdict([model(speed: 1.5, cost: 0.5), model(speed: 1.5, cost: 0.2)]) == .keep(1))
    #expect(verdict([model(speed: 1.5, cost: 0.2, size: 90), model(speed: 1.5, cost: 0.2, size: 80)]) == .keep(1))
    #expect(verdict([model(speed: 1.5, cost: 0.2), model(speed: 1.5, cost: 0.2)]) == .keep(0))
  }

  @Test("Speed is that of a whole run: fast prompts alone do not win")
  func overall() {
    let prompts = MeasuredModel(
      format: .q80, size: 100, speed: Speed(prompt: 100_000, answer: 500),
      perplexity: Perplexity(logProbabilities: [-2]))
    #expect(verdict([prompts]) == .tooLittleGain(0))
  }
}
