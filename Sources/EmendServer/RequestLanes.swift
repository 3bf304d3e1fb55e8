// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// How many requests are in flight, and how patient they are.
///
/// A server that is gone, or has no time, is given time to come back once: what is asked after that has one try each, until
/// one in a lane succeeds. One that was silent too often is not asked any more, since each time costs minutes.
actor RequestLanes {
  /// The most requests in flight.
  nonisolated let count: Int
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var isGone = false
  private let retries: RetryPolicy
  /// How often it was silent since it last answered.
  private var silences = 0
  /// As often as requests that are in flight together can meet the same silence; at least twice.
  private var mostSilences: Int { max(count, 2) }

  /// - Parameter count: The most requests in flight; at least 1.
  init(_ count: Int, retries: RetryPolicy) {
    self.count = count
    free = count
    self.retries = retries
  }

  /// Does something that is in flight while it lasts, and again where that may help.
  ///
  /// - Throws: What the last try threw.
  nonisolated func inLane<Result: Sendable>(_ work: @Sendable () async throws -> Result) async throws -> Result {
    await enter()
    do {
      let result = try await patiently(work)
      await noteAnswer()
      await leave()
      return result
    } catch {
      await leave()
      throw error
    }
  }

  /// Does something, and again where that may help, whatever else is in flight.
  ///
  /// It may succeed without the server, and tells nothing of whether that is there again.
  ///
  /// - Throws: What the last try threw.
  nonisolated func patiently<Result: Sendable>(
    _ work: @Sendable () async throws -> Result
  ) async throws -> Result {
    var tries = 1
    while true {
      try Task.checkCancellation()
      if await silences >= mostSilences { throw ServerTrouble.givenUp }
      do {
        return try await work()
      } catch let trouble as ServerTrouble {
        guard let delay = await delay(after: trouble, tries: tries) else { throw trouble }
        try await Task.sleep(for: delay)
        tries += 1
      }
    }
  }

  private func noteAnswer() { (isGone, silences) = (false, 0) }

  private func delay(after trouble: ServerTrouble, tries: Int) -> Duration? {
    if let delay = retries.delay(after: trouble, tries: tries), !isGone { return delay }
    if trouble.isOfServer { isGone = true }
    if case .silent = trouble { silences += 1 }
    return nil
  }

  private func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
