// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import Testing

struct DisplayWidthTests {
  @Test(
    "Wide characters take two columns, combining marks none",
    arguments: [
      ("abc", 3), ("é", 1), ("e\u{301}", 1), ("中文", 4), ("한글", 4), ("ｆ", 2), ("🎉", 2), ("✅", 2), ("✓", 1), ("🇩🇪", 2),
      ("a\u{200D}b", 2), ("", 0),
    ])
  func width(text: String, columns: Int) { #expect(displayWidth(Array(text.utf8)) == columns) }
}
