// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// Puts an answer together from the pieces that a server sends.
struct AnswerReader {
  private let prefix: String
  /// Whether the server goes on from the prefix for sure; others may begin anew, and say it again.
  private let goesOn: Bool
  private let stopStrings: [String]
  private let maxTokens: Int
  private var text = ""
  private var pieces = 0
  private var hasReasoning = false
  private var finishReason: String?
  private var usage: CompletionChunk.Usage?
  private let start = ContinuousClock.now
  private var first: ContinuousClock.Instant?

  /// Whether anything of an answer came.
  private(set) var hasChoice = false
  /// Whether a stop string came up, or more than was asked for, and nothing more is of interest.
  var isStopped: Bool { hasStopString || isOverlong }
  private var hasStopString = false
  /// Whether the server does not keep to the limit.
  ///
  /// A piece is a token as a rule, but may be a letter of one.
  private var isOverlong: Bool { pieces > maxTokens * Self.mostPiecesPerToken }
  private static let mostPiecesPerToken = 8

  /// More bytes than this in an answer are no text, however long the tokens.
  private static let mostBytesPerToken = 512

  /// - Parameters:
  ///   - maxTokens: The most that the server was asked for.
  ///   - goesOn: Whether it goes on from the answer's prefix for sure.
  init(_ request: GenerationRequest, maxTokens: Int, goesOn: Bool) {
    self.goesOn = goesOn
    self.maxTokens = maxTokens
    (prefix, stopStrings) = (request.prompt.answerPrefix, request.stopStrings)
  }

  /// Takes the data of an event, or the whole of an answer that is not streamed.
  ///
  /// - Returns: What is new of the answer, or of the reasoning before it; `nil` if nothing is.
  /// - Throws: ``ServerTrouble``.
  mutating func take(_ data: some Sequence<UInt8>) throws(ServerTrouble) -> String? {
    let chunk: CompletionChunk
    do {
      chunk = try JSON.decode(CompletionChunk.self, from: data)
    } catch {
      throw .malformed("an answer that is not JSON of the usual form")
    }
    if let problem = chunk.error { throw problem.trouble(status: problem.code ?? 500) }
    if let usage = chunk.usage { self.usage = usage }
    guard let choice = chunk.choices?.first else { return nil }
    hasChoice = true
    if choice.hasReasoning { hasReasoning = true }
    finishReason = choice.finishReason ?? finishReason
    let new = choice.content
    if first == nil, !new.isEmpty || choice.hasReasoning { first = .now }
    guard !new.isEmpty || choice.hasReasoning else { return nil }
    pieces += 1
    guard !new.isEmpty else { return "" }
    text += new
    guard text.utf8.count <= (maxTokens + 1) * Self.mostBytesPerToken else { throw .endless }
    if !stopStrings.isEmpty {
      // The reasoning before the answer may hold any of them.
      let answer = ReasoningFilter.answer(in: text).text
      hasStopString = stopStrings.contains { answer.contains($0) }
    }
    return new
  }

  /// Whether the server has said that the answer is at its end.
  var hasEnded: Bool { finishReason != nil || isStopped }

  /// Returns the answer.
  ///
  /// - Parameter isBroken: Whether the stream ended before the answer did.
  /// - Throws: ``ServerTrouble`` if there is none.
  func generation(isBroken: Bool = false, promptTokens: Int) throws(ServerTrouble) -> Generation {
    var (answer, isReasoned) = ReasoningFilter.answer(in: text)
    isReasoned = isReasoned || hasReasoning
    var reason: Generation.FinishReason = .endOfTurn
    if isBroken {
      reason = .brokenOff
    } else if finishReason == "length" || isOverlong {
      reason = .tokenLimit
    } else if let finishReason, !["stop", "eos", "eos_token", ""].contains(finishReason), !isStopped {
      throw .withheld(finishReason)
    }
    // The text that comes with the stop string is no part of it, whichever comes first.
    if let end = stopStrings.compactMap({ answer.firstRange(of: $0)?.lowerBound }).min() {
      answer = String(answer[..<end])
      reason = .stopString
    }
    if answer.allSatisfy(\.isWhitespace) {
      if isReasoned { throw .onlyReasoning }
      if isBroken { throw .truncated(nil) }
      if finishReason == nil { throw .noChoice }
    }
    let end = ContinuousClock.now
    return Generation(
      text: !goesOn && answer.hasPrefix(prefix) ? answer : prefix + answer, finishReason: reason,
      promptTokens: usage?.promptTokens ?? promptTokens,
      generatedTokens: usage?.completionTokens ?? pieces,
      promptSeconds: ((first ?? end) - start).seconds, decodeSeconds: (end - (first ?? end)).seconds)
  }
}
