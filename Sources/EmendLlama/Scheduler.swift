// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// Answers many requests together: a new one is admitted as soon as another has finished.
///
/// The beginning that all prompts share is evaluated once, as sequence 0, and copied. A prompt that is already evaluated for
/// another candidate is copied as well.
struct Scheduler: ~Copyable {
  private let model: LlamaModel
  private let plan: SchedulerPlan
  private let options: LlamaEngine.Options
  private let context: LlamaContext
  private var batch: LlamaBatch
  private var waiting: [(index: Int, prepared: PreparedRequest)]
  private var runs: [AnswerRun] = []
  private var freeSequences: [Int32]
  private var freeCells: Int
  private var pieces = PieceBuffer()
  /// `nil` where nothing is guessed.
  private let guesses: GuessRecord?

  /// Evaluating a batch costs about as much as this many tokens before the first of its own, since all weights are read.
  ///
  /// Measured with the default model: 6.4 ms, and 0.5 to 0.7 ms for each token. A fixed number, so that answers never
  /// depend on how fast the machine was.
  private static let batchCostInTokens = 10.0

  /// - Parameters:
  ///   - requests: In the order in which they are admitted; at least one.
  ///   - threads: At least one.
  init(
    _ requests: [(index: Int, prepared: PreparedRequest)], model: LlamaModel, threads: Int,
    options: LlamaEngine.Options
  ) throws(ModelError) {
    let plan = SchedulerPlan(
      requests.map(\.prepared), bytesPerCell: model.bytesPerCell, sharesPrefixes: model.keepsEachToken,
      keepsPrefixes: options.prefixFolder != nil)
    let context = try LlamaContext(model, cells: plan.cells, sequences: plan.sequences + 1, threads: threads)
    let batch = try LlamaBatch(capacity: LlamaContext.batchSize, mostLogits: LlamaContext.mostLogits)
    self.model = model
    self.options = options
    self.plan = plan
    self.context = context
    self.batch = batch
    guesses = options.speculates && model.keepsEachToken && model.isExact ? GuessRecord() : nil
    waiting = requests.reversed()
    freeSequences = (1...Int32(plan.sequences)).reversed()
    freeCells = plan.cells - plan.prefix.count
  }

  /// Answers all requests.
  ///
  /// - Parameter yield: Called with each piece and each finished answer.
  /// - Throws: `CancellationError`.
  mutating func run(yield: (GenerationEvent) -> Void) throws {
    while true {
      try Task.checkCancellation()
      admit(yield: yield)
      if runs.isEmpty { return }
      step(yield: yield)
    }
  }

  // MARK: The common beginning

  /// Evaluates it; to be called once, before ``run(yield:)``.
  ///
  /// - Throws: ``ModelError/decodeFailed(code:)``.
  mutating func evaluatePrefix() throws(ModelError) {
    let prefix = plan.prefix
    guard !prefix.isEmpty else { return }
    let states = PrefixStates(folder: options.prefixFolder, modelPath: model.path)
    if let states, states.restore(prefix, as: 0, in: context) { return }
    var position = 0
    while position < prefix.count {
      batch.removeAll()
      for token in prefix[position...].prefix(batch.room) {
        batch.append(token, position: position, sequence: 0, wantsLogits: false)
        position += 1
      }
      try context.evaluate(batch)
    }
    states?.save(prefix, of: 0, in: context)
  }

  // MARK: Admission

  private mutating func admit(yield: (GenerationEvent) -> Void) {
    while let (index, prepared) = waiting.last, let sequence = freeSequences.last {
      let same = model.keepsEachToken ? runs.first { $0.prepared.prompt == prepared.prompt } : nil
      // A candidate waits for its prompt, which another is having evaluated.
      if let same, !same.isDecoding { return }
      let shared = same == nil ? plan.prefix.count : prepared.prompt.count - 1
      guard plan.cells(of: prepared) <= freeCells else { return }
      waiting.removeLast()
      guard prepared.maxTokens > 0 else {
        let empty = Generation(
          text: prepared.request.prompt.answerPrefix, finishReason: .tokenLimit, promptTokens: prepared.prompt.count)
        yield(.finished(request: index, result: .success(empty)))
        continue
      }
      do throws(ModelError) {
        let run = try AnswerRun(
          prepared, index: index, sequence: sequence, evaluated: shared, model: model, guesses: guesses)
        if shared > 0 { context.copy(same?.sequence ?? 0, to: sequence, count: shared) }
        freeSequences.removeLast()
        freeCells -= plan.cells(of: prepared)
        runs.append(run)
      } catch {
        yield(.finished(request: index, result: .failure(error)))
      }
    }
  }

  private mutating func release(_ run: AnswerRun) {
    context.remove(run.sequence, from: 0)
    freeSequences.append(run.sequence)
    freeCells += plan.cells(of: run.prepared)
  }

  // MARK: One batch

  private mutating func step(yield: (GenerationEvent) -> Void) {
    batch.removeAll()
    let decoding = runs.filter(\.isDecoding)
    // With others in the batch a wrong guess costs nearly what a right one saves; alone, next to nothing.
    let threshold = 1 / (1 + Self.batchCostInTokens / Double(max(decoding.count, 1)))
    for (number, run) in decoding.enumerated() {
      run.placeLatest(in: &batch, threshold: threshold, reserved: runs.count - 1 - number)
    }
    for run in runs where !run.isDecoding { run.placePrompt(in: &batch) }

    let start = ContinuousClock.now
    do throws(ModelError) {
      try context.evaluate(batch)
    } catch {
      for run in runs {
        pieces.flush(request: run.index, yield: yield)
        yield(.finished(request: run.index, result: .failure(error)))
        release(run)
      }
      runs = []
      return
    }
    let secondsPerToken = (ContinuousClock.now - start).seconds / Double(batch.count)
    var going: [AnswerRun] = []
    for run in runs {
      do throws(ModelError) {
        let goesOn = try run.advance(context, secondsPerToken: secondsPerToken) { text in
          pieces.append(text, request: run.index)
        }
        if goesOn {
          going.append(run)
          continue
        }
        pieces.flush(request: run.index, yield: yield)
        yield(.finished(request: run.index, result: .success(run.generation)))
      } catch {
        pieces.flush(request: run.index, yield: yield)
        yield(.finished(request: run.index, result: .failure(error)))
      }
      release(run)
    }
    runs = going
    pieces.flushIfDue(yield: yield)
  }
}
