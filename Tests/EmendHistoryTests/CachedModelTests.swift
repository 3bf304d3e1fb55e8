// SPDX-License-Identifier: Apache-2.0

import EmendHistory
import EmendModels
import EmendTestSupport
import Synchronization
import Testing

struct CachedModelTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func cached(
    _ model: any LanguageModel, name: String = "m", engine: String = "e", isFresh: Bool = false
  ) -> CachedModel {
    CachedModel(
      model, identity: .init(engine: engine) { name }, cache: AnswerCache(folder: folder.path), isFresh: isFresh)
  }

  private func requests(_ texts: String...) -> [GenerationRequest] {
    texts.map { text in
      GenerationRequest(prompt: Prompt(messages: [.init(role: .user, content: text)]), limit: AnswerLimit(tokens: 9))
    }
  }

  /// What came of each request, and all events.
  private func run(
    _ model: CachedModel, _ requests: [GenerationRequest]
  ) async throws -> (answers: [Result<Generation, ModelError>?], events: [GenerationEvent]) {
    var answers: [Result<Generation, ModelError>?] = Array(repeating: nil, count: requests.count)
    var events: [GenerationEvent] = []
    for try await event in model.generate(requests) {
      events.append(event)
      guard case .finished(let index, let result) = event else { continue }
      #expect(answers[index] == nil)
      answers[index] = result
    }
    return (answers, events)
  }

  private func texts(_ answers: [Result<Generation, ModelError>?]) throws -> [String] {
    try answers.map { try #require($0).get().text }
  }

  @Test("It knows what it was asked, all of it, and nothing if it is to ask anew")
  func knows() async throws {
    let model = ScriptedModel(rewriting: { $0 })
    _ = try await run(cached(model), requests("a", "b"))
    #expect(cached(model).knows(requests("b", "a", "a")))
    #expect(!cached(model).knows(requests("a", "c")))
    #expect(cached(model).knows([]))
    #expect(!cached(model, isFresh: true).knows(requests("a")))
  }

  @Test("An answer that broke off is not kept, one that the limit cut off is")
  func brokenOff() async throws {
    let model = ScriptedModel { request in
      let text = request.prompt.messages[0].content
      return .success(Generation(text: text, finishReason: text == "a" ? .brokenOff : .tokenLimit))
    }
    let (answers, _) = try await run(cached(model), requests("a", "b"))
    #expect(try texts(answers) == ["a", "b"])
    #expect(!cached(model).knows(requests("a")))
    #expect(cached(model).knows(requests("b")))
  }

  @Test("Where the time is up, what is known is answered all the same")
  func outOfTime() async throws {
    let model = ScriptedModel(rewriting: { $0 })
    _ = try await run(cached(model), requests("a"))
    let late = cached(BudgetedModel(model, until: .now - .seconds(1)))
    #expect(try texts(try await run(late, requests("a")).answers) == ["a"])
    await #expect(throws: ModelError.outOfTime) { try await run(late, requests("a", "b")) }
    await #expect(throws: ModelError.outOfTime) { try await late.score([ScoringRequest(text: "x")]) }
  }

  @Test("Scores are kept as answers are: asked once, known in a later run, asked again if that is wanted")
  func scores() async throws {
    let asked = Mutex<[String]>([])
    let model = ScriptedModel(
      likelihood: { request in
        asked.withLock { $0.append(request.text) }
        return -Double(request.text.count)
      }, reply: { _ in .failure(.noModel) })
    let prompt = Prompt(messages: [.init(role: .user, content: "x")])
    let requests = [
      ScoringRequest(text: "one"), ScoringRequest(context: .prompt(prompt), text: "one"), ScoringRequest(text: "three"),
      ScoringRequest(text: "one"), ScoringRequest(context: .text("one"), text: "one"),
    ]
    let first = try await cached(model).score(requests).map { try $0.get().logProbability }
    #expect(first == [-3, -3, -5, -3, -3])
    #expect(asked.withLock { $0 }.count == 4)
    #expect(try await cached(model).score(requests).map { try $0.get().logProbability } == first)
    #expect(asked.withLock { $0 }.count == 4)
    _ = try await cached(model, name: "other").score(requests)
    #expect(asked.withLock { $0 }.count == 8)
    _ = try await cached(model, isFresh: true).score(requests)
    #expect(asked.withLock { $0 }.count == 12)
    #expect(try await cached(model).score([]).isEmpty)
  }

  @Test("A score that failed is not kept")
  func failedScores() async throws {
    let requests = [ScoringRequest(text: "one")]
    let failing = FailingModel()
    #expect(try await cached(failing).score(requests) == [.failure(.promptTooLong(tokens: 9, limit: 5))])
    let model = ScriptedModel(likelihood: { _ in -1 }, reply: { _ in .failure(.noModel) })
    #expect(try await cached(model).score(requests).map { try $0.get().logProbability } == [-1])
  }

  private func shouter() -> ScriptedModel {
    ScriptedModel { request in
      .success(
        Generation(
          text: request.prompt.messages[0].content.uppercased(), finishReason: .endOfTurn, promptTokens: 2,
          generatedTokens: 1, promptSeconds: 1, decodeSeconds: 1))
    }
  }

  @Test("What was answered is not asked again; a model that knows all answers is not asked at all")
  func repeated() async throws {
    let first = shouter()
    let asked = try await run(cached(first), requests("a", "b"))
    #expect(try texts(asked.answers) == ["A", "B"])
    #expect(try asked.answers.allSatisfy { try !#require($0).get().isCached })
    let again = try await run(cached(UnaskedModel()), requests("b", "a"))
    #expect(
      again.answers
        == ["B", "A"].map { text in
          .success(
            Generation(text: text, finishReason: .endOfTurn, promptTokens: 2, generatedTokens: 1, isCached: true))
        })
    #expect(again.events.count == 2)
  }

  @Test("Of requests that are known in part the others are asked, and each answer finds its request")
  func partly() async throws {
    _ = try await run(cached(shouter()), requests("b", "d"))
    let model = shouter()
    let mixed = try await run(cached(model), requests("a", "b", "c", "d", "e"))
    #expect(try texts(mixed.answers) == ["A", "B", "C", "D", "E"])
    #expect(model.requests == requests("a", "c", "e"))
    #expect(
      mixed.events.compactMap { if case .piece(let index, let text, _) = $0 { "\(index) \(text)" } else { nil } }
        == ["0 A", "2 C", "4 E"])
    #expect(try mixed.answers.map { try #require($0).get().isCached } == [false, true, false, true, false])
  }

  @Test("The same request several times is asked once, and what it cost counts once")
  func same() async throws {
    let model = shouter()
    let run = try await run(cached(model), requests("a", "b", "a", "a"))
    #expect(try texts(run.answers) == ["A", "B", "A", "A"])
    #expect(model.requests == requests("a", "b"))
    let answers = try run.answers.map { try #require($0).get() }
    #expect(answers.map(\.isCached) == [false, false, true, true])
    #expect(answers.map(\.promptSeconds) == [1, 1, 0, 0])
  }

  @Test("A failure is told for each request and not kept")
  func failures() async throws {
    let model = ScriptedModel { request in
      request.prompt.messages[0].content == "a"
        ? .failure(.noModel) : .success(.init(text: "B", finishReason: .endOfTurn))
    }
    let first = try await run(cached(model), requests("a", "b", "a"))
    #expect(first.answers[0] == .failure(.noModel))
    #expect(first.answers[2] == .failure(.noModel))
    let second = shouter()
    #expect(try texts(try await run(cached(second), requests("a", "b")).answers) == ["A", "B"])
    #expect(second.requests == requests("a"))
  }

  @Test("What stops the whole run goes through, and answers until then are kept")
  func stopped() async throws {
    let model = ScriptedModel { request in
      if request.prompt.messages[0].content == "b" { throw ModelError.notGGUF(path: "m.gguf") }
      return .success(.init(text: "A", finishReason: .endOfTurn))
    }
    await #expect(throws: ModelError.notGGUF(path: "m.gguf")) {
      _ = try await run(cached(model), requests("a", "b"))
    }
    let second = shouter()
    _ = try await run(cached(second), requests("a", "b"))
    #expect(second.requests == requests("b"))
  }

  @Test("Another model or another engine has other answers")
  func identity() async throws {
    _ = try await run(cached(shouter()), requests("a"))
    for (name, engine) in [("n", "e"), ("m", "f")] {
      let model = shouter()
      _ = try await run(cached(model, name: name, engine: engine), requests("a"))
      #expect(model.requests.count == 1)
    }
  }

  @Test("Asked afresh the model answers again, and the new answer is the one that is kept")
  func fresh() async throws {
    _ = try await run(cached(ScriptedModel(rewriting: { _ in "old" })), requests("a"))
    let model = ScriptedModel(rewriting: { _ in "new" })
    let fresh = try await run(cached(model, isFresh: true), requests("a"))
    #expect(try texts(fresh.answers) == ["new"])
    #expect(model.requests.count == 1)
    #expect(try texts(try await run(cached(UnaskedModel()), requests("a")).answers) == ["new"])
  }

  @Test("Without a file, or a name for the model, everything is asked, each request on its own")
  func without() async throws {
    try folder.write("file", "")
    let broken = AnswerCache(folder: folder.path + "/file/cache")
    struct Unnamed: Error {}
    for (cache, name) in [
      (broken, { @Sendable in "m" }), (AnswerCache(folder: folder.path), { @Sendable () throws in throw Unnamed() }),
    ] {
      let model = shouter()
      let cached = CachedModel(model, identity: .init(engine: "e", model: name), cache: cache)
      #expect(try texts(try await run(cached, requests("a", "a")).answers) == ["A", "A"])
      #expect(try texts(try await run(cached, requests("a")).answers) == ["A"])
      #expect(model.requests.count == 3)
    }
  }

  @Test("Nothing asked opens nothing")
  func nothing() async throws {
    let cached = CachedModel(
      UnaskedModel(),
      identity: .init(engine: "e") {
        Issue.record("the model's name was asked for")
        return "m"
      }, cache: AnswerCache(folder: folder.path + "/new"))
    #expect(try await run(cached, []).events == [])
    #expect(try folder.contents() == [])
  }

  @Test("Ending the iteration, or cancelling its task, stops the model")
  func cancelled() async throws {
    let ended = EndlessModel()
    for try await _ in cached(ended).generate(requests("a")) { break }
    await ended.untilStopped()
    let model = EndlessModel()
    let task = Task {
      var count = 0
      for try await _ in cached(model).generate(requests("a")) { count += 1 }
      return count
    }
    await model.untilAsked()
    task.cancel()
    await model.untilStopped()
    _ = await task.result
  }
}

