// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendRevision
import Synchronization

extension CommandContext {
  /// A progress line on standard error, if somebody looks there.
  ///
  /// - Parameter noun: What is counted, in the plural.
  func progressLine(_ noun: String, isQuiet: Bool) -> ProgressLine {
    ProgressLine(
      sink: errors, noun: noun, isShown: errors.isTerminal && !isQuiet && variable("TERM") != "dumb")
  }
}

/// One line on the terminal that says how far the run has come; nothing when nobody looks.
final class ProgressLine: Sendable {
  private let sink: any ByteSink
  /// What is counted, in the plural.
  private let noun: String
  private let isShown: Bool
  private let start = ContinuousClock.now
  private let state = Mutex<State>(State())

  private struct State {
    var lastDrawn: ContinuousClock.Instant?
    var isDrawn = false
  }

  init(sink: any ByteSink, noun: String, isShown: Bool) {
    self.noun = noun
    self.sink = sink
    self.isShown = isShown
  }

  /// Draws the line again, at most ten times a second.
  func show(_ progress: Reviser.Progress) {
    guard isShown else { return }
    let now = ContinuousClock.now
    let isDue = state.withLock { state in
      if let last = state.lastDrawn, now - last < .milliseconds(100), progress.passagesDone < progress.passages {
        return false
      }
      state.lastDrawn = now
      state.isDrawn = true
      return true
    }
    guard isDue else { return }
    let seconds = (now - start).seconds
    let speed = seconds > 0 ? Int(Double(progress.generatedTokens) / seconds) : 0
    try? sink.write(
      Array("\r\u{1B}[K\(progress.passagesDone) of \(progress.passages) \(noun), \(speed) tokens/s".utf8))
  }

  /// Takes the line away, before something else is printed.
  func clear() {
    let wasDrawn = state.withLock { state in
      defer { (state.isDrawn, state.lastDrawn) = (false, nil) }
      return state.isDrawn
    }
    if wasDrawn { try? sink.write(Array("\r\u{1B}[K".utf8)) }
  }
}
