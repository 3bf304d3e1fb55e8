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

  /// A mark `[^1]`, and a note in the text, `^[…]`.
  func footnote(at position: Int) -> Match? {
    if has("^[", at: position) { return bracketEnd(at: position + 1).map { Match(kind: .footnote, end: $0) } }
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
    return bracketEnd(at: position).map { Match(kind: .tag, end: $0) }
  }

  /// The place after the bracket that closes the one at `position`; it is looked for in the next 1,000 bytes.
  private func bracketEnd(at position: Int) -> Int? {
    var depth = 0
    for index in position..<min(text.count, position + 1000) {
      if text[index] == UInt8(ascii: "[") { depth += 1 }
      if text[index] == UInt8(ascii: "]") {
        depth -= 1
        if depth == 0 { return index + 1 }
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
    var end = end(from: position + 1) { $0.isNamePart || ".:/+#".utf8.contains($0) }
    while !byte(end - 1).isNamePart || byte(end - 1) == UInt8(ascii: "-") { end -= 1 }
    return Match(kind: .mention, end: end)
  }

  /// An issue `#123` or a tag `#topic`.
  func hashtag(at position: Int) -> Match? {
    let before = byte(position - 1)
    let mayBegin = position == 0 || before.isBlank || "([,;\"'*_".utf8.contains(before)
    guard mayBegin, byte(position + 1).isNamePart else { return nil }
    var end = end(from: position + 1) { $0.isNamePart || $0 == UInt8(ascii: "/") }
    // `_#topic_`: the mark at the end is that of the emphasis.
    while byte(end - 1) == UInt8(ascii: "_") { end -= 1 }
    return end > position + 1 ? Match(kind: .hashtag, end: end) : nil
  }
}

extension UInt8 {
  /// A letter or digit of any script, `_` or `-`.
  fileprivate var isNamePart: Bool { isWord || self >= 0x80 || self == UInt8(ascii: "_") || self == UInt8(ascii: "-") }
}
