// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Addresses, and references to commits and issues, that begin a word.
extension SpanScanner {
  /// `scheme://…`, `mailto:…`, `tel:…` or `www.…` up to a blank, without punctuation at its end, as GitHub links them.
  func url(at position: Int) -> Match? {
    guard byte(position).isASCIILetter else { return nil }
    let scheme = end(from: position, atMost: 32) { $0.isWord || "+.-".utf8.contains($0) }
    let start: Int
    if has("://", at: scheme) {
      start = scheme + 3
    } else if let beginning = ["www.", "mailto:", "tel:"].first(where: { has($0, at: position) }) {
      start = position + beginning.utf8.count
    } else {
      return nil
    }
    var last = start
    while last < limit, !text[last].isBlank, text[last] != UInt8(ascii: "<") {
      // A template tag in the address may hold anything: `https://{{< host >}}/page`.
      last = text[last] == UInt8(ascii: "{") ? braceEnd(at: last) ?? last + 1 : last + 1
    }
    // A closing parenthesis that is opened inside is part of the address.
    var excess = text[position..<last].reduce(0) {
      $0 + ($1 == UInt8(ascii: ")") ? 1 : $1 == UInt8(ascii: "(") ? -1 : 0)
    }
    while last > position, "?!.,:;*_~'\")]}".utf8.contains(text[last - 1]) {
      if text[last - 1] == UInt8(ascii: ")") {
        guard excess > 0 else { break }
        excess -= 1
      }
      last -= 1
    }
    return last > start ? Match(kind: .url, end: last) : nil
  }

  func email(at position: Int) -> Match? {
    func isName(_ byte: UInt8) -> Bool { byte.isWord || ".-_+".utf8.contains(byte) }
    let local = end(from: position, atMost: 64, while: isName)
    guard local > position, byte(local) == UInt8(ascii: "@") else { return nil }
    var last = end(from: local + 1, atMost: 253, while: isName)
    while last > local + 1, !text[last - 1].isWord { last -= 1 }
    guard text[(local + 1)..<last].contains(UInt8(ascii: ".")) else { return nil }
    return Match(kind: .url, end: last)
  }

  /// A commit's hash, and an issue or commit of another repository: `owner/name#12`, `name@1a2b3c4`, `GH-12`.
  func reference(at position: Int) -> Match? {
    let word = end(from: position, atMost: 140) { $0.isWord || "._-/".utf8.contains($0) }
    if byte(word) == UInt8(ascii: "#"), word > position {
      let end = end(from: word + 1) { $0.isDigit }
      return end > word + 1 && !byte(end).isWord ? Match(kind: .hashtag, end: end) : nil
    }
    if byte(word) == UInt8(ascii: "@"), word > position {
      let end = end(from: word + 1, atMost: 41) { $0.isWord }
      return isHash(text[(word + 1)..<end]) ? Match(kind: .commit, end: end) : nil
    }
    if has("GH-", at: position) {
      let end = end(from: position + 3) { $0.isDigit }
      return end > position + 3 && !byte(end).isWord ? Match(kind: .hashtag, end: end) : nil
    }
    let end = end(from: position, atMost: 41) { $0.isWord }
    return isHash(text[position..<end]) ? Match(kind: .commit, end: end) : nil
  }

  /// 7 to 40 hexadecimal digits in lower case, with a letter and a digit among them: neither a word nor a number.
  private func isHash(_ text: ArraySlice<UInt8>) -> Bool {
    (7...40).contains(text.count) && text.contains { $0.isDigit } && text.contains { !$0.isDigit }
      && text.allSatisfy { $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
  }
}
