// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import EmendLlama

struct PerplexityTests {
  @Test("It is the inverse of the geometric mean of the probabilities; its cost is in per cent")
  func values() {
    let original = Perplexity(logProbabilities: [log(0.5), log(0.125)])
    let worse = Perplexity(logProbabilities: [log(0.4), log(0.1)])
    #expect(abs(original.value - 4) < 1e-12)
    #expect(abs(worse.cost(over: original) - 25) < 1e-9)
    #expect(abs(original.cost(over: worse) + 20) < 1e-9)
    #expect(original.cost(over: original) == 0)
  }

  @Test("Where each token loses the same, another text would say the same; else there is an error")
  func errors() {
    let original = Perplexity(logProbabilities: [-1, -2, -3, -4])
    #expect(Perplexity(logProbabilities: [-1.5, -2.5, -3.5, -4.5]).costError(over: original) < 1e-9)
    // Losses 0.2, 0, 0.2, 0: mean 0.1, variance 0.04 / 3, standard error √(0.04 / 3 / 4).
    let error = Perplexity(logProbabilities: [-1.2, -2, -3.2, -4]).costError(over: original)
    #expect(abs(error - exp(0.1) * (0.04 / 12).squareRoot() * 100) < 1e-9)
  }

  @Test("Log probabilities are exact, with large logits and with far ones")
  func exact() {
    let logits: [Float] = [1000, 999, 0, -1000]
    #expect(abs(exactLogProbability(of: 0, in: logits.span) - -log(1 + exp(-1.0))) < 1e-12)
    #expect(abs(exactLogProbability(of: 3, in: logits.span) - (-2000 - log(1 + exp(-1.0)))) < 1e-9)
  }

  @Test("Of speeds the medians count, each for itself; a run takes as many prompt tokens as others")
  func speeds() {
    let trials = [Speed(prompt: 100, answer: 30), Speed(prompt: 300, answer: 10), Speed(prompt: 200, answer: 20)]
    #expect(Speed.median(of: trials) == Speed(prompt: 200, answer: 20))
    #expect(Speed.median(of: Array(trials.prefix(2))) == Speed(prompt: 200, answer: 20))
    // A token of a prompt takes 10 ms, one of an answer 30 ms.
    #expect(abs(Speed(prompt: 100, answer: 100.0 / 3).overall - 50) < 1e-9)
  }
}
