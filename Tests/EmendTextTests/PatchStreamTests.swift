// SPDX-License-Identifier: Apache-2.0

import EmendText
import Testing

struct PatchStreamTests {
  private func text(_ lines: [UnifiedPatch.Line]) -> String {
    lines.map { String(decoding: $0.bytes, as: UTF8.self) + "\n" }.joined()
  }

  @Test("Each edit is a hunk of its own, which shows no line of the next one, and none twice")
  func hunks() {
    let source = Array("one\n\ntwo\n\nthree\n\nfour\n".utf8)
    var stream = PatchStream(path: "a.md", source: source)
    let first = stream.lines(of: TextEdit(range: ByteRange(5, 8), replacement: Array("2\n2".utf8)), before: 10)
    #expect(text(first) == "--- a/a.md\n+++ b/a.md\n@@ -1,4 +1,5 @@\n one\n \n-two\n+2\n+2\n \n")
    let second = stream.lines(of: TextEdit(range: ByteRange(10, 15), replacement: Array("3".utf8)), before: nil)
    #expect(text(second) == "@@ -5,3 +6,3 @@\n-three\n+3\n \n four\n")
  }

  @Test("An edit that changes nothing has no lines, not even a header; one at the end without a line feed has")
  func edges() {
    var stream = PatchStream(path: "a.md", source: Array("one\ntwo".utf8))
    #expect(stream.lines(of: TextEdit(range: ByteRange(0, 3), replacement: Array("one".utf8)), before: nil).isEmpty)
    let last = stream.lines(of: TextEdit(range: ByteRange(4, 7), replacement: Array("2".utf8)), before: nil)
    #expect(text(last).hasPrefix("--- a/a.md\n"))
    #expect(text(last).hasSuffix("-two\n\\ No newline at end of file\n+2\n\\ No newline at end of file\n"))
  }
}
