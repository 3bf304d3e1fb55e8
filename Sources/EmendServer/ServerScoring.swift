// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// How likely a llama-server's model finds a given text.
///
/// OpenAI's interface has no such question. A llama-server answers it all the same: a grammar that allows one token after the
/// other, each by its number, has it write the very text, and it tells how likely each token was to the model before the
/// grammar had its say (`n_probs` of `/completion`).
struct ServerScoring: Sendable {
  private let session: ServerSession
  private let documentStart: Int

  /// `nil` if the server cannot tell.
  init?(_ session: ServerSession) {
    guard let documentStart = session.documentStart else { return nil }
    self.session = session
    self.documentStart = documentStart
  }

  /// The score of a text.
  ///
  /// - Throws: ``ServerTrouble``, ``ModelError`` or `CancellationError`.
  func score(of request: ScoringRequest) async throws -> TextScore {
    var endsTurn = false
    if case .prompt = request.context { endsTurn = true }
    let (before, text) = try await session.lanes.patiently {
      let text = try await session.tokenizer.tokens(of: request.text)
      switch request.context {
      case .text(let context): return ([documentStart] + (try await session.tokenizer.tokens(of: context)), text)
      case .prompt(let prompt): return (try await session.tokenizer.prepared(prompt).tokens ?? [], text)
      }
    }
    let count = text.count + (endsTurn ? 1 : 0)
    guard count > 0 else { return TextScore(logProbability: 0, tokens: 0) }
    try session.checkFit(before.count + count)
    let body = Body(prompt: before, grammar: Self.grammar(of: text), nPredict: count)
    let answer = try await session.lanes.inLane {
      try await session.client.post("/completion", body, as: Answer.self)
    }
    guard let score = answer.score(of: text, count: count) else {
      throw ServerTrouble.malformed("likelihoods of another text than it was given")
    }
    return score
  }

  /// A grammar of these tokens alone (https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md, "Tokens").
  private static func grammar(of tokens: [Int]) -> String {
    "root ::= " + (tokens.isEmpty ? "\"\"" : tokens.map { "<[\($0)]>" }.joined(separator: " "))
  }

  private struct Body: Encodable {
    let prompt: [Int]
    let grammar: String
    let nPredict: Int
    let temperature = 0
    let nProbs = 1
    let stream = false
  }

  private struct Answer: Decodable {
    struct Token: Decodable {
      let id: Int
      let logprob: Double
    }
    let completionProbabilities: [Token]

    func score(of tokens: [Int], count: Int) -> TextScore? {
      guard completionProbabilities.count == count, completionProbabilities.map(\.id).starts(with: tokens) else {
        return nil
      }
      return TextScore(logProbability: completionProbabilities.reduce(0) { $0 + $1.logprob }, tokens: count)
    }
  }

  /// Returns the token that a document begins with, for the embedded engine, too, if the server can tell likelihoods.
  ///
  /// Older ones cannot: their grammars know no token numbers.
  static func documentStart(_ client: ServerClient, _ tokenizer: PromptTokenizer) async throws -> Int? {
    struct Properties: Decodable { var bosToken, eosToken: String? }
    let properties = try await client.get("/props", as: Properties.self)
    var start: Int?
    for name in [properties.bosToken, properties.eosToken] where start == nil {
      start = try await tokenizer.token(named: name ?? "")
    }
    guard let start else { return nil }
    let word = try await tokenizer.tokens(of: "a")
    let body = Body(prompt: [start], grammar: grammar(of: word), nPredict: word.count)
    let answer = try await client.post("/completion", body, as: Answer.self)
    return answer.score(of: word, count: word.count) == nil ? nil : start
  }
}
