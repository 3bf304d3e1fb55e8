// SPDX-License-Identifier: Apache-2.0

/// How often, and after how long, the same is asked again.
struct RetryPolicy {
  /// The first included.
  static let mostTries = 3
  /// Of a server that loads its model.
  static let mostTriesWhileLoading = 30
  /// A server that asks for more patience than this is told of instead.
  private static let longestWait = Duration.seconds(30)

  let backoff: Duration

  /// Returns how long to wait before the next try; `nil` if there is to be none.
  ///
  /// - Parameter tries: How many there were.
  func delay(after trouble: ServerTrouble, tries: Int) -> Duration? {
    if trouble.isLoading { return tries < Self.mostTriesWhileLoading ? backoff * 4 : nil }
    guard trouble.isPassing, tries < Self.mostTries else { return nil }
    if case .status(_, _, let wait?) = trouble { return wait <= Self.longestWait ? wait : nil }
    let delay = backoff * (1 << (tries - 1))
    // Requests that failed together do not come back together.
    return delay + delay * Double.random(in: 0..<0.25)
  }
}
