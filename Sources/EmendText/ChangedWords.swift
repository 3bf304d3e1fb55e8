// SPDX-License-Identifier: Apache-2.0

/// Which words of some lines are not in others, and the other way around, wherever the lines break.
///
/// ```swift
/// ChangedWords(from: ["a small", "dog"], to: ["a", "big dog"]).old  // in line 0 the bytes 2..<7
/// ```
package struct ChangedWords: Equatable, Sendable {
  /// For each line the bytes that changed, in order.
  package let old: [[ByteRange]]
  package let new: [[ByteRange]]

  /// - Returns: No changed words at all where the two have so little in common that nearly every word would be one.
  package init(from oldLines: [String], to newLines: [String]) {
    let (oldTokens, newTokens) = (Self.tokens(oldLines), Self.tokens(newLines))
    let changes = WordDiff.changes(of: newTokens.map(\.text), to: oldTokens.map(\.text))
    func words(_ tokens: some Sequence<Token>) -> Int { tokens.count { $0.text != " " } }
    let kept = words(newTokens) - changes.reduce(0) { $0 + words(newTokens[$1.new]) }
    guard 3 * kept >= min(words(oldTokens), words(newTokens)) else {
      (old, new) = (oldLines.map { _ in [] }, newLines.map { _ in [] })
      return
    }
    old = Self.ranges(of: changes.map(\.old), in: oldTokens, lines: oldLines.count)
    new = Self.ranges(of: changes.map(\.new), in: newTokens, lines: newLines.count)
  }

  private struct Token {
    /// Blanks and line breaks are all one blank.
    let text: Substring
    let line: Int
    let range: ByteRange
  }

  private static func tokens(_ lines: [String]) -> [Token] {
    var tokens: [Token] = []
    for (line, text) in lines.enumerated() {
      // A line's end is a blank, too, and so are the blanks before and after it.
      if line > 0, tokens.last?.text != " " { tokens.append(Token(text: " ", line: line, range: ByteRange(0, 0))) }
      var offset = 0
      for token in WordDiff.tokens(text) {
        let range = ByteRange(offset, offset + token.utf8.count)
        offset = range.end
        if token.first!.isWhitespace {
          if tokens.last?.text != " " { tokens.append(Token(text: " ", line: line, range: range)) }
        } else {
          tokens.append(Token(text: token, line: line, range: range))
        }
      }
    }
    return tokens
  }

  private static func ranges(of changes: [Range<Int>], in tokens: [Token], lines: Int) -> [[ByteRange]] {
    var ranges = [[ByteRange]](repeating: [], count: lines)
    for change in changes {
      for (line, tokens) in Dictionary(grouping: tokens[change], by: \.line) {
        let range = ByteRange(tokens[0].range.start, tokens[tokens.count - 1].range.end)
        if !range.isEmpty { ranges[line].append(range) }
      }
    }
    return ranges
  }
}
