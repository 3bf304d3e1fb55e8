// SPDX-License-Identifier: Apache-2.0

/// Where a person presses keys.
package protocol Terminal: Sendable {
  var size: TerminalSize { get }
  /// Has keys come one by one and unseen, until ``end()``.
  func begin()
  /// Puts the terminal back into the state in which it was found.
  func end()
  /// Waits for the next key.
  func key() async -> Key
  /// Lends the terminal to another program.
  func lend<Result>(_ work: () async throws -> Result) async rethrows -> Result
}

/// What a person at a terminal did.
package enum Key: Equatable, Sendable {
  case character(Character)
  /// A key without a character, such as an arrow.
  case other
  /// The window has another size, or the program is in the foreground again.
  case redraw
  /// There will be no more keys.
  case end
}
