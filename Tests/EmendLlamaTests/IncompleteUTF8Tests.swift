// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendLlama

struct IncompleteUTF8Tests {
  @Test("Characters come out whole, wherever their bytes are parted")
  func parted() {
    let text = "aé中🎉b"
    let bytes = Array(text.utf8)
    for size in 1...5 {
      var joiner = IncompleteUTF8()
      var pieces: [String] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        pieces.append(joiner.append(Array(bytes[start..<min(start + size, bytes.count)])))
      }
      #expect(pieces.joined() + joiner.finish() == text)
      #expect(!pieces.contains { $0.contains("\u{FFFD}") })
    }
  }

  @Test("What can become no character is replaced at once, what lacks its end at the end")
  func broken() {
    var joiner = IncompleteUTF8()
    #expect(joiner.append([0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
    #expect(joiner.append([0xE4, 0xB8]) == "")
    #expect(joiner.finish() == "\u{FFFD}")
    #expect(joiner.finish() == "")
  }
}
