// SPDX-License-Identifier: Apache-2.0

import EmendLlama
import EmendModels
import EmendTestSupport
import Foundation
import Testing

/// Likelihoods from the real default model.
@Suite(.serialized)
struct ScoringTests {
  private let engine = LlamaEngineTests.engine

  private func scores(_ requests: [ScoringRequest]) async throws -> [TextScore] {
    try await engine.score(requests).map { try $0.get() }
  }

  @Test("A text is likelier than its words in another order, and than with a mistake")
  func likelier() async throws {
    let found = try await scores([
      ScoringRequest(text: "The cat sat on the mat."), ScoringRequest(text: "Mat the on sat cat the."),
      ScoringRequest(text: "The cat sit on the mats."),
    ])
    #expect(found[0].logProbability > found[1].logProbability + 10)
    #expect(found[0].logProbability > found[2].logProbability)
    #expect(found.allSatisfy { $0.logProbability < 0 && $0.tokens > 4 })
  }

  @Test("A score is the same to the last bit alone and among others, whatever they begin with")
  func company() async throws {
    let prompt = Prompt(messages: [.init(role: .user, content: "Mend this: the tool print a list of files.")])
    let texts = [
      "The tool prints a list of files.", "The tool print a list of files.", "The tool", "", "Something else.",
    ]
    var requests = texts.map { ScoringRequest(context: .prompt(prompt), text: $0) }
    requests +=
      texts.map { ScoringRequest(text: $0) } + texts.map { ScoringRequest(context: .text("Well then."), text: $0) }
    // More than one wave.
    requests += (0..<80).map { ScoringRequest(text: "Line number \($0) of a longer list of texts.") }
    let together = try await scores(requests)
    for index in [0, 1, 2, 5, 6, 9, 11, 20, 94] {
      #expect(try await scores([requests[index]])[0] == together[index], "\(requests[index].text)")
    }
    #expect(try await scores(requests.reversed()).reversed() == together)
  }

  @Test("The greedy answer is the likeliest of its prompt, and its score is what generating it told")
  func agreesWithGeneration() async throws {
    let prompt = Prompt(messages: [.init(role: .user, content: "What is the capital of France?")])
    var answer: Generation?
    for try await event in engine.generate([GenerationRequest(prompt: prompt, limit: AnswerLimit(tokens: 64))]) {
      if case .finished(_, let result) = event { answer = try result.get() }
    }
    let generation = try #require(answer)
    #expect(generation.finishReason == .endOfTurn)
    let score = try await scores([ScoringRequest(context: .prompt(prompt), text: generation.text)])[0]
    // The end of the turn counts in the score, and not among the tokens that were generated.
    #expect(score.tokens == generation.generatedTokens + 1)
    #expect(score.logProbability < 0)
    let other = try await scores([ScoringRequest(context: .prompt(prompt), text: "Bananas are seldom blue here.")])[0]
    #expect(other.logProbability < score.logProbability)
  }

  @Test("A text beyond the context fails alone; no text is no work")
  func limits() async throws {
    let long = ScoringRequest(text: String(repeating: "word ", count: 10_000))
    let results = try await engine.score([long, ScoringRequest(text: "The cat sat on the mat.")])
    guard case .failure(.promptTooLong) = results[0] else {
      Issue.record("\(results[0])")
      return
    }
    #expect(try results[1].get().tokens > 4)
    #expect(try await engine.score([]).isEmpty)
    #expect(try await engine.score([long]).count == 1)
  }

  @Test("A file that is no model is an error of the whole run")
  func noModel() async throws {
    let folder = try TemporaryFolder()
    try folder.write("m.gguf", "nothing")
    await #expect(throws: ModelError.notGGUF(path: "\(folder.path)/m.gguf")) {
      try await LlamaEngine(path: "\(folder.path)/m.gguf").score([ScoringRequest(text: "x")])
    }
  }
}
