// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

/// Each shipped template with the built program, the real default model and a shipped example.
@Suite(.serialized)
struct ShippedTemplatesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: [String]) throws -> ProcessRun {
    try ProcessRun(
      ProgramTests.program, arguments, in: Repository.root,
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": folder.path, "XDG_CACHE_HOME": folder.path + "/cache", "LC_ALL": "C.UTF-8",
      ])
  }

  private func file(_ arguments: [String]) throws -> [String: Any] {
    let run = try run(arguments + ["--output-format", "json"])
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any], "\(run.errors)")
    return try #require((report["files"] as? [[String: Any]])?.first)
  }

  private func lines(_ file: [String: Any]) throws -> [String] {
    try #require(file["text"] as? String, "\(file)").split(separator: "\n").map(String.init)
  }

  @Test(
    "A template that replaces passages finds something to better in its example, and the checks agree",
    arguments: [
      ("rephrase", "release-notes.md", []), ("fix", "release-notes.md", []),
      ("tighten", "blog-draft.md", ["--section", "Setting it up"]),
      ("plain", "bakery.md", ["--section", "The rules of the house"]),
      ("formal", "blog-draft.md", ["--section", "Why it pays"]),
      ("friendly", "bakery.md", ["--section", "The rules of the house"]),
      ("expand", "blog-draft.md", ["--section", "Setting it up"]),
    ])
  func passages(template: String, example: String, flags: [String]) throws {
    let path = "examples/\(example)"
    let file = try file(["run", template, path] + flags)
    let edits = try #require(file["edits"] as? [[String: Any]])
    #expect(!edits.isEmpty)
    #expect((file["unchecked"] as? [Any])?.isEmpty == true)
    // The whole revised document, checked once more as `emend verify` does, but for what the template may change.
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "\(Repository.root)/\(path)")))
    for edit in edits.reversed() {
      let (start, end) = (try #require(edit["start"] as? Int), try #require(edit["end"] as? Int))
      bytes.replaceSubrange(start..<end, with: (try #require(edit["replacement"] as? String)).utf8)
    }
    try folder.write("new.md", bytes)
    let verify = try run(["verify", path, "\(folder.path)/new.md"])
    #expect(verify.status == 0, "\(verify.text)")
  }

  @Test(
    "A list has as many items as it should, each one paragraph, none twice",
    arguments: [
      ("title", ["run", "title", "examples/bakery.md"], 5),
      ("headings", ["run", "headings", "examples/bakery.md", "--section", "How it began"], 3),
      ("brainstorm", ["brainstorm", "Ways to make a small bakery known", "--count", "6"], 6),
    ])
  func lists(template: String, arguments: [String], count: Int) throws {
    let lines = try lines(try file(arguments))
    #expect(lines.count == count, "\(lines)")
    #expect(lines.allSatisfy { $0.hasPrefix("- ") && !$0.hasSuffix(":") })
    #expect(Set(lines.map { $0.lowercased() }).count == lines.count)
  }

  @Test("A summary is one paragraph of whole sentences, without a number that the text lacks")
  func summary() throws {
    let lines = try lines(try file(["run", "summary", "examples/bakery.md", "--section", "How it began"]))
    #expect(lines.count == 1)
    #expect(lines[0].hasSuffix("."))
    #expect(lines[0].allSatisfy { !$0.isNumber } || lines[0].contains("40"))
  }

  @Test("An outline has a title, sections, and points in each; deeper, sections in the sections")
  func outline() throws {
    let lines = try lines(try file(["outline", "How to bake sourdough bread", "--sections", "3-4", "--points", "2-3"]))
    #expect(lines[0] == "# How to bake sourdough bread")
    let groups = lines.dropFirst().split(omittingEmptySubsequences: false) { $0.hasPrefix("## ") }.dropFirst()
    #expect((3...4).contains(groups.count), "\(lines)")
    #expect(groups.allSatisfy { (2...3).contains($0.count) && $0.allSatisfy { $0.hasPrefix("- ") } }, "\(lines)")
    let deep = try self.lines(try file(["outline", "How to bake sourdough bread", "--sections", "3", "--depth", "3"]))
    #expect(deep.contains { $0.hasPrefix("### ") })
  }

  @Test("A draft keeps the numbers, links and negations of its notes")
  func draft() throws {
    let file = try file(["draft", "examples/bakery.md", "--section", "Plans"])
    let edit = try #require((file["edits"] as? [[String: Any]])?.first, "\(file)")
    let text = try #require(edit["replacement"] as? String)
    for part in ["9,000", "[the list](orders.md)"] { #expect(text.contains(part), "\(text)") }
    #expect(text.hasSuffix(".") && !text.contains("\n-"))
  }

  @Test("A topic becomes a whole text, as it is finished, and the same again from the cache")
  func post() throws {
    let arguments = ["draft", "--topic", "How to bake sourdough bread", "--sections", "3", "--points", "2"]
    let first = try run(arguments)
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.text.hasPrefix("# How to bake sourdough bread\n\n## "))
    #expect(first.text.split(separator: "\n").count { $0.hasPrefix("## ") } == 3)
    #expect(try run(arguments).output == first.output)
  }

  @Test("A topic in a language that the model cannot write is kept with that reason")
  func language() throws {
    let run = try run(["outline", "Warum kleine Modelle für die meisten Aufgaben genügen"])
    if run.status == 2 {
      #expect(run.text == "" && run.errors.contains("[language]"), "\(run.errors)")
    } else {
      #expect(run.status == 0 && run.text.contains("\n## "))
    }
  }
}
