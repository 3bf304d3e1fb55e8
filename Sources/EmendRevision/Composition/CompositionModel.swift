// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// Asks a model and notes what that took.
struct CompositionModel {
  let model: any LanguageModel
  let progress: (Reviser.Progress) -> Void
  private(set) var state: Reviser.Progress
  private(set) var statistics = RevisionStatistics()

  init(_ model: any LanguageModel, state: Reviser.Progress, progress: @escaping (Reviser.Progress) -> Void) {
    self.model = model
    self.state = state
    self.progress = progress
  }

  /// Returns the answers, in the order of the requests.
  ///
  /// - Throws: What stops all requests, or `CancellationError`.
  mutating func answers(to requests: [GenerationRequest]) async throws -> [Result<Generation, ModelError>] {
    guard !requests.isEmpty else { return [] }
    var answers = [Result<Generation, ModelError>](repeating: .failure(.noModel), count: requests.count)
    for try await event in model.generate(requests) {
      switch event {
      case .ready(let seconds): state.loadSeconds += seconds
      case .piece(_, _, let tokens): state.generatedTokens += tokens
      case .finished(let index, let result):
        answers[index] = result
        if case .success(let generation) = result { statistics += RevisionStatistics(generation) }
      }
      progress(state)
    }
    try Task.checkCancellation()
    return answers
  }

  /// Returns how likely texts are, in the order of the requests; `nil` for what cannot be told.
  mutating func scores(of requests: [ScoringRequest]) async throws -> [TextScore?] {
    guard !requests.isEmpty else { return [] }
    let start = ContinuousClock.now
    let scores = try await model.score(requests)
    statistics.scoreSeconds += (ContinuousClock.now - start).seconds
    return scores.map { try? $0.get() }
  }

  /// Notes that one more part is done.
  mutating func finishPart() {
    state.passagesDone += 1
    progress(state)
  }
}
