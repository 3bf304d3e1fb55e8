// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// How likely a llama-server's model finds a given text.
///
/// OpenAI's interface has no such question. A llama-server answers it all the same: a grammar that allows one token after the
/// other, each by its number, has it write the very text, and it tells how likely each token was to the model before the
/// grammar had its say (`n_probs` of `/completion`). That takes as long as writing the text does.
struct ServerScoring: Sendable {
  private let session: ServerSession
  private let documentStart: Int

  /// `nil` if the server cannot tell.
  init?(_ session: ServerSession) {
    guard let documentStart = session.documentStart else { return nil }
    self.session = session
    self.documentStart = documentStart
  }

  /// Texts that are best judged one after the other: each is written only from where it differs from all before it.
  ///
  /// - Returns: The indices of some requests, those of a group with the same context and beginnings in common.
  static func groups(of requests: [ScoringRequest]) -> [[Int]] {
    var groups: [[Int]] = []
    for (index, request) in requests.enumerated() {
      if let first = groups.last?.first, requests[first].context == request.context,
        requests[first].text.first == request.text.first
      {
        groups[groups.count - 1].append(index)
      } else {
        groups.append([index])
      }
    }
    return groups
  }

  /// The scores of texts of one group, in order, as they become known.
  struct Group {
    fileprivate let scoring: ServerScoring
    /// The texts so far, with the logarithm of each token's probability.
    fileprivate var known: [(tokens: [Int], logProbabilities: [Double])] = []

    /// The score of the next text.
    ///
    /// - Throws: ``ServerTrouble``, ``ModelError`` or `CancellationError`.
    mutating func score(of request: ScoringRequest) async throws -> TextScore {
      var endsTurn = false
      if case .prompt = request.context { endsTurn = true }
      let (context, text) = try await scoring.tokens(of: request)
      let count = text.count + (endsTurn ? 1 : 0)
      try scoring.session.checkFit(context.count + count)
      var (shared, logProbabilities) = (0, [Double]())
      for other in known {
        let common = zip(other.tokens, text).prefix { $0 == $1 }.count
        if common > shared { (shared, logProbabilities) = (common, Array(other.logProbabilities.prefix(common))) }
      }
      if count > shared {
        logProbabilities += try await scoring.logProbabilities(
          of: Array(text[shared...]), count: count - shared, after: context + text[..<shared])
      }
      known.append((text, logProbabilities))
      return TextScore(logProbability: logProbabilities.reduce(0, +), tokens: count)
    }
  }

  var group: Group { Group(scoring: self) }

  /// The tokens of a text's context and of the text.
  private func tokens(of request: ScoringRequest) async throws -> (context: [Int], text: [Int]) {
    try await session.lanes.patiently {
      let text = try await session.tokenizer.tokens(of: request.text)
      switch request.context {
      case .text(let context): return ([documentStart] + (try await session.tokenizer.tokens(of: context)), text)
      case .prompt(let prompt): return (try await session.tokenizer.prepared(prompt).tokens ?? [], text)
      }
    }
  }

  /// Has a text written, and returns how likely each token of it was.
  ///
  /// - Parameter count: That of its tokens, or one more for the end of the turn.
  private func logProbabilities(of text: [Int], count: Int, after context: [Int]) async throws -> [Double] {
    let body = Body(prompt: context, grammar: Self.grammar(of: text), nPredict: count)
    let answer = try await session.lanes.inLane {
      try await session.client.post("/completion", body, as: Answer.self)
    }
    guard let logProbabilities = answer.logProbabilities(of: text, count: count) else {
      throw ServerTrouble.malformed("likelihoods of another text than it was given")
    }
    return logProbabilities
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

    func logProbabilities(of tokens: [Int], count: Int) -> [Double]? {
      guard completionProbabilities.count == count, completionProbabilities.map(\.id).starts(with: tokens) else {
        return nil
      }
      return completionProbabilities.map(\.logprob)
    }
  }

  /// Returns the token that a document begins with, for the embedded engine, too, if the server can tell likelihoods.
  ///
  /// Older ones cannot: their grammars know no token numbers, which they refuse.
  ///
  /// - Parameter names: How it may be written, the likeliest first.
  static func documentStart(
    among names: [String], _ client: ServerClient, _ tokenizer: PromptTokenizer
  ) async throws -> Int? {
    var start: Int?
    for name in names where start == nil { start = try await tokenizer.token(named: name) }
    guard let start else { return nil }
    let word = try await tokenizer.tokens(of: "a")
    let body = Body(prompt: [start], grammar: grammar(of: word), nPredict: word.count)
    do {
      let answer = try await client.post("/completion", body, as: Answer.self)
      return answer.logProbabilities(of: word, count: word.count) == nil ? nil : start
    } catch ServerTrouble.malformed {
      return nil
    } catch ServerTrouble.status(let code, _, _) where (400..<500).contains(code) && code != 429 {
      return nil
    }
  }
}
