// SPDX-License-Identifier: Apache-2.0

extension AsyncThrowingStream where Element == GenerationEvent, Failure == any Error {
  /// The events of work that runs in a task of its own, which ends with the iteration.
  ///
  /// - Parameter work: Hands over each event; what it throws ends the stream.
  package init(
    of work: @escaping @Sendable (_ yield: @escaping @Sendable (GenerationEvent) -> Void) async throws -> Void
  ) {
    self.init { continuation in
      let task = Task {
        do {
          try await work { continuation.yield($0) }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }
}
