// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Footnotes, citations and links of wikis.
extension SpanScanner {
  /// `[[page|text]]` and, embedded, `![[page]]`.
  mutating func wikiLink(at position: Int) -> Match? {
    let start = position + (byte(position) == UInt8(ascii: "!") ? 1 : 0)
    guard has("[[", at: start), let end = find("]]", from: start + 2), end > start + 2 else { return nil }
    return Match(kind: .wikiLink, end: end + 2)
  }

  /// A mark `[^1]`, and the opening `^[` of a note in the text.
  func footnote(at position: Int) -> Match? {
    if has("^[", at: position) { return Match(kind: .footnote, end: position + 2) }
    guard has("[^", at: position) else { return nil }
    let end = end(from: position + 2) { !$0.isBlank && $0 != UInt8(ascii: "]") && $0 != UInt8(ascii: "[") }
    guard end > position + 2, byte(end) == UInt8(ascii: "]") else { return nil }
    return Match(kind: .footnote, end: end + 1)
  }

  /// A group of keys with what is said of them: `[see @doe99, p. 3; -@roe]`.
  func citation(at position: Int) -> Match? {
    var holdsKey = false
    var index = position + 1
    while index < limit, text[index] != UInt8(ascii: "]") {
      guard text[index] != UInt8(ascii: "[") else { return nil }
      if text[index] == UInt8(ascii: "@"), !byte(index - 1).isWord, isKeyStart(byte(index + 1)) { holdsKey = true }
      index += 1
    }
    guard holdsKey, index < limit else { return nil }
    return Match(kind: .citation, end: index + 1)
  }

  private func isKeyStart(_ byte: UInt8) -> Bool {
    byte.isWord || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "{")
  }

  /// Microsoft Learn's `[!INCLUDE [title](file.md)]` and the like, up to the bracket that closes it.
  func extensionTag(at position: Int) -> Match? {
    guard has("[!", at: position), byte(position + 2).isASCIILetter else { return nil }
    var depth = 0
    for index in position..<min(text.count, position + 1000) {
      if text[index] == UInt8(ascii: "[") { depth += 1 }
      if text[index] == UInt8(ascii: "]") {
        depth -= 1
        if depth == 0 { return Match(kind: .tag, end: index + 1) }
      }
    }
    return nil
  }

  /// A person, team, package or key: `@name`, `@org/package`, `@doe:99`.
  func mention(at position: Int) -> Match? {
    guard isWordStart(position), isKeyStart(byte(position + 1)) else { return nil }
    if byte(position + 1) == UInt8(ascii: "{") {
      return braceEnd(at: position + 1).map { Match(kind: .mention, end: $0) }
    }
    var end = end(from: position + 1) { $0.isWord || "_-.:/+#".utf8.contains($0) }
    while !byte(end - 1).isWord, byte(end - 1) != UInt8(ascii: "_") { end -= 1 }
    return Match(kind: .mention, end: end)
  }

  /// An issue `#123` or a tag `#topic`.
  func hashtag(at position: Int) -> Match? {
    let before = byte(position - 1)
    guard position == 0 || before.isBlank || "([,;\"'".utf8.contains(before), byte(position + 1).isWord else {
      return nil
    }
    let end = end(from: position + 1) { $0.isWord || "_-/".utf8.contains($0) }
    return Match(kind: .hashtag, end: end)
  }
}