/// A model that must not be asked.
private struct UnaskedModel: LanguageModel {
  func generate(_ requests: [GenerationRequest]) -> AsyncThrowingStream<GenerationEvent, any Error> {
    if !requests.isEmpty { Issue.record("the model was asked \(requests.count) times") }
    return AsyncThrowingStream { $0.finish() }
  }

  func score(_ requests: [ScoringRequest]) async throws -> [Result<TextScore, ModelError>] {
    throw ModelError.noModel
  }

  func load() async throws { Issue.record("the model was loaded") }

  func rendered(_ prompt: Prompt) async throws -> String { "" }
}

/// A model that goes on until it is stopped.
private final class EndlessModel: LanguageModel {
  private let isAsked = Atomic(false)
  private let isStopped = Atomic(false)

  func generate(_ requests: [GenerationRequest]) -> AsyncThrowingStream<GenerationEvent, any Error> {
    AsyncThrowingStream { continuation in
      continuation.onTermination = { _ in self.isStopped.store(true, ordering: .sequentiallyConsistent) }
      continuation.yield(.piece(request: 0, text: "word", tokens: 1))
      isAsked.store(true, ordering: .sequentiallyConsistent)
    }
  }

  func score(_ requests: [ScoringRequest]) async throws -> [Result<TextScore, ModelError>] {
    throw ModelError.noModel
  }

  func load() async throws {}

  func rendered(_ prompt: Prompt) async throws -> String { "" }

  func untilAsked() async { await until(isAsked, "asked") }

  func untilStopped() async { await until(isStopped, "stopped") }

  private func until(_ flag: borrowing Atomic<Bool>, _ name: String) async {
    for _ in 0..<1000 {
      if flag.load(ordering: .sequentiallyConsistent) { return }
      try? await Task.sleep(for: .milliseconds(5))
    }
    Issue.record("the model was not \(name)")
  }
}

/// Finds every text too long.
private struct FailingModel: LanguageModel {
  func generate(_ requests: [GenerationRequest]) -> AsyncThrowingStream<GenerationEvent, any Error> {
    AsyncThrowingStream { $0.finish() }
  }

  func score(_ requests: [ScoringRequest]) async throws -> [Result<TextScore, ModelError>] {
    requests.map { _ in .failure(.promptTooLong(tokens: 9, limit: 5)) }
  }

  func load() async throws {}

  func rendered(_ prompt: Prompt) async throws -> String { "" }
}
