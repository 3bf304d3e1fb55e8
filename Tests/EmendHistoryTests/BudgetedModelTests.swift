// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Testing

struct BudgetedModelTests {
  private let request = GenerationRequest(
    prompt: Prompt(messages: [.init(role: .user, content: "a")]), limit: AnswerLimit(tokens: 9))

  @Test("A model that takes too long is stopped; one that is fast enough is not", .timeLimit(.minutes(5)))
  func deadline() async throws {
    let slow = SlowModel()
    let start = ContinuousClock.now
    await #expect(throws: ModelError.outOfTime) {
      for try await _ in BudgetedModel(slow, until: start + .milliseconds(100)).generate([request]) {}
    }
    await #expect(throws: ModelError.outOfTime) {
      try await BudgetedModel(slow, until: start + .milliseconds(200)).score([ScoringRequest(text: "x")])
    }
    let inTime = BudgetedModel(ScriptedModel(rewriting: { $0 }), until: .now + .seconds(3600))
    var finished = 0
    for try await event in inTime.generate([request, request]) { if case .finished = event { finished += 1 } }
    #expect(finished == 2)
  }
}

/// A model that never comes to an end.
private struct SlowModel: LanguageModel {
  func generate(_ requests: [GenerationRequest]) -> AsyncThrowingStream<GenerationEvent, any Error> {
    AsyncThrowingStream(of: { _ in try await Task.sleep(for: .seconds(36_000)) })
  }

  func score(_ requests: [ScoringRequest]) async throws -> [Result<TextScore, ModelError>] {
    try await Task.sleep(for: .seconds(36_000))
    return []
  }

  func load() async throws {}
  func rendered(_ prompt: Prompt) async throws -> String { "" }
}
