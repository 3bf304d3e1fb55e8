// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// Stands where no model was found and a check must say so of each passage: every request fails.
struct MissingModel: LanguageModel {
  func generate(_ requests: [GenerationRequest]) -> AsyncThrowingStream<GenerationEvent, any Error> {
    AsyncThrowingStream { continuation in
      for index in requests.indices { continuation.yield(.finished(request: index, result: .failure(.noModel))) }
      continuation.finish()
    }
  }

  func score(_ requests: [ScoringRequest]) async throws -> [Result<TextScore, ModelError>] {
    requests.map { _ in .failure(.noModel) }
  }

  func load() async throws { throw ModelError.noModel }

  func rendered(_ prompt: Prompt) async throws -> String { throw ModelError.noModel }
}
