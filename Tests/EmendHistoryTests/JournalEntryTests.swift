// SPDX-License-Identifier: Apache-2.0

import EmendHistory
import Testing

struct JournalEntryTests {
  private func entry(_ before: String?, _ after: String?, _ pending: String?) -> JournalEntry {
    func bytes(_ text: String?) -> [UInt8]? { text.map { Array($0.utf8) } }
    return JournalEntry(
      id: 1, session: "s", path: "/p", command: "rephrase", time: 0, before: bytes(before), after: bytes(after),
      pending: bytes(pending), isUndone: false)
  }

  @Test(
    "What a file is tells what became of a write",
    arguments: [
      // before, after, pending, the file, what it is
      ("old", "new", nil, "new", .written), ("old", "new", nil, "old", .original), ("old", "new", nil, "own", .changed),
      ("old", "new", nil, nil, .gone), ("old", "new", nil, "neo", .changed),
      // Ended before or after the file was replaced.
      ("old", nil, "new", "old", .original), ("old", nil, "new", "new", .written), ("old", nil, "new", "", .changed),
      // Ended while it was overwritten: as long as the old text, shorter, longer, and longer again.
      ("abcd", nil, "wxyz", "wbcd", .halfWritten), ("abcd", nil, "wxyz", "wxyd", .halfWritten),
      ("abcd", nil, "wxyz", "axyz", .changed), ("abcd", nil, "wxyz", "wxcz", .changed),
      ("abcd", nil, "wx", "wxcd", .halfWritten), ("abcd", nil, "wx", "wbcd", .halfWritten),
      ("abcd", nil, "wx", "wx", .written), ("abcd", nil, "wx", "wxc", .changed), ("abcd", nil, "wx", "w", .changed),
      ("ab", nil, "wxyz", "wb", .halfWritten), ("ab", nil, "wxyz", "wxy", .halfWritten),
      ("ab", nil, "wxyz", "wxa", .changed), ("ab", nil, "wxyz", "wxyzz", .changed),
      // The second write of a session.
      ("old", "new", "newer", "new", .written), ("old", "new", "newer", "newe", .halfWritten),
      ("old", "new", "newer", "newer", .written), ("old", "new", "newer", "old", .original),
      ("old", "1234", "abc", "ab34", .halfWritten), ("old", "1234", "abc", "abd", .changed),
      // A new file.
      (nil, "new", nil, "new", .written), (nil, "new", nil, nil, .original), (nil, nil, "new", nil, .original),
      (nil, nil, "new", "ne", .halfWritten), (nil, nil, "new", "", .halfWritten), (nil, nil, "new", "no", .changed),
      // Another program was to write it.
      ("old", nil, nil, "old", .original), ("old", nil, nil, "new", .changed), ("old", nil, nil, nil, .gone),
    ] as [(String?, String?, String?, String?, JournalEntry.State)])
  func states(before: String?, after: String?, pending: String?, file: String?, state: JournalEntry.State) {
    #expect(entry(before, after, pending).state(of: file.map { Array($0.utf8) }) == state)
  }
}
