// SPDX-License-Identifier: Apache-2.0

import EmendText

extension Selection.Address {
  /// Reads what `--section` takes: `Title > Setup`, heading texts from the outside in, or `#slug`.
  package init?(section text: String) {
    if text.hasPrefix("#"), !text.contains(" ") {
      self = .slug(String(text.dropFirst()))
      return
    }
    let path = text.split(separator: ">", omittingEmptySubsequences: false).map { $0.trimmingBlanks() }
    guard path.allSatisfy({ !$0.isEmpty }) else { return nil }
    self = .section(path: path)
  }

  /// Reads what `--lines` takes: `10-24` or `10`, lines counted from 1.
  package init?(lines text: String) {
    let numbers = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(numbers.count), let first = numbers[0], let last = numbers[numbers.count - 1], first >= 1,
      first <= last
    else { return nil }
    self = .lines(first...last)
  }
}
