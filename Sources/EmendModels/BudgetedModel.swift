// SPDX-License-Identifier: Apache-2.0

/// A model that is asked until a moment, and no longer.
///
/// What has no answer by then throws ``ModelError/outOfTime``, as does all that is asked later. Loading cannot be stopped; it
/// is then waited for no longer.
package struct BudgetedModel: LanguageModel {
  private let model: any LanguageModel
  private let deadline: ContinuousClock.Instant

  package init(_ model: any LanguageModel, until deadline: ContinuousClock.Instant) {
    self.model = model
    self.deadline = deadline
  }

  package func load() async throws { try await inTime { try await model.load() } }

  package func rendered(_ prompt: Prompt) async throws -> String { try await model.rendered(prompt) }

  package func score(_ requests: [ScoringRequest]) async throws -> [Result<TextScore, ModelError>] {
    try await inTime { try await model.score(requests) }
  }

  package func generate(_ requests: [GenerationRequest]) -> AsyncThrowingStream<GenerationEvent, any Error> {
    AsyncThrowingStream(of: { yield in
      try await inTime {
        for try await event in model.generate(requests) { yield(event) }
        // Where this task is cancelled, the iteration ends without an error.
        try Task.checkCancellation()
      }
    })
  }

  /// Does work in a task that is cancelled at the deadline.
  private func inTime<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    guard ContinuousClock.now < deadline else { throw ModelError.outOfTime }
    let task = Task { try await work() }
    let timer = Task {
      try await Task.sleep(until: deadline, clock: .continuous)
      task.cancel()
    }
    defer { timer.cancel() }
    do {
      return try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        task.cancel()
      }
    } catch is CancellationError {
      try Task.checkCancellation()
      throw ModelError.outOfTime
    }
  }
}
