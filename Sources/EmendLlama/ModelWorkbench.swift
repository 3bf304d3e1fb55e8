// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// Makes versions of models and measures them.
package protocol ModelWorkbench: Sendable {
  /// Returns how many tokens a text has for a model.
  func tokens(of text: String, model path: String) async throws -> Int

  /// Writes a version of a model in another format; in one step, or not at all.
  func quantize(_ source: String, as format: WeightFormat, to target: String) async throws

  /// Returns what a model's file says of itself; quick, since nothing behind that is read.
  func facts(of path: String) async throws -> ModelFacts

  /// Writes a model with an adapter's weights added, those stored in a format; in one step, or not at all.
  func merge(_ adapter: String, into model: String, as format: WeightFormat, to target: String) async throws

  /// Measures how well a model foresees a text, of which at most ``MeasuredText/mostTokens`` tokens count.
  func perplexity(of path: String, on text: String) async throws -> Perplexity

  /// Measures once how fast a model is, opened and closed for it: two models need not fit the memory together.
  func speed(of path: String, on text: String) async throws -> Speed
}

/// How long a text must be to measure with.
package enum MeasuredText {
  /// Fewer tokens say little: the perplexities of two models are then further off than they differ.
  package static let fewestTokens = 1024
  /// More add time, and nothing to the result.
  package static let mostTokens = 16_384
}

/// The workbench of llama.cpp. Every error is a ``ModelError``, or `CancellationError`.
package actor LlamaWorkbench: ModelWorkbench {
  private let threads: Int
  private let executor = QueueExecutor(label: "emend.workbench")

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// - Parameter threads: `nil` for one on each core that is free now. Their number stays, so that figures compare.
  package init(threads: Int? = nil) {
    self.threads = ThreadCount.allowed(threads)
  }

  package func tokens(of text: String, model path: String) throws -> Int {
    try LlamaTokenizer(LlamaModel(path: path, vocabularyOnly: true)).tokens(of: text, special: false).count
  }

  package func quantize(_ source: String, as format: WeightFormat, to target: String) throws {
    try Quantization.write(source, as: format, to: target)
  }

  package func facts(of path: String) throws -> ModelFacts {
    ModelFacts(try GGUFFile(path: path, tensors: false))
  }

  package func merge(_ adapter: String, into model: String, as format: WeightFormat, to target: String) throws {
    try AdapterMerge.write(model, adapter: adapter, as: format, to: target)
  }

  package func perplexity(of path: String, on text: String) throws -> Perplexity {
    let model = try LlamaModel(path: path, vocabularyOnly: false)
    return try Perplexity(of: model, on: try measured(text, model), threads: threads)
  }

  package func speed(of path: String, on text: String) throws -> Speed {
    let model = try LlamaModel(path: path, vocabularyOnly: false)
    return try Speed(of: model, on: try measured(text, model), threads: threads)
  }

  private func measured(_ text: String, _ model: LlamaModel) throws -> [Int32] {
    let tokens = try LlamaTokenizer(model).tokens(of: text, special: false)
    guard tokens.count >= MeasuredText.fewestTokens else {
      throw ModelError.textTooShort(tokens: tokens.count, fewest: MeasuredText.fewestTokens)
    }
    return Array(tokens.prefix(MeasuredText.mostTokens))
  }
}
