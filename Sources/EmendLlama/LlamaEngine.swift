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

  private let path: String
  private let threads: Int?
  private let maxContext: Int?
  private var loaded: LlamaModel?
  private let executor = QueueExecutor(label: "emend.llama")

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Time spent on loading, in seconds, not told of yet.
  private var loadSeconds = 0.0

  /// - Parameters:
  ///   - path: A GGUF file.
  ///   - threads: `nil` for one on each core that is free when the model is first used.
  ///   - maxContext: The most tokens of a prompt and its answer; `nil` for what the model was trained on.
  package init(path: String, threads: Int? = nil, maxContext: Int? = nil) {
    self.path = path
    self.threads = threads
    self.maxContext = maxContext
  }

  package nonisolated func generate(
    _ requests: [GenerationRequest]
  ) -> AsyncThrowingStream<GenerationEvent, any Error> {
    AsyncThrowingStream { continuation in
      let task = Task {
        do {
          try await self.answer(requests) { continuation.yield($0) }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in task.cancel() }
    }
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
    loadSeconds += start.secondsSince
    loaded = model
    return model
  }

  // MARK: Answering

  private func answer(_ requests: [GenerationRequest], yield: (GenerationEvent) -> Void) throws {
    let model = try model(vocabularyOnly: false)
    let tokenizer = LlamaTokenizer(model)
    let limit = min(model.trainedContext, maxContext ?? Int.max)
    let prompts = try requests.map { request in
      try Task.checkCancellation()
      return Result { () throws(ModelError) in
        try PreparedRequest(request, tokenizer: tokenizer, chatTemplate: model.chatTemplate, limit: limit)
      }
    }
    let needed = prompts.compactMap { (try? $0.get())?.totalTokens }
    guard let largest = needed.max() else {
      for (index, prompt) in prompts.enumerated() {
        if case .failure(let error) = prompt { yield(.finished(request: index, result: .failure(error))) }
      }
      return
    }
    let start = ContinuousClock.now
    // In steps of 256, as llama.cpp pads it.
    let context = try LlamaContext(
      model, tokens: min((largest + 255) / 256 * 256, max(limit, largest)),
      threads: min(max(1, threads ?? ThreadCount.standard), Self.maxThreads))
    var batch = try LlamaBatch(capacity: LlamaContext.batchSize)
    yield(.ready(loadSeconds: loadSeconds + start.secondsSince))
    loadSeconds = 0
    for (index, prompt) in prompts.enumerated() {
      switch prompt {
      case .failure(let error):
        yield(.finished(request: index, result: .failure(error)))
      case .success(let prepared):
        context.clear()
        do throws(ModelError) {
          var run = try GenerationRun(prepared, model: model)
          while try run.step(context, &batch, piece: { yield(.piece(request: index, text: $0)) }) {
            if Task.isCancelled { break }
          }
          if !Task.isCancelled { yield(.finished(request: index, result: .success(run.generation))) }
        } catch {
          yield(.finished(request: index, result: .failure(error)))
        }
        try Task.checkCancellation()
      }
    }
  }
}

extension ContinuousClock.Instant {
  /// The time from this instant to now, in seconds.
  var secondsSince: Double {
    let duration = ContinuousClock.now - self
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}
