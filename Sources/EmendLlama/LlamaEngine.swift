// SPDX-License-Identifier: Apache-2.0

import CLlama
package import EmendModels
import Foundation

/// A GGUF model run by llama.cpp within this process.
///
/// Nothing is read before it is needed. Rendering takes only the vocabulary.
package actor LlamaEngine: LanguageModel {
  /// The most threads that llama.cpp runs.
  package static let maxThreads = Int(GGML_MAX_N_THREADS)

  /// How a model is run.
  package struct Options: Equatable, Sendable {
    /// `nil` for one on each core that is free when the model is first used.
    package var threads: Int?
    /// The most tokens of a prompt and its answer; `nil` for what the model was trained on.
    package var maxContext: Int?
    /// Whether an answer's next tokens are guessed from its source.
    ///
    /// Answers are the same without, and take longer.
    package var speculates: Bool
    /// Where evaluated beginnings of prompts are kept for later runs; `nil` to keep none.
    package var prefixFolder: String?

    package init(
      threads: Int? = nil, maxContext: Int? = nil, speculates: Bool = true, prefixFolder: String? = nil
    ) {
      self.threads = threads
      self.maxContext = maxContext
      self.speculates = speculates
      self.prefixFolder = prefixFolder
    }
  }

  private let path: String
  private let options: Options
  private var loaded: LlamaModel?
  private let executor = QueueExecutor(label: "emend.llama")

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Time spent on loading, in seconds, not told of yet.
  private var loadSeconds = 0.0

  /// - Parameter path: A GGUF file.
  package init(path: String, options: Options = Options()) {
    self.path = path
    self.options = options
  }

  package nonisolated func generate(
    _ requests: [GenerationRequest]
  ) -> AsyncThrowingStream<GenerationEvent, any Error> {
    AsyncThrowingStream(of: { yield in try await self.answer(requests) { yield($0) } })
  }

  package func score(_ requests: [ScoringRequest]) async throws -> [Result<TextScore, ModelError>] {
    let model = try model(vocabularyOnly: false)
    let tokenizer = LlamaTokenizer(model)
    let limit = contextLimit(of: model)
    let texts = requests.map { request in
      Result { () throws(ModelError) in
        try PreparedText(request, tokenizer: tokenizer, chatTemplate: model.chatTemplate, limit: limit)
      }
    }
    let scorable = texts.compactMap { try? $0.get() }
    guard !scorable.isEmpty else { return texts.map { $0.map { _ in TextScore(logProbability: 0, tokens: 0) } } }
    let run = try ScoringRun(scorable, model: model, threads: ThreadCount.allowed(options.threads))
    var scores = try run.run()[...]
    return texts.map { text in text.map { _ in scores.removeFirst() } }
  }

  package func load() async throws { _ = try model(vocabularyOnly: false) }

  package func rendered(_ prompt: Prompt) async throws -> String {
    try ChatTemplate(prompt, template: try model(vocabularyOnly: true).chatTemplate).text
  }

  /// Returns the model, loaded as far as is needed.
  private func model(vocabularyOnly: Bool) throws(ModelError) -> LlamaModel {
    if let loaded, vocabularyOnly || !loaded.isVocabularyOnly { return loaded }
    let start = ContinuousClock.now
    loaded = nil
    let model = try LlamaModel(path: path, vocabularyOnly: vocabularyOnly)
    loadSeconds += (ContinuousClock.now - start).seconds
    loaded = model
    return model
  }

  /// The most tokens of a prompt and its answer.
  private func contextLimit(of model: LlamaModel) -> Int { min(model.trainedContext, options.maxContext ?? Int.max) }

  // MARK: Answering

  private func answer(_ requests: [GenerationRequest], yield: (GenerationEvent) -> Void) throws {
    let model = try model(vocabularyOnly: false)
    let tokenizer = LlamaTokenizer(model)
    let limit = contextLimit(of: model)
    let prompts = try requests.map { request in
      try Task.checkCancellation()
      return Result { () throws(ModelError) in
        try PreparedRequest(request, tokenizer: tokenizer, chatTemplate: model.chatTemplate, limit: limit)
      }
    }
    for (index, prompt) in prompts.enumerated() {
      if case .failure(let error) = prompt { yield(.finished(request: index, result: .failure(error))) }
    }
    let answerable = prompts.enumerated().compactMap { index, prompt in
      (try? prompt.get()).map { (index: index, prepared: $0) }
    }
    guard !answerable.isEmpty else { return }
    let start = ContinuousClock.now
    var scheduler = try Scheduler(
      answerable, model: model, threads: ThreadCount.allowed(options.threads), options: options)
    try scheduler.evaluatePrefix()
    yield(.ready(loadSeconds: loadSeconds + (ContinuousClock.now - start).seconds))
    loadSeconds = 0
    try scheduler.run(yield: yield)
  }
}
