// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Marks around words, and names of emoji.
extension SpanScanner {
  /// Words between two marks of two characters: `==mark==`, `~~strike~~`, `++key++`, `%%comment%%`.
  mutating func pair(_ mark: String, _ kind: ProtectedSpan.Kind, at position: Int) -> Match? {
    let character = byte(position)
    let isFree = byte(position + 1) == character && byte(position + 2) != character && byte(position - 1) != character
    guard isFree, position + 2 < text.count, !byte(position + 2).isBlank, let end = find(mark, from: position + 3),
      !byte(end - 1).isBlank, byte(end + 2) != character
    else { return nil }
    return Match(kind: kind, end: end + 2)
  }

  /// Sub- and superscripts without a blank, `H~2~O` and `x^2^`, and GitHub's strike with one tilde, `~one two~`.
  mutating func script(at position: Int, _ kind: ProtectedSpan.Kind) -> Match? {
    let mark = byte(position)
    guard byte(position + 1) != mark, byte(position - 1) != mark, !byte(position + 1).isBlank, position + 1 < text.count
    else { return nil }
    let stop = end(from: position + 1) { !$0.isBlank && $0 != mark && $0 != UInt8(ascii: "\\") }
    if byte(stop) == mark, stop < limit { return Match(kind: kind, end: stop + 1) }
    guard mark == UInt8(ascii: "~"), isWordStart(position), let end = find("~", from: position + 1),
      !byte(end - 1).isBlank, byte(end + 1) != mark, !byte(end + 1).isWord, end > position + 1
    else { return nil }
    return Match(kind: .strikethrough, end: end + 1)
  }

  /// `:tada:`, `:+1:`.
  func emoji(at position: Int) -> Match? {
    guard isWordStart(position) else { return nil }
    let end = end(from: position + 1) { $0.isWord || "_+-".utf8.contains($0) }
    guard end > position + 1, byte(end) == UInt8(ascii: ":"), !byte(end + 1).isWord else { return nil }
    return Match(kind: .emoji, end: end + 1)
  }
}
