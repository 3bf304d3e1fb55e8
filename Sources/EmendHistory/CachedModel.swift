// SPDX-License-Identifier: Apache-2.0

package import EmendModels

/// A model that is asked only what it has not answered before.
///
/// Requests that are equal are asked once. When all answers are known, the model is not asked, so it need not load.
package struct CachedModel: LanguageModel {
  /// Which model it is, for the key of its answers.
  package struct Identity: Sendable {
    /// What tells the model from any other; worked out only when something is asked, since it may take time.
    package var model: @Sendable () throws -> String
    package var engine: String

    package init(engine: String, model: @escaping @Sendable () throws -> String) {
      self.engine = engine
      self.model = model
    }
  }

  private let model: any LanguageModel
  private let identity: Identity
  private let cache: AnswerCache
  private let isFresh: Bool

  /// - Parameter isFresh: Asks everything anew and keeps the new answers.
  package init(_ model: any LanguageModel, identity: Identity, cache: AnswerCache, isFresh: Bool = false) {
    self.model = model
    self.identity = identity
    self.cache = cache
    self.isFresh = isFresh
  }

  package func load() async throws { try await model.load() }

  package func rendered(_ prompt: Prompt) async throws -> String { try await model.rendered(prompt) }

  package func knows(_ requests: [GenerationRequest]) -> Bool {
    guard !isFresh, let keys = keys(of: requests) else { return requests.isEmpty }
    return cache.answers(for: Set(keys)).count == Set(keys).count
  }

  package func score(_ requests: [ScoringRequest]) async throws -> [Result<TextScore, ModelError>] {
    guard !requests.isEmpty, cache.open(), let name = try? identity.model() else {
      return try await model.score(requests)
    }
    defer { cache.finish() }
    let keys = requests.map { AnswerKey($0, model: name, engine: identity.engine) }
    var known = isFresh ? [:] : cache.scores(for: Set(keys))
    var asked: [Int] = []
    var isAsked: Set<AnswerKey> = []
    for (index, key) in keys.enumerated() where known[key] == nil && isAsked.insert(key).inserted {
      asked.append(index)
    }
    guard !asked.isEmpty else { return keys.map { .success(known[$0]!) } }
    var failures: [AnswerKey: ModelError] = [:]
    var new: [AnswerKey: TextScore] = [:]
    for (index, result) in zip(asked, try await model.score(asked.map { requests[$0] })) {
      switch result {
      case .success(let score): new[keys[index]] = score
      case .failure(let error): failures[keys[index]] = error
      }
    }
    cache.store(new)
    known.merge(new) { $1 }
    return keys.map { key in known[key].map { .success($0) } ?? .failure(failures[key] ?? .noModel) }
  }

  package func generate(_ requests: [GenerationRequest]) -> AsyncThrowingStream<GenerationEvent, any Error> {
    AsyncThrowingStream(of: { yield in try await answer(requests) { yield($0) } })
  }

  private func answer(_ requests: [GenerationRequest], yield: (GenerationEvent) -> Void) async throws {
    defer { cache.finish() }
    guard let keys = keys(of: requests) else {
      for try await event in model.generate(requests) { yield(event) }
      // Where this task is cancelled, the iteration ends without an error.
      return try Task.checkCancellation()
    }
    let known = isFresh ? [:] : cache.answers(for: Set(keys))
    /// Each question that is asked, as the indexes of the requests that ask it.
    var asked: [[Int]] = []
    var places: [AnswerKey: Int] = [:]
    for (index, key) in keys.enumerated() {
      if let answer = known[key] {
        yield(.finished(request: index, result: .success(answer)))
      } else if let place = places[key] {
        asked[place].append(index)
      } else {
        places[key] = asked.count
        asked.append([index])
      }
    }
    guard !asked.isEmpty else { return }

    for try await event in model.generate(asked.map { requests[$0[0]] }) {
      switch event {
      case .ready:
        yield(event)
      case .piece(let place, let text, let tokens):
        yield(.piece(request: asked[place][0], text: text, tokens: tokens))
      case .finished(let place, let result):
        // What broke off may come to its end another time.
        if case .success(let generation) = result, generation.finishReason != .brokenOff {
          cache.store(generation, for: keys[asked[place][0]])
        }
        yield(.finished(request: asked[place][0], result: result))
        for index in asked[place].dropFirst() {
          yield(.finished(request: index, result: result.map(\.again)))
        }
      }
    }
    try Task.checkCancellation()
  }

  /// `nil` if nothing can be kept, so that there is no use in keys.
  private func keys(of requests: [GenerationRequest]) -> [AnswerKey]? {
    guard !requests.isEmpty, cache.open(), let name = try? identity.model() else { return nil }
    return requests.map { AnswerKey($0, model: name, engine: identity.engine) }
  }
}

extension Generation {
  /// This answer, given once more without asking.
  fileprivate var again: Generation {
    var copy = self
    (copy.promptSeconds, copy.decodeSeconds, copy.isCached) = (0, 0, true)
    return copy
  }
}
