// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Foundation
import Testing

@testable import EmendLlama

/// Many requests at once, with the real default model: whatever is evaluated together, an answer is the same.
@Suite(.serialized)
struct SchedulerTests {
  private static let passages = [
    "We was happy that the tool dont need no network at all, because it run on the machine.",
    "The parser reads the file and it splits it into blocks, each of which know the line that it starts on.",
    "Small models is often wrong. They looses words.",
    "In 2019 the team moved 14 services to `edge`, which took 3 weeks longer then planned.",
    "It is what it is.",
    "A cache that cannot be written cost time and nothing else, so a failure is passed over silently.",
    "Each of the threads wait for the others many times in a token, and one that has to share it's core hold up all.",
    "Yes.",
  ]

  private static func requests(_ sampling: SamplingOptions = .greedy) -> [GenerationRequest] {
    passages.map { text in
      GenerationRequest(
        prompt: Prompt(messages: [
          Prompt.Message(role: .system, content: "Correct the spelling and grammar. Change nothing else."),
          Prompt.Message(role: .user, content: text),
        ]), source: text, sampling: sampling, limit: AnswerLimit(tokens: 8, perSourceToken: 1))
    }
  }

  private func engine(speculates: Bool = true, prefixFolder: String? = nil, threads: Int = 1) -> LlamaEngine {
    LlamaEngine(
      path: Repository.defaultModel,
      options: .init(threads: threads, speculates: speculates, prefixFolder: prefixFolder))
  }

  private func texts(_ requests: [GenerationRequest], by engine: LlamaEngine) async throws -> [String] {
    var texts = [String?](repeating: nil, count: requests.count)
    for try await event in engine.generate(requests) {
      if case .finished(let index, let result) = event { texts[index] = try result.get().text }
    }
    return try texts.map { try #require($0) }
  }

  // What llama.cpp's own kernels give depends on the size of the batch.
  @Test(
    "Together or alone, with guesses or without, with one thread or two, with a kept prefix: the same answers",
    .enabled(if: LlamaRuntime.hasBlockKernel))
  func sameAnswers() async throws {
    let folder = try TemporaryFolder()
    let requests = Self.requests()
    let together = try await texts(requests, by: engine())
    #expect(Set(together).count > 5)
    #expect(try await texts(requests, by: engine(speculates: false)) == together)
    #expect(try await texts(requests, by: engine(threads: 2)) == together)
    let keeping = engine(prefixFolder: folder.path + "/prefixes")
    for (request, text) in zip(requests, together) { #expect(try await texts([request], by: keeping) == [text]) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/prefixes").count == 1)
  }

  @Test("Sampled answers are the same with guesses and without", .enabled(if: LlamaRuntime.hasBlockKernel))
  func sampled() async throws {
    let requests = Self.requests(SamplingOptions(temperature: 0.7, seed: 5))
    #expect(
      try await texts(requests, by: engine()) == texts(requests, by: engine(speculates: false)))
  }

  @Test("Candidates of one prompt share it and differ by their seeds")
  func candidates() async throws {
    var requests = (1...3).map { Self.requests(SamplingOptions(temperature: 1, seed: $0))[3] }
    requests.append(requests[0])
    let answers = try await texts(requests, by: engine())
    #expect(answers[0] == answers[3])
    #expect(Set(answers).count == 3)
  }

  @Test("A prefix file that is damaged, or of other tokens, is passed over and written anew")
  func damagedPrefix() async throws {
    let folder = try TemporaryFolder()
    let prefixes = folder.path + "/prefixes"
    let request = Self.requests()[0]
    let expected = try await texts([request], by: engine(prefixFolder: prefixes))
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: prefixes).first)
    let path = "\(prefixes)/\(name)"
    let whole = try #require(FileManager.default.contents(atPath: path))
    for damaged in [Data(), Data("nonsense".utf8), whole.prefix(60), whole.prefix(whole.count / 2)] {
      try damaged.write(to: URL(fileURLWithPath: path))
      #expect(try await texts([request], by: engine(prefixFolder: prefixes)) == expected)
      #expect(FileManager.default.contents(atPath: path)?.count == whole.count)
    }
    // A folder that cannot be made costs time and nothing else.
    #expect(try await texts([request], by: engine(prefixFolder: "/dev/null/prefixes")) == expected)
  }

  @Test("More requests than fit are admitted as others finish")
  func admission() async throws {
    let many = (0..<5).flatMap { _ in Self.requests() }
    let answers = try await texts(many, by: engine(threads: 2))
    for (number, answer) in answers.enumerated() where LlamaRuntime.hasBlockKernel {
      #expect(answer == answers[number % Self.passages.count])
    }
  }
}
