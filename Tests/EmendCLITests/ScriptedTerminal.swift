// SPDX-License-Identifier: Apache-2.0

import EmendCLI
import Foundation
import Synchronization

/// A terminal at which a key is pressed whenever a question is asked.
final class ScriptedTerminal: Terminal {
  let size: TerminalSize
  private let output: MemorySink
  private let keys: Mutex<[Key]>
  private let pressed = Atomic(0)

  init(_ keys: [Key], output: MemorySink, columns: Int = 80) {
    self.keys = Mutex(keys)
    self.output = output
    size = TerminalSize(columns: columns, rows: 24)
  }

  func begin() {}
  func end() {}
  func lend<Result>(_ work: () async throws -> Result) async rethrows -> Result { try await work() }

  func key() async -> Key {
    guard let key = keys.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return await never() }
    // After these nothing is asked again.
    let isMute = key == .other || key == .character("\n")
    let number = isMute ? 0 : pressed.wrappingAdd(1, ordering: .relaxed).newValue
    while output.text.components(separatedBy: "[y,n,").count - 1 < number {
      guard (try? await Task.sleep(for: .milliseconds(2))) != nil else { return .end }
    }
    return key
  }

  /// Nobody presses a key any more; the review must come to its end by itself.
  private func never() async -> Key {
    try? await Task.sleep(for: .seconds(30))
    return .end
  }
}

extension [Key] {
  /// Characters, one after the other.
  static func typing(_ characters: String) -> [Key] { characters.map { .character($0) } }
}
