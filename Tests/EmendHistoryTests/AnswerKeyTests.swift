// SPDX-License-Identifier: Apache-2.0

import EmendHistory
import EmendModels
import Testing

struct AnswerKeyTests {
  private static let request = GenerationRequest(
    prompt: Prompt(
      messages: [.init(role: .system, content: "Rewrite."), .init(role: .user, content: "Some é text.")],
      answerPrefix: "It"),
    source: "Some é text.", sampling: SamplingOptions(temperature: 0.5, topP: 0.9, minP: 0.1, seed: 7),
    limit: AnswerLimit(tokens: 16, perSourceToken: 1.5), stopStrings: ["a", "b"], grammar: "root ::= \"x\"")

  private static func key(_ request: GenerationRequest, model: String = "m", engine: String = "e") -> AnswerKey {
    AnswerKey(request, model: model, engine: engine)
  }

  @Test("The same request to the same model has the same key")
  func same() {
    #expect(Self.key(Self.request) == Self.key(Self.request))
  }

  @Test("Each part of what is asked, and who is asked, makes another key")
  func parts() {
    let changes: [(inout GenerationRequest) -> Void] = [
      { $0.prompt.messages[0].role = .assistant },
      { $0.prompt.messages[0].content = "Rewrite" },
      // The same characters in other bytes are other tokens.
      { $0.prompt.messages[1].content = "Some e\u{301} text." },
      { $0.prompt.messages.swapAt(0, 1) },
      { $0.prompt.messages.append(.init(role: .user, content: "")) },
      { $0.prompt.messages.removeLast() },
      { $0.prompt.answerPrefix = "" },
      { $0.source = "" },
      { $0.sampling.temperature = 0 },
      { $0.sampling.temperature = 0.6 },
      { $0.sampling.topP = 1 },
      { $0.sampling.minP = 0 },
      { $0.sampling.seed = 8 },
      { $0.limit.tokens = 17 },
      { $0.limit.perSourceToken = 1.4 },
      { $0.stopStrings = ["b", "a"] },
      { $0.stopStrings = ["a"] },
      { $0.stopStrings = [] },
      { $0.grammar = "root ::= \"y\"" },
      { $0.grammar = "" },
      { $0.grammar = nil },
    ]
    var keys = [
      Self.key(Self.request), Self.key(Self.request, model: "n"), Self.key(Self.request, engine: "f"),
      Self.key(Self.request, model: "e", engine: "m"),
    ]
    for change in changes {
      var request = Self.request
      change(&request)
      keys.append(Self.key(request))
    }
    #expect(Set(keys).count == 4 + changes.count)
  }

  @Test("Where one part ends and the next begins makes a difference")
  func boundaries() {
    #expect(Self.key(Self.request, model: "ab", engine: "c") != Self.key(Self.request, model: "a", engine: "bc"))
    var left = Self.request
    var right = Self.request
    (left.stopStrings, left.grammar) = (["a"], "b")
    (right.stopStrings, right.grammar) = (["a", "b"], nil)
    #expect(Self.key(left) != Self.key(right))
    (left.prompt.answerPrefix, left.source) = ("ab", "")
    right = left
    (right.prompt.answerPrefix, right.source) = ("a", "b")
    #expect(Self.key(left) != Self.key(right))
  }

  @Test("Without temperature nothing is drawn, and seed and cuts make no difference")
  func greedy() {
    var left = Self.request
    left.sampling = .greedy
    var right = left
    (right.sampling.seed, right.sampling.topP, right.sampling.minP) = (9, 0.5, 0.5)
    #expect(Self.key(left) == Self.key(right))
  }
}
