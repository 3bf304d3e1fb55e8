// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Does something when nothing has been heard for too long.
final class Watchdog: Sendable {
  private struct State {
    var limit: Duration
    var deadline: ContinuousClock.Instant
    var isFirst = true
    var hasFired = false
  }

  private let state: Mutex<State>
  /// After the first sign of life.
  private let further: Duration

  /// - Parameters:
  ///   - first: How long the first sign of life may take.
  ///   - further: How long each further one may take after the one before.
  init(first: Duration, further: Duration) {
    self.further = further
    state = Mutex(State(limit: first, deadline: .now + first))
  }

  /// Notes a sign of life.
  func reset() {
    state.withLock {
      $0.limit = further
      $0.deadline = .now + further
      $0.isFirst = false
    }
  }

  /// What it has done something about; `nil` if nothing.
  var trouble: ServerTrouble? {
    state.withLock { $0.hasFired ? .silent($0.limit, isFirst: $0.isFirst) : nil }
  }

  /// Watches until it fires or its task is cancelled.
  func watch(_ fire: @Sendable () -> Void) async throws {
    while true {
      let deadline = state.withLock { $0.deadline }
      try await Task.sleep(until: deadline, clock: .continuous)
      let isDue = state.withLock { state in
        state.hasFired = state.deadline <= .now
        return state.hasFired
      }
      if isDue { return fire() }
    }
  }
}
