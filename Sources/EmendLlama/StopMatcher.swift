// SPDX-License-Identifier: Apache-2.0

/// Finds stop strings in a text that comes in pieces, and holds back what may be the start of one.
struct StopMatcher {
  private let stops: [[UInt8]]
  private var pending: [UInt8] = []

  init(_ stops: [String]) { self.stops = stops.map { Array($0.utf8) }.filter { !$0.isEmpty } }

  /// Takes more text.
  ///
  /// - Returns: Text that is certain to come before any stop string, and whether one was found. After that nothing more
  ///   must be added.
  mutating func append(_ text: String) -> (text: String, isStopped: Bool) {
    guard !stops.isEmpty else { return (text, false) }
    pending += Array(text.utf8)
    if let position = pending.indices.first(where: { start in stops.contains { pending[start...].starts(with: $0) } }) {
      return (String(decoding: pending[..<position], as: UTF8.self), true)
    }
    let held = pending.indices.first { start in stops.contains { $0.starts(with: pending[start...]) } } ?? pending.count
    defer { pending.removeFirst(held) }
    return (String(decoding: pending[..<held], as: UTF8.self), false)
  }

  /// Returns what was held back when no more text comes.
  mutating func finish() -> String {
    defer { pending = [] }
    return String(decoding: pending, as: UTF8.self)
  }
}
