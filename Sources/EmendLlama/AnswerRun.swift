// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// One answer in the making: a sequence that puts tokens into batches and draws from the logits that come back.
final class AnswerRun {
  /// The request's place among all.
  let index: Int
  let sequence: Int32
  let prepared: PreparedRequest
  private let tokenizer: LlamaTokenizer
  private var sampler: LlamaSampler
  private var speculation: CopySpeculation?
  private var characters = IncompleteUTF8()
  private var stops: StopMatcher
  private var logProbabilities = 0.0

  /// How many tokens of the sequence were evaluated and are part of the answer or its prompt.
  private(set) var evaluated: Int
  /// The answer's latest token, which is not evaluated yet; `nil` while the prompt is not through.
  private var latest: Int32?
  /// What is in the batch now.
  private var placed = Placed()
  /// The answer so far, and at the end.
  private(set) var generation: Generation

  private struct Placed {
    var tokens = 0
    /// The batch's places of tokens whose logits were asked for.
    var rows: [Int] = []
    /// The guesses, each after the token of the row with the same index.
    var drafted: ArraySlice<Int32> = []
  }

  /// - Parameters:
  ///   - evaluated: How many tokens of the prompt the sequence has already; fewer than all.
  ///   - guesses: What is known of guesses; `nil` to make none.
  init(
    _ prepared: PreparedRequest, index: Int, sequence: Int32, evaluated: Int, model: LlamaModel, guesses: GuessRecord?
  ) throws(ModelError) {
    self.prepared = prepared
    self.index = index
    self.sequence = sequence
    self.evaluated = evaluated
    let request = prepared.request
    tokenizer = LlamaTokenizer(model)
    sampler = try LlamaSampler(request.sampling, grammar: request.grammar, model: model)
    for token in prepared.prompt.suffix(prepared.prefixTokens) { sampler.note(token) }
    // A grammar's tokens are those of a list or an outline, not the source's.
    if let guesses, !prepared.source.isEmpty, request.grammar == nil {
      speculation = CopySpeculation(source: prepared.source, record: guesses)
    }
    stops = StopMatcher(request.stopStrings)
    generation = Generation(
      text: request.prompt.answerPrefix, finishReason: .tokenLimit, promptTokens: prepared.prompt.count)
  }

  /// Whether the prompt is evaluated, so that each step gives a token.
  var isDecoding: Bool { latest != nil }

  // MARK: Before a batch is evaluated

  /// Adds the latest token and guesses at those after it.
  ///
  /// - Parameters:
  ///   - threshold: The least probability of a guess.
  ///   - reserved: Logits that others are going to ask for.
  func placeLatest(in batch: inout LlamaBatch, threshold: Double, reserved: Int) {
    guard let latest, batch.room > 0 else { return }
    let left = prepared.maxTokens - generation.generatedTokens
    placed = Placed(
      tokens: 1, rows: [batch.append(latest, position: evaluated, sequence: sequence, wantsLogits: true)])
    guard let draft = speculation?.draft(limit: min(left - 1, batch.logitsRoom - reserved), threshold: threshold) else {
      return
    }
    placed.drafted = draft
    for token in draft {
      placed.rows.append(
        batch.append(token, position: evaluated + placed.tokens, sequence: sequence, wantsLogits: true))
      placed.tokens += 1
    }
  }

  /// Adds as much of the prompt as the batch takes.
  func placePrompt(in batch: inout LlamaBatch) {
    let tokens = prepared.prompt[evaluated...].prefix(batch.room)
    for (offset, token) in tokens.enumerated() {
      let isLast = evaluated + offset == prepared.prompt.count - 1
      let row = batch.append(token, position: evaluated + offset, sequence: sequence, wantsLogits: isLast)
      if isLast { placed.rows = [row] }
    }
    placed.tokens = tokens.count
  }

  // MARK: After it

  /// Draws the tokens that follow from the latest batch.
  ///
  /// - Parameters:
  ///   - secondsPerToken: What evaluating the batch took, for each of its tokens.
  ///   - piece: Called with text that has become certain.
  /// - Returns: Whether the answer goes on.
  func advance(
    _ context: borrowing LlamaContext, secondsPerToken: Double, piece: (String) -> Void
  ) throws(ModelError) -> Bool {
    let placed = self.placed
    self.placed = Placed()
    guard placed.tokens > 0 else { return true }
    let seconds = Double(placed.tokens) * secondsPerToken
    if isDecoding {
      generation.decodeSeconds += seconds
      evaluated += 1
    } else {
      generation.promptSeconds += seconds
      evaluated += placed.tokens
    }
    for (number, row) in placed.rows.enumerated() {
      let token = try draw(context, at: row)
      guard try accept(token, piece: piece) else { return false }
      latest = token
      speculation?.append(token)
      let guess = placed.drafted.startIndex + number
      guard guess < placed.drafted.endIndex, placed.drafted[guess] == token else { break }
      evaluated += 1
    }
    // Guesses that were wrong are forgotten.
    if !placed.drafted.isEmpty { context.remove(sequence, from: evaluated) }
    return true
  }

  private func draw(_ context: borrowing LlamaContext, at row: Int) throws(ModelError) -> Int32 {
    var next: Int32?
    try context.withLogits(at: row) { logits throws(ModelError) in
      next = sampler.next(logits)
      if let next { logProbabilities += logProbability(of: next, in: logits, isLargest: sampler.isGreedy) }
    }
    guard let next else { throw .invalidGrammar }
    return next
  }

  private func accept(_ token: Int32, piece: (String) -> Void) throws(ModelError) -> Bool {
    if tokenizer.isEndOfGeneration(token) {
      end(.endOfTurn, piece: piece)
      return false
    }
    generation.generatedTokens += 1
    generation.meanLogProbability = logProbabilities / Double(generation.generatedTokens)
    let (text, isStopped) = stops.append(characters.append(try tokenizer.bytes(of: token)))
    if !text.isEmpty {
      generation.text += text
      piece(text)
    }
    if isStopped {
      generation.finishReason = .stopString
      return false
    }
    guard generation.generatedTokens < prepared.maxTokens else {
      end(.tokenLimit, piece: piece)
      return false
    }
    return true
  }

  /// Ends the answer with what was held back, unless a stop string shows up in it.
  private func end(_ reason: Generation.FinishReason, piece: (String) -> Void) {
    var (text, isStopped) = stops.append(characters.finish())
    if !isStopped { text += stops.finish() }
    generation.finishReason = isStopped ? .stopString : reason
    guard !text.isEmpty else { return }
    generation.text += text
    piece(text)
  }
}
