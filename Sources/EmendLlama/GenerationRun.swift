// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// One answer in the making, a step at a time, so that whoever drives it may stop between two.
struct GenerationRun: ~Copyable {
  private let maxTokens: Int
  private let tokenizer: LlamaTokenizer
  private let vocabularySize: Int
  private var sampler: LlamaSampler
  /// Tokens that are not evaluated yet.
  private var pending: ArraySlice<Int32>
  private var position = 0
  private var characters = IncompleteUTF8()
  private var stops: StopMatcher
  private var logProbabilities = 0.0
  /// The answer so far, and at the end.
  private(set) var generation: Generation

  init(_ prepared: PreparedRequest, model: LlamaModel) throws(ModelError) {
    let request = prepared.request
    maxTokens = prepared.maxTokens
    tokenizer = LlamaTokenizer(model)
    vocabularySize = tokenizer.count
    sampler = try LlamaSampler(request.sampling, grammar: request.grammar, model: model)
    pending = prepared.prompt[...]
    stops = StopMatcher(request.stopStrings)
    generation = Generation(text: request.prompt.answerPrefix, finishReason: .tokenLimit, promptTokens: prepared.prompt.count)
  }

  /// Evaluates a batch of the prompt, or one token, and draws the next.
  ///
  /// - Parameter piece: Called with text that has become certain.
  /// - Returns: Whether there is more to do.
  mutating func step(
    _ context: borrowing LlamaContext, _ batch: inout LlamaBatch, piece: (String) -> Void
  ) throws(ModelError) -> Bool {
    let start = ContinuousClock.now
    let isPrompt = position < generation.promptTokens
    let tokens = pending.prefix(LlamaContext.batchSize)
    batch.fill(tokens, position: position)
    try context.evaluate(batch)
    position += tokens.count
    pending = pending.dropFirst(tokens.count)
    defer {
      if isPrompt {
        generation.promptSeconds += start.secondsSince
      } else {
        generation.decodeSeconds += start.secondsSince
      }
    }
    guard pending.isEmpty else { return true }
    guard generation.generatedTokens < maxTokens else {
      end(.tokenLimit, piece: piece)
      return false
    }
    var next: Int32?
    var logProbability = 0.0
    try context.withLogits(count: vocabularySize) { logits throws(ModelError) in
      next = sampler.next(logits)
      if let next { logProbability = EmendLlama.logProbability(of: next, in: logits) }
    }
    guard let next else { throw .invalidGrammar }
    return try accept(next, logProbability: logProbability, piece: piece)
  }

  private mutating func accept(
    _ token: Int32, logProbability: Double, piece: (String) -> Void
  ) throws(ModelError) -> Bool {
    if tokenizer.isEndOfGeneration(token) {
      end(.endOfTurn, piece: piece)
      return false
    }
    generation.generatedTokens += 1
    logProbabilities += logProbability
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
    guard generation.generatedTokens < maxTokens else {
      end(.tokenLimit, piece: piece)
      return false
    }
    pending = [token]
    return true
  }

  /// Ends the answer with what was held back, unless a stop string shows up in it.
  private mutating func end(_ reason: Generation.FinishReason, piece: (String) -> Void) {
    var (text, isStopped) = stops.append(characters.finish())
    if !isStopped { text += stops.finish() }
    generation.finishReason = isStopped ? .stopString : reason
    guard !text.isEmpty else { return }
    generation.text += text
    piece(text)
  }
}
