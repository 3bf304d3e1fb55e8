// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Turns a word diff into a line as `git diff --word-diff` marks it, with `…` for what is far from every change.
struct WordDiffPrinter {
  let isColored: Bool

  /// So many characters are shown on each side of a change.
  private static let context = 40

  func text(of diff: WordDiff) -> String {
    diff.runs.enumerated().map { index, run in
      switch run.kind {
      case .kept: Self.excerpt(run.text, isFirst: index == 0, isLast: index == diff.runs.count - 1)
      case .removed: colored("[-\(run.text)-]", "31")
      case .added: colored("{+\(run.text)+}", "32")
      }
    }.joined()
  }

  /// The parts of unchanged text that are near a change, to whole words.
  private static func excerpt(_ text: String, isFirst: Bool, isLast: Bool) -> String {
    let sides = (isFirst ? 0 : context, isLast ? 0 : context)
    guard text.count > sides.0 + sides.1 + 10 else { return text }
    let head = text.prefix(sides.0)
    let tail = text.suffix(sides.1)
    let start = head.lastIndex(where: \.isWhitespace).map { head[..<$0] } ?? head
    let end = tail.firstIndex(where: \.isWhitespace).map { tail[tail.index(after: $0)...] } ?? tail
    return (isFirst ? "" : "\(start) ") + "…" + (isLast ? "" : " \(end)")
  }

  private func colored(_ text: String, _ style: String) -> String {
    isColored ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
  }
}
