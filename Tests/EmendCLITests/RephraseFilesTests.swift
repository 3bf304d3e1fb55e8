// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Foundation
import Testing

/// Which files `emend rephrase` takes, and what it says of those that it cannot.
struct RephraseFilesTests {
  @Test(
    "A file that cannot be used is named with the reason, nothing is asked, and it is not touched",
    arguments: [
      ("missing.md", nil, "missing.md: no such file"),
      ("bad.md", [0x61, 0xFF], "bad.md: not valid UTF-8 (byte offset 1)"),
      (
        "a.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0], "a.png: not a text file (NUL byte at offset 8)"
      ),
    ] as [(String, [UInt8]?, String)])
  func unusable(name: String, bytes: [UInt8]?, message: String) async throws {
    let folder = try TemporaryFolder()
    if let bytes { try folder.write(name, bytes) }
    let run = try await rephrase([name, "-w"], files: [:], folder: folder)
    #expect(run.status == 2)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(!run.openedModel)
    if let bytes { #expect(try folder.read(name) == bytes) }
  }

  @Test("An empty file has nothing to do")
  func empty() async throws {
    let run = try await rephrase(["a.md"], files: ["a.md": ""])
    #expect(run.status == 0)
    #expect(run.output == "")
    #expect(!run.openedModel || run.errors.contains("nothing to do"))
    #expect(try await rephrase(["-"], input: "").output == "")
  }

  @Test("Folders stand for the Markdown files in and below them, each file once, hidden ones not")
  func folders() async throws {
    let text = "We utilise this thing here.\n"
    let files = [
      "docs/b.md": text, "docs/a/x.markdown": text, "docs/c.txt": text, "docs/.hidden/h.md": text, "docs/.h.md": text,
      "docs/node_modules/n.md": text,
    ]
    let run = try await rephrase(["docs/b.md", "docs", "./docs/"], files: files)
    #expect(
      run.output.split(separator: "\n").filter { $0.hasPrefix("+++") } == [
        "+++ b/docs/b.md", "+++ b/docs/a/x.markdown",
      ])
    let none = try await rephrase(["docs"], files: ["docs/c.txt": text])
    #expect(none.status == 2)
    #expect(none.errors.contains("no Markdown files (*.md, *.markdown) in the folder docs"))
  }

  @Test("One bad file among several does not hold up the others, and shows in the status")
  func several() async throws {
    let folder = try TemporaryFolder()
    try folder.write("bad.md", [0xFF])
    let run = try await rephrase(["bad.md", "post.md", "-w"], folder: folder)
    #expect(run.status == 2)
    #expect(run.errors.contains("bad.md: not valid UTF-8"))
    #expect(try folder.text("post.md").contains("We utilize this"))
  }

  @Test("An address that means nothing is an error; among several files it must mean something in one")
  func addresses() async throws {
    let run = try await rephrase(["post.md", "--section", "Setup"])
    #expect(run.status == 2)
    #expect(
      run.errors
        == "emend: post.md: no section \"Setup\"; the nearest headings are \"Post > Set-up\" (line 5), \"Post\" (line 1)\n"
    )
    let both = ["post.md": RephraseCommandTests.post, "other.md": "# Setup\n\nWe utilise another thing.\n"]
    let several = try await rephrase(["post.md", "other.md", "--section", "Setup"], files: both)
    #expect(several.status == 0)
    #expect(several.output.contains("+We utilize another thing."))
    #expect(!several.output.contains("post.md"))
    // What means something in a file is taken there, whatever another address means.
    let mixed = try await rephrase(["post.md", "other.md", "--section", "Setup", "--paragraph", "1"], files: both)
    #expect(mixed.output.contains("+We utilize this thing here."))
    #expect(mixed.output.contains("+We utilize another thing."))
    let none = try await rephrase(["post.md", "other.md", "--section", "Setup", "--section", "Nowhere"], files: both)
    #expect(none.status == 2)
    #expect(none.errors.contains("post.md: no section \"Nowhere\""))
  }

  @Test("A folder without Markdown, or a file that is not there, does not hold up the others")
  func unreadable() async throws {
    let folder = try TemporaryFolder()
    try folder.write("empty/a.txt", "")
    try folder.write("none/a.txt", "")
    for other in ["empty", "missing.md"] {
      let run = try await rephrase([other, "post.md"], folder: folder)
      #expect(run.status == 2)
      #expect(run.errors.contains(other))
      #expect(run.output.contains("+We utilize this thing here."))
    }
    let two = try await rephrase(["empty", "none"], folder: folder)
    #expect(two.status == 2)
    #expect(two.errors.contains("the folder empty") && two.errors.contains("the folder none"))
  }
}
