// SPDX-License-Identifier: Apache-2.0

import EmendLlama

/// A version of a model, and what was measured of it.
struct MeasuredModel: Equatable {
  /// `nil` for one that has no name here.
  let format: WeightFormat?
  /// In bytes.
  let size: Int
  let speed: Speed
  let perplexity: Perplexity

  /// How fast it is: 2 for twice as fast as the other.
  func speed(relativeTo original: MeasuredModel) -> Double { speed.overall / original.speed.overall }
}

/// Which of the candidates is to take the original's place.
enum OptimizationVerdict: Equatable {
  /// The candidate at this index.
  case keep(Int)
  /// No candidate is as good as the limit asks.
  case noneWithinLoss
  /// The candidate at this index is the fastest of those that are good enough, and gains too little.
  case tooLittleGain(Int)

  /// A gain below this does not show, and may be the measurement's noise.
  static let leastSpeed = 1.05

  /// Chooses the fastest candidate whose perplexity is good enough.
  ///
  /// Of two that are as fast the one with the lower perplexity is taken, then the smaller, then the first.
  ///
  /// - Parameter maxLoss: The most that the perplexity may be above the original's, in per cent.
  init(original: MeasuredModel, candidates: [MeasuredModel], maxLoss: Double) {
    // A perplexity that is not a number is within no limit.
    let good = candidates.indices.filter { candidates[$0].perplexity.cost(over: original.perplexity) <= maxLoss }
    let best = good.min { left, right in
      let (left, right) = (candidates[left], candidates[right])
      if left.speed.overall != right.speed.overall { return left.speed.overall > right.speed.overall }
      if left.perplexity.value != right.perplexity.value { return left.perplexity.value < right.perplexity.value }
      return left.size < right.size
    }
    guard let best else {
      self = .noneWithinLoss
      return
    }
    self = candidates[best].speed(relativeTo: original) >= Self.leastSpeed ? .keep(best) : .tooLittleGain(best)
  }
}
