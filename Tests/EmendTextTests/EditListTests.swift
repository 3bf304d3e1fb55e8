// SPDX-License-Identifier: Apache-2.0

import EmendText
import Testing

struct EditListTests {
  @Test("Edits are applied in the order of the text, whatever the order they came in")
  func applied() {
    let edits = EditList([
      TextEdit(range: ByteRange(4, 5), replacement: Array("E".utf8)),
      TextEdit(range: ByteRange(0, 1), replacement: Array("AA".utf8)),
      TextEdit(range: ByteRange(2, 2), replacement: Array("-".utf8)),
      TextEdit(range: ByteRange(5, 6), replacement: []),
    ])
    #expect(String(decoding: edits.applied(to: Array("abcdef".utf8)), as: UTF8.self) == "AAb-cdE")
  }

  @Test("Without edits the bytes are the same")
  func identity() {
    #expect(EditList([]).applied(to: [1, 2, 3]) == [1, 2, 3])
  }
}
