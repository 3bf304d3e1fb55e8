// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Formulas and TeX.
extension SpanScanner {
  /// `$…$`, `$$…$$` and GitLab's code span between dollar signs.
  ///
  /// As pandoc reads them: no blank inside next to a dollar sign and no digit after the last, so that "$5 or $10" is
  /// none; code comes first.
  mutating func dollarMath(at position: Int) -> Match? {
    if has("$$", at: position) {
      return find("$$", from: position + 2).map { Match(kind: .math, end: $0 + 2) }
    }
    if let code = knownSpan(at: position + 1), code.kind == .code, byte(code.range.end) == UInt8(ascii: "$") {
      return Match(kind: .math, end: code.range.end + 1)
    }
    guard position >= mathLimit, !byte(position + 1).isBlank, !byte(position - 1).isWord else { return nil }
    let end = nextCode()
    var index = position + 1
    while index < end {
      if text[index] == UInt8(ascii: "\\") {
        index += 2
        continue
      }
      if text[index] == UInt8(ascii: "$") {
        // Two signs are the bounds of another formula.
        if byte(index + 1) == text[index] {
          mathLimit = index
          return nil
        }
        if index > position + 1, !text[index - 1].isBlank, !byte(index + 1).isDigit {
          return Match(kind: .math, end: index + 1)
        }
      }
      index += 1
    }
    mathLimit = end
    return nil
  }

  /// `\(…\)` and `\[…\]`, and with the backslashes doubled, for renderers that take one away.
  mutating func texMath(at position: Int) -> Match? {
    for (opening, closing) in [("\\\\(", "\\\\)"), ("\\\\[", "\\\\]"), ("\\(", "\\)"), ("\\[", "\\]")]
    where has(opening, at: position) {
      return find(closing, from: position + opening.utf8.count).map { Match(kind: .math, end: $0 + closing.utf8.count) }
    }
    return nil
  }

  /// A command with its arguments: `\cite[p. 3]{key}`.
  func texCommand(at position: Int) -> Match? {
    var end = end(from: position + 1) { $0.isASCIILetter }
    guard end > position + 1 else { return nil }
    while byte(end) == UInt8(ascii: "{") || byte(end) == UInt8(ascii: "[") {
      if byte(end) == UInt8(ascii: "{") {
        guard let next = braceEnd(at: end) else { break }
        end = next
      } else {
        guard let next = text[end..<max(end, limit)].prefix(200).firstIndex(of: UInt8(ascii: "]")) else { break }
        end = next + 1
      }
    }
    return Match(kind: .command, end: end)
  }

  /// A backslash and the punctuation that it makes plain.
  func escape(at position: Int) -> Match? {
    byte(position + 1).isASCIIPunctuation && position + 1 < limit ? Match(kind: .escape, end: position + 2) : nil
  }

  /// `&name;`, `&#123;` or `&#x1F;`, whether or not the name is one of HTML's.
  func entity(at position: Int) -> Match? {
    let end = end(from: position + 1, atMost: 32) { $0.isWord || $0 == UInt8(ascii: "#") }
    guard end > position + 1, byte(end) == UInt8(ascii: ";") else { return nil }
    return Match(kind: .escape, end: end + 1)
  }
}
