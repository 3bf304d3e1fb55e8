// SPDX-License-Identifier: Apache-2.0

import EmendText
import Testing

struct SourceTextTests {
  @Test("Lines end at LF, CRLF and CR, and an ending at the end begins no line")
  func lines() throws {
    let source = try SourceText(Array("one\r\ntwo\rthree\n".utf8))
    #expect(source.lineCount == 3)
    #expect((1...3).map { source.string(source.lineContent($0)) } == ["one", "two", "three"])
    #expect((1...3).map { source.line($0).count } == [5, 4, 6])
    #expect([0, 4, 5, 9, 15].map(source.lineNumber) == [1, 1, 2, 3, 3])
  }

  @Test("An empty text has one empty line")
  func empty() throws {
    let source = try SourceText([])
    #expect(source.lineCount == 1)
    #expect(source.line(1).isEmpty)
  }

  @Test(
    "Bytes that are not UTF-8 are refused with the offset of the first",
    arguments: [
      ([0x61, 0xFF, 0x62], 1), ([0xC3], 0), ([0x61, 0x62, 0xED, 0xA0, 0x80], 2), ([0xC0, 0xAF], 0),
    ] as [([UInt8], Int)])
  func invalid(bytes: [UInt8], offset: Int) {
    #expect(throws: SourceTextError.invalidUTF8(offset: offset)) { try SourceText(bytes) }
  }

  @Test("A NUL byte marks another kind of file")
  func binary() {
    #expect(throws: SourceTextError.binary(offset: 3)) { try SourceText([0x89, 0x50, 0x4E, 0, 0xFF]) }
  }
}
