// SPDX-License-Identifier: Apache-2.0

import EmendText
import Testing

struct ChangedWordsTests {
  private func marked(_ lines: [String], _ ranges: [[ByteRange]]) -> [String] {
    zip(lines, ranges).map { line, ranges in
      var bytes = Array(line.utf8)
      for range in ranges.reversed() {
        bytes.insert(UInt8(ascii: ">"), at: range.end)
        bytes.insert(UInt8(ascii: "<"), at: range.start)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  @Test(
    "Words that changed, wherever the lines break",
    arguments: [
      (["a small dog"], ["a big dog"], ["a <small> dog"], ["a <big> dog"]),
      (
        ["It print a list", "of things."], ["It prints a", "list of things."], ["It <print> a list", "of things."],
        ["It <prints> a", "list of things."]
      ),
      (["one two three"], ["one", "two three"], ["one two three"], ["one", "two three"]),
      (["gone now"], ["now"], ["<gone >now"], ["now"]),
      (["größe zählt"], ["Größe zählt"], ["<größe> zählt"], ["<Größe> zählt"]),
      // Nothing in common: to mark all is to mark nothing.
      (["this is one text"], ["here stands some other"], ["this is one text"], ["here stands some other"]),
      ([], ["new line"], [], ["<new line>"]),
    ])
  func words(old: [String], new: [String], markedOld: [String], markedNew: [String]) {
    let words = ChangedWords(from: old, to: new)
    #expect(marked(old, words.old) == markedOld)
    #expect(marked(new, words.new) == markedNew)
  }
}
