// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import EmendText
import Testing

struct SectionBodyTests {
  @Test("Each heading has a body, which ends before the next heading of any level")
  func bodies() throws {
    let bodies = try MarkdownDocument("- a\n\n# B\n\n- c\n\n## D\n### E\nf g\n").sectionBodies
    #expect(bodies.map(\.path) == [[], ["B"], ["B", "D"], ["B", "D", "E"]])
    #expect(bodies.map(\.lines) == [1..<3, 4..<7, 8..<8, 9..<10])
    #expect(bodies.map(\.holdsOnlyNotes) == [true, true, false, true])
  }

  @Test(
    "A body reaches from its first block to its last; without one it is empty, behind its heading",
    arguments: [
      ("", 0..<0), ("\n\n", 0..<0), ("\u{FEFF}", 3..<3), ("---\nx: y\n---\n", 12..<12), ("# A", 3..<3),
      ("\u{FEFF}# A\n", 6..<6), ("# A\r\n\r\n- b\r\n\r\n", 7..<10), ("A\n===\n", 5..<5), ("A\n===\n# B\n", 9..<9),
      ("# A\n\n[x]: y\n", 3..<3), ("# A\n\n  b\n\n[x]: y\n", 7..<8), ("# A ##\nb\n\n> c", 7..<13),
    ])
  func ranges(text: String, range: Range<Int>) throws {
    #expect(try MarkdownDocument(text).sectionBodies.last?.range.indices == range)
  }

  @Test("What stands right below an underlined heading belongs to its body", arguments: ["\n", "\r\n"])
  func setext(ending: String) throws {
    let text = "A\nline\n===\n- b\n- c\n\nD\n-\nnote\n"
    let document = try MarkdownDocument(text.replacing("\n", with: ending))
    let bodies = document.sectionBodies
    #expect(bodies.map(\.lines) == [1..<1, 4..<7, 9..<10])
    #expect(bodies.map { $0.noteRuns.flatMap { $0.notes ?? [] }.map(\.text) } == [[], ["b", "c"], ["note"]])
  }

  @Test(
    "A run of notes is all its bytes with the indentation, and other blocks part runs",
    arguments: [
      ("   - a\n   - b\n", ["   - a\n   - b"]), ("\u{FEFF}  - a\n\nb\n", ["  - a\n\nb"]),
      ("# A\n\n  - a\n  - b\n\n\n* c\n\n# D\n", ["  - a\n  - b\n\n\n* c"]), ("- a\n- b", ["- a\n- b"]),
      ("- a\r\n  b\r\n- c\r\n\r\n", ["- a\r\n  b\r\n- c"]), ("Intro:\n- a\n- b\n", ["- a\n- b"]),
      ("- a\n\n<!-- c -->\n\n- b\n", ["- a", "- b"]), ("- a\n\nA sentence.\n\n- b\n", ["- a", "- b"]),
      ("- a\n---\n- b\n", ["- a", "- b"]), ("- a\n\n> q\n\nb\n\n[x]: y\n", ["- a", "b"]),
    ])
  func runs(text: String, expected: [String]) throws {
    let document = try MarkdownDocument(text)
    let bodies = document.sectionBodies.filter { !$0.noteRuns.isEmpty }
    #expect(bodies.flatMap(\.noteRuns).map { document.source.string($0.range) } == expected)
    #expect(bodies.map(\.holdsOnlyNotes) == [expected.count == 1 && !text.hasPrefix("Intro")])
  }

  @Test("A comment, or the front matter, that asks to leave some of it alone is told with its line")
  func disabled() throws {
    let text = "- z\n\n# A\n\n<!-- emend-disable-next-line -->\n- a\n- b\n\n# B\n\n- c\n"
    #expect(try MarkdownDocument(text).sectionBodies.map(\.disablingLine) == [nil, 5, nil])
    let bodies = try MarkdownDocument("---\nemend: false\n---\n- a\n\n# B\n").sectionBodies
    #expect(bodies.map(\.disablingLine) == [1, nil])
  }

  @Test("An address means a section's body and those of the sections in it")
  func addresses() throws {
    let document = try MarkdownDocument("a\n\n# B\n\n## C\n\nc\n\n# D\n\nd\n")
    #expect(try document.sectionBodies(at: .section(path: ["B"])).map(\.path) == [["B"], ["B", "C"]])
    #expect(try document.sectionBodies(at: .slug("d")).map(\.path) == [["D"]])
    #expect(throws: SelectionError.self) { try document.sectionBodies(at: .slug("e")) }
  }
}
