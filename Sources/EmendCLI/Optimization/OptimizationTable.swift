// SPDX-License-Identifier: Apache-2.0

import EmendLlama
import Foundation

/// The figures of a model and its candidates, for people.
struct OptimizationTable {
  let original: MeasuredModel
  let candidates: [MeasuredModel]

  var text: String {
    Table(
      header: ["format", "MB", "prompts, tokens/s", "16 answers, tokens/s", "speed", "perplexity", "cost"],
      rightAligned: [1, 2, 3, 4, 5, 6], rows: [row(of: original, cost: "-")] + candidates.map(candidateRow)
    ).text
  }

  private func candidateRow(_ model: MeasuredModel) -> [String] {
    row(of: model, cost: Self.cost(of: model, over: original, withError: true))
  }

  private func row(of model: MeasuredModel, cost: String) -> [String] {
    [
      model.format?.rawValue ?? "the model's", megabytes(model.size),
      String(format: "%.0f", model.speed.prompt), String(format: "%.0f", model.speed.answer),
      Self.speed(of: model, over: original), String(format: "%.3f", model.perplexity.value), cost,
    ]
  }

  /// Such as `×1.32`.
  static func speed(of model: MeasuredModel, over original: MeasuredModel) -> String {
    "×" + String(format: "%.2f", model.speed(relativeTo: original))
  }

  /// Such as `+0.4 % ± 0.3`.
  static func cost(of model: MeasuredModel, over original: MeasuredModel, withError: Bool = false) -> String {
    let cost = String(format: "%+.1f %%", model.perplexity.cost(over: original.perplexity))
    guard withError else { return cost }
    return cost + String(format: " ± %.1f", model.perplexity.costError(over: original.perplexity))
  }
}
