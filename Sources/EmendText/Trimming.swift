// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
  /// Returns the text without white space and line endings at its start and end.
  package func trimmingBlanks() -> String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[first...last])
  }
}
