// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import EmendText
import Foundation
import Testing

struct UnifiedPatchTests {
  private func patch(_ source: String, _ edits: [(Int, Int, String)]) -> String {
    let list = EditList(edits.map { TextEdit(range: ByteRange($0.0, $0.1), replacement: Array($0.2.utf8)) })
    return String(decoding: UnifiedPatch(path: "a.md", source: Array(source.utf8), edits: list).bytes, as: UTF8.self)
  }

  @Test("Shows the changed line with three lines around it")
  func hunk() {
    #expect(
      patch("1\n2\n3\n4\n5\n6\n7\n8\n9\n", [(8, 9, "five")]) == """
        --- a/a.md
        +++ b/a.md
        @@ -2,7 +2,7 @@
         2
         3
         4
        -5
        +five
         6
         7
         8

        """)
  }

  @Test("Says where there is no line feed at the end")
  func noNewline() {
    #expect(
      patch("one\ntwo", [(4, 7, "2")]) == """
        --- a/a.md
        +++ b/a.md
        @@ -1,2 +1,2 @@
         one
        -two
        \\ No newline at end of file
        +2
        \\ No newline at end of file

        """)
  }

  @Test("An edit that changes nothing makes no diff")
  func nothing() {
    #expect(patch("one\ntwo\n", [(0, 3, "one")]) == "")
  }

  @Test("A name with spaces or quotes is written as git reads it")
  func names() {
    func header(_ path: String) -> String {
      let edit = TextEdit(range: ByteRange(0, 1), replacement: Array("x".utf8))
      let patch = UnifiedPatch(path: path, source: Array("a\n".utf8), edits: EditList([edit]))
      return String(decoding: patch.lines[0].bytes, as: UTF8.self)
    }
    #expect(header("my file.md") == "--- a/my file.md\t")
    #expect(header("a\"b\n.md") == "--- \"a/a\\\"b\\012.md\"")
    #expect(header("größe.md") == "--- a/größe.md")
  }

  @Test("git apply and patch turn the old bytes into the new ones, for any edits")
  func applies() throws {
    var generator = SeededGenerator(seed: 11)
    let pieces = ["a", "b", "word", " ", "\n", "\n", "\r\n", "\n\n", "ä", "\t"]
    for round in 0..<40 {
      let source = (0..<Int.random(in: 1...60, using: &generator)).flatMap { _ in
        Array(pieces.randomElement(using: &generator)!.utf8)
      }
      var edits: [TextEdit] = []
      var position = 0
      while position < source.count, edits.count < 5 {
        let start = Int.random(in: position...source.count, using: &generator)
        let end = Int.random(in: start...min(source.count, start + 6), using: &generator)
        let text = (0..<Int.random(in: 0...4, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }
        edits.append(TextEdit(range: ByteRange(start, end), replacement: Array(text.joined().utf8)))
        position = end + 1
      }
      let list = EditList(edits)
      let expected = list.applied(to: source)
      let patch = UnifiedPatch(path: "folder/my file.md", source: source, edits: list)
      guard !patch.lines.isEmpty, !expected.isEmpty else {
        #expect(expected == source || expected.isEmpty)
        continue
      }
      let folder = try TemporaryFolder()
      let programs = [
        ("/usr/bin/git", ["apply", "--whitespace=nowarn", "p"]),
        ("/usr/bin/patch", ["--binary", "-s", "-p1", "-i", "p"]),
      ]
      // Every machine that builds emend has git; patch is an extra on some.
      for (program, arguments) in programs where FileManager.default.fileExists(atPath: program) {
        try folder.write("folder/my file.md", source)
        try folder.write("p", patch.bytes)
        let run = try ProcessRun(program, arguments, in: folder.path)
        #expect(run.status == 0, "\(program), round \(round): \(run.errors)\(run.text)")
        #expect(try folder.read("folder/my file.md") == expected, "\(program), round \(round)")
      }
    }
  }
}
