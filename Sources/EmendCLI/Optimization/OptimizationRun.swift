// SPDX-License-Identifier: Apache-2.0

import EmendLlama
import EmendModels
import Foundation

/// One run of `emend model optimize`: makes candidates, measures them, and keeps the best one.
struct OptimizationRun {
  private let model: ModelFile
  private let text: MeasuringText
  private let context: CommandContext
  private let workbench: any ModelWorkbench
  /// The file that the best one becomes.
  private let target: String

  /// How often each speed is measured.
  ///
  /// The rounds take all versions in turn, so that a busy moment hits each of them.
  private static let rounds = 5
  private static let standardFormats: [WeightFormat] = [.q80, .q41, .iq4nl]

  /// - Parameter model: The original.
  /// - Throws: ``CommandFailure`` if there is no place for an optimised version of it.
  init(model: ModelFile, text: MeasuringText, threads: Int?, context: CommandContext) throws {
    self.model = model
    self.text = text
    self.context = context
    target = try OptimizedModel.place(for: model, in: context)
    workbench = context.makeWorkbench(threads)
  }

  /// - Parameters:
  ///   - formats: `nil` for the usual ones.
  ///   - maxLoss: The most that the perplexity may rise, in per cent.
  ///   - keeps: Whether the best one is kept.
  func optimize(formats: [WeightFormat]?, maxLoss: Double, keeps: Bool) async throws {
    do {
      let format = try await workbench.facts(of: model.path).format
      try await checkText()
      let wanted = (formats ?? Self.standardFormats).reduce(into: [WeightFormat]()) { list, next in
        if next != format, !list.contains(next) { list.append(next) }
      }
      guard !wanted.isEmpty else {
        throw CommandFailure("\(model.name) is in \(format?.rawValue ?? "this format") already; name another --format")
      }
      let (folder, _) = target.splitPath
      let workspace = try OptimizationWorkspace(in: folder, name: model.name)
      defer { workspace.remove() }
      let made = try await makeCandidates(wanted, in: workspace)
      let (original, candidates) = try await measure(format, made: made, in: workspace)
      let verdict = OptimizationVerdict(original: original, candidates: candidates, maxLoss: maxLoss)
      try context.output.write(Array(OptimizationTable(original: original, candidates: candidates).text.utf8))
      if case .keep(let index) = verdict, keeps { try workspace.keep(made[index].rawValue, as: target) }
      try report(verdict, original: original, candidates: candidates, maxLoss: maxLoss, keeps: keeps)
    } catch let error as ModelError {
      throw CommandFailure(error.description)
    }
  }

  private func checkText() async throws {
    let tokens = try await workbench.tokens(of: text.text, model: model.path)
    if tokens < MeasuredText.fewestTokens {
      throw CommandFailure(
        "\(text.name) has \(tokens) tokens, too few to measure with; give a text of at least \(MeasuredText.fewestTokens) with --text FILE"
      )
    }
    if tokens > MeasuredText.mostTokens {
      context.tell("of the \(tokens) tokens of \(text.name) the first \(MeasuredText.mostTokens) are measured with")
    }
  }

  private func makeCandidates(
    _ formats: [WeightFormat], in workspace: OptimizationWorkspace
  ) async throws -> [WeightFormat] {
    var made: [WeightFormat] = []
    var failure: ModelError?
    for format in formats {
      context.tell("\(model.name): storing the weights in \(format.rawValue)")
      do {
        try await workbench.quantize(model.path, as: format, to: workspace.path(of: format.rawValue))
        made.append(format)
      } catch let error as ModelError {
        // One format that this model cannot have leaves the others; a full disk leaves none.
        guard case .cannotQuantize = error else { throw error }
        context.tell("emend: \(error.description)")
        failure = error
      }
    }
    if made.isEmpty, let failure { throw failure }
    return made
  }

  private func measure(
    _ format: WeightFormat?, made: [WeightFormat], in workspace: OptimizationWorkspace
  ) async throws -> (original: MeasuredModel, candidates: [MeasuredModel]) {
    let paths = [model.path] + made.map { workspace.path(of: $0.rawValue) }
    context.tell("\(model.name): measuring the perplexity on \(text.name)")
    var perplexities: [Perplexity] = []
    for path in paths { perplexities.append(try await workbench.perplexity(of: path, on: text.text)) }
    context.tell("\(model.name): measuring the speed")
    var trials = [[Speed]](repeating: [], count: paths.count)
    for _ in 0..<Self.rounds {
      for (index, path) in paths.enumerated() {
        trials[index].append(try await workbench.speed(of: path, on: text.text))
      }
    }
    warnIfBusy(trials[0])
    let formats = [format] + made.map(Optional.some)
    let measured = try paths.indices.map { index in
      MeasuredModel(
        format: formats[index], size: try Self.size(of: paths[index]), speed: .median(of: trials[index]),
        perplexity: perplexities[index])
    }
    return (measured[0], Array(measured.dropFirst()))
  }

  private func warnIfBusy(_ trials: [Speed]) {
    let speeds = trials.map(\.overall)
    guard let slowest = speeds.min(), let fastest = speeds.max(), fastest > 1.25 * slowest else { return }
    let figures = String(format: "between %.0f and %.0f tokens/s", slowest, fastest)
    context.tell(
      "emend: the model's own speed was \(figures): other programs are at work, and the speeds may mislead")
  }

  private static func size(of path: String) throws -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else { throw CommandFailure("cannot read \(path): \(SystemError.last.description)") }
    return Int(status.st_size)
  }

  private func report(
    _ verdict: OptimizationVerdict, original: MeasuredModel, candidates: [MeasuredModel], maxLoss: Double, keeps: Bool
  ) throws {
    let limit = String(format: "%g %%", maxLoss)
    let sentence: String
    switch verdict {
    case .keep(let index):
      let best = candidates[index]
      let gain = OptimizationTable.speed(of: best, over: original)
      let cost = OptimizationTable.cost(of: best, over: original)
      let result = "\(best.format?.rawValue ?? "") (speed \(gain), perplexity \(cost))"
      sentence =
        keeps
        ? "kept: \(target), \(result); --model \(model.name) uses it; delete it to go back"
        : "\(result) would be kept as \(target); nothing is with --dry-run"
    case .noneWithinLoss:
      sentence = "nothing kept: the perplexity of every other format is more than \(limit) above the model's"
    case .tooLittleGain(let index):
      let gain = OptimizationTable.speed(of: candidates[index], over: original)
      sentence =
        "nothing kept: within \(limit) of the model's perplexity the fastest, \(candidates[index].format?.rawValue ?? ""), has a speed of \(gain), and less than \(String(format: "×%.2f", OptimizationVerdict.leastSpeed)) is no gain"
    }
    try context.output.write(Array("\(sentence)\n".utf8))
  }
}
