// SPDX-License-Identifier: Apache-2.0

import EmendText
import Testing

@testable import EmendCLI

/// Edits of what is staged, carried over to the file.
struct WorkTreeEditsTests {
  /// The file with "old" replaced by "new" on the staged text's line that has it; `nil` if that line is not there.
  private func file(_ file: String, staged: String, with new: String = "new") -> String? {
    let source = Array(staged.utf8)
    let place = source.firstRange(of: Array("old".utf8))!
    let edit = TextEdit(range: ByteRange(place.lowerBound, place.upperBound), replacement: Array(new.utf8))
    let edits = WorkTreeEdits(EditList([edit]), of: source, in: Array(file.utf8))
    #expect(edits.edits.edits.count + edits.missed.count == 1)
    return edits.missed.isEmpty ? String(decoding: edits.edits.applied(to: Array(file.utf8)), as: UTF8.self) : nil
  }

  @Test(
    "An edit goes where its line is, whatever stands around it",
    arguments: [
      ("an old line\n", "an old line\n", "an new line\n"), ("a\nold\nb\n", "x\ny\na\nold\n", "x\ny\na\nnew\n"),
      ("a\nold", "a\nold", "a\nnew"), ("a\nold\n", "a\r\nold\r\n", "a\r\nnew\r\n"),
      ("a\r\nold\r\n", "b\r\na\r\nold\r\n", "b\r\na\r\nnew\r\n"),
    ])
  func found(staged: String, file: String, expected: String) {
    #expect(self.file(file, staged: staged) == expected)
  }

  @Test(
    "A line that is another, is gone, or ends otherwise here and there is left alone",
    arguments: [
      ("an old line\n", "an old line, and more\n"), ("a\nold\n", "a\n"), ("old\n", ""),
      ("a\nold\nb\n", "a\nold\r\nb\n"), ("a\nold\n", "a\nold"),
    ])
  func missed(staged: String, file: String) {
    #expect(self.file(file, staged: staged) == nil)
  }

  @Test("A line that an edit takes out goes with its ending, whatever that is", arguments: ["\n", "\r\n"])
  func takenOut(ending: String) {
    let source = Array("one\ntwo\nthree\n".utf8)
    let edit = TextEdit(range: ByteRange(0, 13), replacement: Array("one\nthree".utf8))
    let file = ["one", "two", "three", ""].joined(separator: ending)
    let edits = WorkTreeEdits(EditList([edit]), of: source, in: Array(file.utf8))
    #expect(edits.missed.isEmpty)
    #expect(edits.edits.applied(to: Array(file.utf8)) == Array(["one", "three", ""].joined(separator: ending).utf8))
  }

  @Test("New lines of an edit end as the file's do")
  func endings() {
    #expect(file("a\r\nold\r\n", staged: "a\nold\n", with: "new\nline") == "a\r\nnew\r\nline\r\n")
  }
}
