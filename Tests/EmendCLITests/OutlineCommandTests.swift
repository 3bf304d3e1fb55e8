// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

/// `emend outline` and `emend brainstorm`.
struct OutlineCommandTests {
  @Test("The outline of a topic goes to standard output, and nothing else does")
  func topic() async throws {
    let run = try await compose(["outline", "baking  bread", "--sections", "2-3", "--points", "2"])
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "# Baking bread")
    #expect(lines.filter { $0.hasPrefix("## ") } == ["## Flour", "## Water", "## Salt"])
    #expect(lines.filter { $0.hasPrefix("- ") }.count == 6)
    #expect(run.output.hasSuffix("\n") && !run.output.hasSuffix("\n\n"))
    #expect(run.errors == "")
  }

  @Test("With --output a new document is written with the front matter that was asked for")
  func newDocument() async throws {
    let folder = try TemporaryFolder()
    let run = try await compose(
      ["outline", "Baking: \"bread\"", "-o", "b.md", "--front-matter", "title,date,draft=true"], folder: folder)
    #expect((run.status, run.output, run.errors) == (0, "", "b.md written\n"))
    let text = try folder.text("b.md")
    let day = Date().formatted(Date.ISO8601FormatStyle(timeZone: .current).year().month().day())
    #expect(
      text.hasPrefix("---\ntitle: \"Baking: \\\"bread\\\"\"\ndate: \(day)\ndraft: true\n---\n\n# Baking: "), "\(text)")
    #expect(try folder.contents().filter { $0.hasPrefix(".emend") } == [])
  }

  @Test("A file that is there is never overwritten, and the model is not even asked")
  func overwriting() async throws {
    let folder = try TemporaryFolder()
    try folder.write("b.md", "mine")
    let run = try await compose(["outline", "Bread", "--output", "b.md"], folder: folder)
    #expect((run.status, run.openedModel) == (2, false))
    #expect(run.errors.contains("b.md is there already, and is not overwritten"))
    #expect(try folder.text("b.md") == "mine")
    let none = try await compose(["outline", "Bread", "--output", "no/b.md"], folder: folder)
    #expect(none.errors.contains("there is no folder"))
  }

  @Test("Notes in a file are outlined; their title is the outline's")
  func file() async throws {
    let run = try await compose(["outline", "n.md"], files: ["n.md": "# My bread\n\n- flour\n- water\n"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("# My bread\n\n## "))
    let filter = try await compose(["outline", "-", "-q"], input: "# Other\n\nnotes\n")
    #expect(filter.output.hasPrefix("# Other\n\n## "))
  }

  @Test("Notes without a heading are outlined, too; of an empty file nothing is asked")
  func noHeading() async throws {
    let run = try await compose(["outline", "-"], input: "- flour and water\n- salt\n")
    #expect(run.status == 0 && run.output.hasPrefix("# Outline\n\n## Flour\n"), "\(run.errors)")
    let empty = try await compose(["outline", "-"], input: " \n\n")
    #expect(empty.status == 2 && empty.errors.contains("there is nothing in it to write about [empty]"))
  }

  @Test(
    "Where a comment asks to be left alone nothing is put in",
    arguments: ["<!-- emend-disable-file -->\n\n# A\n\nText.\n", "# A\n\n<!-- emend-disable -->\n\nText.\n"])
  func disabled(text: String) async throws {
    let folder = try TemporaryFolder()
    let run = try await compose(["brainstorm", "a.md", "-w"], files: ["a.md": text], folder: folder)
    #expect(run.errors.contains("[disabled]"), "\(run.errors)")
    #expect(try folder.text("a.md") == text)
  }

  @Test("What cannot be seen of a topic does not come out again; wishes reach the model")
  func visible() async throws {
    let run = try await compose(["outline", "Bread\u{1B}[31m\u{202E} and\u{7} salt"])
    #expect(run.output.hasPrefix("# Bread[31m and salt\n"))
    let asked = try await compose(["outline", "Bread", "--tone", "dry", "--show-prompt"])
    #expect(asked.output.contains("Write in a dry tone."))
  }

  @Test("Ideas for a section with others in it go behind its own text, once")
  func innermost() async throws {
    let text = "# A\n\nFlour.\n\n## B\n\nFlour.\n\n## C\n\nFlour.\n"
    let run = try await compose(["brainstorm", "a.md", "--section", "A", "--count", "1"], files: ["a.md": text])
    #expect(run.output.split(separator: "\n").count { $0.hasPrefix("+-") } == 1, "\(run.output)\(run.errors)")
  }

  @Test("What looks like a file and is none is not taken for a topic")
  func missingFile() async throws {
    let run = try await compose(["outline", "notes.md"])
    #expect(run.status == 2)
    #expect(run.errors.contains("notes.md: no such file"))
  }

  @Test("If nothing is good enough, nothing is printed, and the reason is told")
  func kept() async throws {
    let run = try await compose(["outline", "Bread", "-q"], model: parrot("- Costs 5 euros\n"))
    #expect((run.status, run.output) == (2, ""))
    #expect(run.errors.contains("kept: no answer is good enough: 0 of 4 sections found"))
    #expect(run.errors.contains("[numbers]"))
  }

  @Test("An answer in another language is kept with that reason")
  func language() async throws {
    let model = parrot("- The cost of the bread and the salt\n- How it is made by the baker\n")
    let run = try await compose(["brainstorm", "Brot backen mit wenig Zeit und ohne Ofen"], model: model)
    #expect((run.status, run.output) == (2, ""))
    #expect(run.errors.contains("in English, not in German [language]"))
    let other = try await compose(["brainstorm", "Pumpernickel", "--language", "german"], model: model)
    #expect(other.errors.contains("in English, not in German [language]"))
    let unknown = try await compose(["brainstorm", "Pumpernickel", "--language", "klingon"], model: model)
    #expect(unknown.errors.contains("--language does not know \"klingon\"; there are Dutch (nl), English (en)"))
  }

  @Test("JSON has the text, and what was kept")
  func json() async throws {
    let run = try await compose(["outline", "Bread", "--output-format", "json", "--explain"])
    let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let file = try #require((report["files"] as? [[String: Any]])?.first)
    #expect(report["command"] as? String == "outline")
    #expect(file["path"] as? String == "Bread")
    #expect((file["text"] as? String)?.hasPrefix("# Bread\n\n## Flour\n") == true)
    #expect((file["candidates"] as? [Any])?.isEmpty == false)
    let bad = try await compose(["outline", "Bread", "--output-format", "json"], model: parrot("no list"))
    let kept = try #require(try JSONSerialization.jsonObject(with: Data(bad.output.utf8)) as? [String: Any])
    let none = try #require((kept["files"] as? [[String: Any]])?.first)
    #expect(bad.status == 2 && none["text"] == nil)
    #expect((none["kept"] as? [[String: Any]])?.first?["reason"] as? String != nil)
  }

  @Test("--show-prompt shows both questions and asks nothing; --explain tells of each answer")
  func prompts() async throws {
    let run = try await compose(["outline", "Bread", "--show-prompt"])
    #expect(run.output.contains("=== Bread: headings\n") && run.output.contains("=== Bread: points\n"))
    let explained = try await compose(["outline", "Bread", "--explain"])
    #expect(explained.errors.contains("Bread: answer 1 (sampled): "))
    #expect(explained.errors.contains("with \"Flour\": taken"))
  }

  @Test("The same question is answered from the cache")
  func cache() async throws {
    let folder = try TemporaryFolder()
    let first = try await compose(["outline", "Bread", "-v"], folder: folder)
    let asked = cook.requests.count
    let second = try await compose(["outline", "Bread", "-v"], folder: folder)
    #expect(first.output == second.output)
    #expect(second.errors.contains("answers 0.00 s for 0 tokens"), "\(second.errors) \(asked)")
  }

  @Test(
    "Mistakes in the command line are told",
    arguments: [
      (["outline", " "], "the topic is empty"), (["outline", "Bread", "--depth", "7"], "--depth takes a number"),
      (["outline", "Bread", "--sections", "7-4"], "--sections"),
      (["outline", "Bread", "-w"], "no file to write to with a topic; use --output FILE"),
      (["outline", "Bread", "--check"], "nothing to check with a topic"),
      (["outline", "Bread", "--front-matter", "titel"], "no field \"titel\" for front matter, did you mean title?"),
      (["outline", "Bread", "--front-matter", "=x"], "--front-matter takes fields"),
      (["outline", "Bread", "-o", "x.md", "--output-format", "json"], "exclude each other"),
      (["brainstorm", "Bread", "--section", "A"], "--section needs a file"),
      (["brainstorm", "Bread", "--set", "mood=x"], "has no variable \"mood\""),
      (["brainstorm", "Bread", "-t", "draft"], "does not make a list, as 'brainstorm' does"),
      (["outline", "Bread", "-t", "rephrase"], "does not make an outline"),
      (["draft", "--topic", "Bread", "-t", "title"], "does not make prose in place of notes"),
      (["run", "draft", "Bread"], "is about a section, not a topic"),
      (["run", "title", "Bread", "--depth", "3"], "are for outlines"),
      (["run", "title", "Bread", "--lines", "3-5"], "takes no paragraphs"),
      (["run", "outline", "Bread", "--count", "3"], "--count is for lists"),
      (["outline", "Bread", "--front-matter", "title,title"], "names a field twice"),
      (["brainstorm", "Bread", "-t", "brainstrom"], "did you mean brainstorm?"),
    ])
  func mistakes(arguments: [String], message: String) async throws {
    let run = try await compose(arguments)
    #expect(run.status != 0 && run.output == "")
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  // MARK: Ideas

  @Test("Ideas are a list of as many items as asked for, none twice")
  func ideas() async throws {
    let run = try await compose(["brainstorm", "Bread", "--count", "5"])
    #expect(run.output == "- Flour\n- Water\n- Salt\n- Patience\n- Ovens\n")
    let few = try await compose(["brainstorm", "Bread", "--count", "3"], model: parrot("- Flour\n- The flour\n"))
    #expect((few.status, few.output) == (0, "- Flour\n"))
    #expect(few.errors.contains("1 of 3 items found"))
  }

  @Test("Ideas for a section go behind its text, as a diff, or into the file")
  func insert() async throws {
    let folder = try TemporaryFolder()
    let files = ["p.md": "# Post\n\n## Next\n\nSome text about flour and water.\n\n## End\n\nThat is all.\n"]
    let arguments = ["brainstorm", "p.md", "--section", "Next", "--count", "2"]
    let run = try await compose(arguments, files: files, folder: folder)
    #expect(
      run.output.contains(" Some text about flour and water.\n+\n+- Flour\n+- Water\n \n ## End\n"), "\(run.output)")
    let check = try await compose(arguments + ["--check"], folder: folder)
    #expect((check.status, check.output) == (1, ""))
    let written = try await compose(arguments + ["-w"], folder: folder)
    #expect(written.status == 0)
    #expect(
      try folder.text("p.md")
        == "# Post\n\n## Next\n\nSome text about flour and water.\n\n- Flour\n- Water\n\n## End\n\nThat is all.\n")
    let missing = try await compose(["brainstorm", "p.md", "--section", "Nxt"], folder: folder)
    #expect(missing.status == 2 && missing.errors.contains("Next"))
  }
}
