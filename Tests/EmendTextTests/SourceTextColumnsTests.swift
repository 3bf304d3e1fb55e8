// SPDX-License-Identifier: Apache-2.0

import EmendText
import Testing

struct SourceTextColumnsTests {
  @Test(
    "Columns are code points from 1, a byte order mark not counted; the end is behind the last line's ending",
    arguments: [
      ("ab\ncd", [0, 1, 2, 3, 5], [1, 2, 3, 1, 3]),
      ("\u{FEFF}ab\n\u{FEFF}c", [0, 3, 4, 6, 9], [1, 1, 2, 1, 2]),
      ("é🎈\tx\r\n", [0, 2, 6, 7, 8, 10], [1, 2, 3, 4, 5, 7]),
      ("e\u{301}👩‍👧", [1, 3, 7, 10, 14], [2, 3, 4, 5, 6]),
      ("", [0], [1]), ("\u{FEFF}", [0, 3], [1, 1]),
    ])
  func columns(text: String, offsets: [Int], columns: [Int]) throws {
    let source = try SourceText(Array(text.utf8))
    #expect(offsets.map(source.column) == columns)
  }
}
