// SPDX-License-Identifier: Apache-2.0

import EmendLlama
import EmendModels
import EmendTestSupport
import Foundation
import Testing

/// The engine with the real default model, which `make setup` installs.
@Suite(.serialized)
struct LlamaEngineTests {
  // One thread: other tests run beside these, and waiting for a second core would cost more than it gives.
  static let engine = LlamaEngine(path: Repository.defaultModel, options: .init(threads: 1))

  private func request(
    _ text: String, sampling: SamplingOptions = .greedy, maxTokens: Int = 24, stops: [String] = [],
    grammar: String? = nil,
    prefix: String = ""
  ) -> GenerationRequest {
    GenerationRequest(
      prompt: Prompt(messages: [Prompt.Message(role: .user, content: text)], answerPrefix: prefix), sampling: sampling,
      limit: AnswerLimit(tokens: maxTokens), stopStrings: stops, grammar: grammar)
  }

  /// All answers, by request; pieces must add up to them.
  private func answers(
    _ requests: [GenerationRequest], engine: LlamaEngine = Self.engine
  ) async throws -> [Result<Generation, ModelError>] {
    var results = [Result<Generation, ModelError>?](repeating: nil, count: requests.count)
    var pieces = requests.map(\.prompt.answerPrefix)
    for try await event in engine.generate(requests) {
      switch event {
      case .ready(let seconds): #expect(seconds >= 0)
      case .piece(let index, let text, let tokens):
        #expect(tokens > 0)
        #expect(results[index] == nil)
        pieces[index] += text
      case .finished(let index, let result):
        #expect(results[index] == nil)
        results[index] = result
        if case .success(let generation) = result { #expect(generation.text == pieces[index]) }
      }
    }
    return try results.map { try #require($0) }
  }

  @Test("Greedy answers are the same twice, and whoever comes before them")
  func greedy() async throws {
    let first = try await answers([request("Name a colour."), request("Name a city in France.")]).map { try $0.get() }
    let second = try await answers([request("Name a city in France.")]).map { try $0.get() }
    #expect(first[1].text == second[0].text)
    #expect(first.allSatisfy { !$0.text.isEmpty && $0.promptTokens > 5 && $0.generatedTokens > 0 })
    #expect(first.allSatisfy { ($0.meanLogProbability ?? 1) <= 0 })
  }

  @Test("A seed draws the same tokens again, another seed others")
  func seeded() async throws {
    func sampled(_ seed: UInt32) -> GenerationRequest {
      request("Tell me a story.", sampling: SamplingOptions(temperature: 1, seed: seed))
    }
    let texts = try await answers([sampled(1), sampled(1), sampled(2)]).map { try $0.get().text }
    #expect(texts[0] == texts[1])
    #expect(texts[0] != texts[2])
  }

  @Test("The token limit, stop strings and the end of the turn end an answer")
  func endings() async throws {
    let results = try await answers([
      request("Count from one to twenty.", maxTokens: 3),
      request("Repeat: alpha beta gamma", maxTokens: 40, stops: [" "]),
      request("What is 1+1? Answer with the number only.", maxTokens: 60), request("Hello", maxTokens: 0),
    ]).map { try $0.get() }
    #expect(results[0].finishReason == .tokenLimit)
    #expect(results[0].generatedTokens == 3)
    #expect(results[1].finishReason == .stopString)
    #expect(!results[1].text.contains(" "))
    #expect(results[2].finishReason == .endOfTurn)
    #expect(results[3].text == "" && results[3].finishReason == .tokenLimit)
  }

  @Test("The answer goes on from its prefix")
  func prefix() async throws {
    let generation = try await answers([request("Name a colour.", prefix: "My favourite colour is")])[0].get()
    #expect(generation.text.hasPrefix("My favourite colour is"))
    #expect(generation.text.count > "My favourite colour is".count)
  }

  @Test("A grammar of tokens that the model would hardly choose holds, too")
  func unlikely() async throws {
    let answer = try await answers([
      request("Name a colour.", maxTokens: 60, grammar: "root ::= \"zzqx \" [0-9]{12} \" 中文 qwzj\"")
    ])[0].get()
    #expect(answer.text.wholeMatch(of: /zzqx [0-9]{12} 中文 qwzj/) != nil, "\(answer.text)")
  }

  @Test("A penalty on repetition keeps the model from saying a word over and over, and counts the answer prefix")
  func penalty() async throws {
    func repeated(_ penalty: Double, prefix: String = "") async throws -> Int {
      let sampling = SamplingOptions(temperature: 0, repetitionPenalty: penalty)
      let text = try await answers([
        request("Repeat the word moon for ever: moon moon moon", sampling: sampling, maxTokens: 48, prefix: prefix)
      ])[0].get().text.dropFirst(prefix.count)
      return text.lowercased().split(separator: "moon", omittingEmptySubsequences: false).count - 1
    }
    let prefix = "moon moon moon moon moon"
    #expect(try await repeated(1, prefix: prefix) > 10)
    #expect(try await repeated(1.8, prefix: prefix) < 3)
  }

  @Test("A grammar holds, greedy and sampled, whole characters too; a bad one fails alone")
  func grammar() async throws {
    let sampling = SamplingOptions(temperature: 1.5, seed: 3)
    let results = try await answers([
      request("Is water dry?", grammar: "root ::= \"yes\" | \"no\""),
      request("Is water dry?", sampling: sampling, grammar: "root ::= \"yes\" | \"no\""),
      request("Say it.", grammar: "root ::= \"中文🎉\""), request("Say it.", grammar: "root ::= ("),
      request("Say it.", grammar: ""), request("Name a colour.", maxTokens: 2),
    ])
    #expect(["yes", "no"].contains(try results[0].get().text))
    #expect(["yes", "no"].contains(try results[1].get().text))
    #expect(try results[2].get().text == "中文🎉")
    #expect(results[3] == .failure(.invalidGrammar))
    #expect(results[4] == .failure(.invalidGrammar))
    #expect(try results[5].get().generatedTokens == 2)
  }

  @Test("A prompt that does not fit fails alone, at once even with megabytes of text")
  func tooLong() async throws {
    let engine = LlamaEngine(path: Repository.defaultModel, options: .init(threads: 1, maxContext: 300))
    let start = ContinuousClock.now
    let results = try await answers(
      [
        request("Hello", maxTokens: 300), request(String(repeating: "words and more words ", count: 500_000)),
        request("Hello", maxTokens: 2),
      ], engine: engine)
    guard case .failure(.promptTooLong(let tokens, 300)) = results[0] else {
      Issue.record("\(results[0])")
      return
    }
    #expect(tokens > 300)
    guard case .failure(.promptTooLong) = results[1] else {
      Issue.record("\(results[1])")
      return
    }
    #expect(try results[2].get().generatedTokens == 2)
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test("A later call may need more room")
  func grows() async throws {
    let long = String(repeating: "one two three four five ", count: 80)
    #expect(try await answers([request("Hello", maxTokens: 2)])[0].get().generatedTokens == 2)
    let generation = try await answers([request(long, maxTokens: 2)])[0].get()
    #expect(generation.promptTokens > 256)
  }

  @Test("Control tokens that a user writes are text")
  func controlTokens() async throws {
    let sources = ["<|im_end|>", "a b", ""].map { source in
      var request = request("Say something.")
      request.source = source
      request.limit = AnswerLimit(tokens: 1, perSourceToken: 1)
      return request
    }
    let counts = try await answers(sources).map { try $0.get().generatedTokens }
    #expect(counts[0] > 2)
    #expect(counts[1] == 3)
    #expect(counts[2] == 1)
    let prompt = Prompt(
      messages: [
        Prompt.Message(role: .system, content: "Be <|im_end|> kind."), Prompt.Message(role: .user, content: "Hi {{x}}"),
      ], answerPrefix: "Well")
    #expect(
      try await Self.engine.rendered(prompt)
        == "<|im_start|>system\nBe <|im_end|> kind.<|im_end|>\n<|im_start|>user\nHi {{x}}<|im_end|>\n<|im_start|>assistant\nWell"
    )
  }

  @Test("Cancelled in the middle, it stops within a few tokens")
  func cancelled() async throws {
    let requests = [request("Tell me a very long story.", maxTokens: 4000), request("And another.", maxTokens: 4000)]
    let start = ContinuousClock.now
    let task = Task {
      var pieces = 0
      for try await event in Self.engine.generate(requests) {
        if case .piece(_, _, let tokens) = event { pieces += tokens }
        if pieces >= 5 { withUnsafeCurrentTask { $0?.cancel() } }
      }
      try Task.checkCancellation()
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    // The engine is free again at once.
    _ = try await answers([request("Hello", maxTokens: 1)])
    // To the end it would take a minute and more.
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  // MARK: Files that are no models

  private func error(ofModelAt path: String) async -> ModelError? {
    await #expect(throws: ModelError.self) { try await LlamaEngine(path: path).load() }
  }

  @Test("A file that is missing, a folder, empty, text, or cut off is told apart")
  func badFiles() async throws {
    let folder = try TemporaryFolder()
    let text = try folder.write("text.gguf", "This is not a model.")
    let empty = try folder.write("empty.gguf", "")
    let header = try folder.write("header.gguf", "GGUF\u{3}\0\0\0")
    let whole = try #require(FileHandle(forReadingAtPath: Repository.defaultModel))
    let cut = try folder.write("cut.gguf", try #require(try whole.read(upToCount: 20_000_000)))
    let missing = folder.path + "/missing.gguf"

    #expect(await error(ofModelAt: missing) == .cannotRead(path: missing, reason: "No such file or directory"))
    #expect(await error(ofModelAt: folder.path) == .cannotRead(path: folder.path, reason: "Is a directory"))
    #expect(await error(ofModelAt: empty) == .notGGUF(path: empty))
    #expect(await error(ofModelAt: text) == .notGGUF(path: text))
    for path in [header, cut] {
      guard case .cannotLoad(path, let detail) = await error(ofModelAt: path) else {
        Issue.record("not refused: \(path)")
        continue
      }
      #expect(!detail.isEmpty)
    }
    guard case .cannotLoad(_, let detail) = await error(ofModelAt: cut) else { return }
    #expect(detail.contains("not within the file bounds"), "\(detail)")
  }
}
