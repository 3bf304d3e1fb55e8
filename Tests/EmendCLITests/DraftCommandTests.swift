// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Foundation
import Testing

/// `emend draft`.
struct DraftCommandTests {
  private let post =
    "# Post\n\n## Setup\n\n- run `make` to build it\n- wait 5 minutes for it\n\n## Prose\n\nThis stays.\n"
  private let drafted =
    "# Post\n\n## Setup\n\nNow run `make` to build it. Now wait 5 minutes for it.\n\n## Prose\n\nThis stays.\n"

  @Test("Notes become paragraphs, as a diff; with --write in the file; through - as a filter")
  func draft() async throws {
    let folder = try TemporaryFolder()
    let run = try await compose(["draft", "p.md"], files: ["p.md": post], folder: folder)
    #expect(
      run.output.contains(
        "-- run `make` to build it\n-- wait 5 minutes for it\n+Now run `make` to build it. Now wait 5 minutes for it.\n"
      ))
    #expect(run.errors == "1 section: 1 edit, 0 kept, 0 not checked\n")
    #expect(try folder.text("p.md") == post)
    let written = try await compose(["draft", "-w", "p.md", "--section", "Setup"], folder: folder)
    #expect(written.status == 0)
    #expect(try folder.text("p.md") == drafted)
    let filter = try await compose(["draft", "-"], input: post)
    #expect(filter.output == drafted)
    let check = try await compose(["draft", "-", "--check"], input: post)
    #expect((check.status, check.output) == (1, ""))
  }

  @Test("A section without a good draft is kept, with the line and the reason; with JSON, too")
  func kept() async throws {
    let model = parrot("Well, run it.")
    let run = try await compose(["draft", "p.md"], files: ["p.md": post], model: model)
    #expect((run.status, run.output) == (0, ""))
    #expect(run.errors.contains("p.md:5: kept: "), "\(run.errors)")
    let json = try await compose(["draft", "-", "--output-format", "json"], input: post, model: model)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let kept = try #require(((report["files"] as? [[String: Any]])?.first?["kept"] as? [[String: Any]])?.first)
    #expect((kept["startLine"] as? Int, kept["endLine"] as? Int) == (5, 6))
  }

  @Test("JSON's edits give what --write writes")
  func json() async throws {
    let run = try await compose(["draft", "-", "--output-format", "json"], input: post)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let edit = try #require(((report["files"] as? [[String: Any]])?.first?["edits"] as? [[String: Any]])?.first)
    let (start, end) = (try #require(edit["start"] as? Int), try #require(edit["end"] as? Int))
    var bytes = Array(post.utf8)
    bytes.replaceSubrange(start..<end, with: (edit["replacement"] as? String ?? "").utf8)
    #expect(String(decoding: bytes, as: UTF8.self) == drafted)
    #expect(edit["section"] as? [String] == ["Post", "Setup"])
  }

  @Test("A document without notes is left alone, and that is told; no model is opened")
  func nothing() async throws {
    let run = try await compose(["draft", "p.md"], files: ["p.md": "# A\n\nText.\n"])
    #expect((run.status, run.output, run.openedModel) == (0, "", false))
    #expect(run.errors.contains("nothing to do: no section holds notes and nothing else"))
  }

  @Test("A model of another family is asked about a section at once, and told what is around it")
  func otherFamily() async throws {
    let folder = try TemporaryFolder()
    try folder.write("p.md", "# Post\n\nIt begins here, with some prose.\n\n" + post.dropFirst(8))
    let model = parrot("You run `make` to build it, and you wait 5 minutes for it.")
    let run = try await CommandRun(
      ["draft", "p.md"], in: folder, model: model, workbench: MergingWorkbench(family: "other-7b"))
    #expect(run.output.contains("+You run `make` to build it, and you wait 5 minutes for it.\n"), "\(run.errors)")
    let asked = try #require(model.requests.first?.prompt.messages.last?.content)
    #expect(Set(model.requests.map(\.prompt)).count == 1)
    for part in [
      "Title: Post", "- Setup\n- Prose", "The text before ends: It begins here", "This section: Post > Setup",
      "Notes:\n- run `make` to build it\n- wait 5 minutes for it",
    ] { #expect(asked.contains(part), "\(asked)") }
  }

  @Test("A topic becomes an outline, and that a whole text, with front matter, and to a new file")
  func topic() async throws {
    let folder = try TemporaryFolder()
    let run = try await compose(
      ["draft", "--topic", "Bread", "--sections", "2", "--points", "2", "--front-matter", "title"], folder: folder)
    #expect(run.status == 0, "\(run.errors)")
    let expected = """
      ---
      title: "Bread"
      ---

      # Bread

      ## Flour

      Now Why ruolfalpha matters. Now Where ruolfbeta helps.

      ## Water

      Now Why retawalpha matters. Now Where retawbeta helps.

      """
    #expect(run.output == expected, "\(run.output)")
    #expect(run.errors == "2 sections: 2 drafted, 0 kept, 0 not checked\n")
    let watched = try await compose(
      ["draft", "--topic", "Bread", "--sections", "2", "--points", "2", "--front-matter", "title"], isTerminal: true)
    #expect(watched.errors.contains("1 of 2 sections"))
    #expect(watched.screen == expected + run.errors, "\(watched.screen)")
    let file = try await compose(
      ["draft", "--topic", "Bread", "--sections", "2", "--points", "2", "--front-matter", "title", "-o", "b.md"],
      folder: folder)
    #expect((file.status, file.output) == (0, ""))
    #expect(try folder.text("b.md") == expected)
    let json = try await compose(
      [
        "draft", "--topic", "Bread", "--sections", "2", "--points", "2", "--front-matter", "title", "--output-format",
        "json",
      ])
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect((report["files"] as? [[String: Any]])?.first?["text"] as? String == expected)
  }

  @Test("A section of a topic that has no good draft keeps its points, and that is told")
  func keptPoints() async throws {
    let model = ScriptedModel(likelihood: { _ in 0 }) { request in
      let asked = request.prompt.messages.last?.content ?? ""
      if asked.contains("retaw"), !asked.contains("\n") {
        return .success(Generation(text: "In 1999 it was so.", finishReason: .endOfTurn))
      }
      return try cook.answer(request)
    }
    let run = try await compose(["draft", "--topic", "Bread", "--sections", "2", "--points", "2"], model: model)
    #expect(run.status == 0)
    #expect(run.output.contains("## Water\n\n- Why retawalpha matters\n- Where retawbeta helps\n"), "\(run.output)")
    #expect(run.errors.contains("\"Water\": kept its points: "), "\(run.errors)")
    #expect(run.errors.contains("2 sections: 1 drafted, 1 kept, 0 not checked"))
  }

  @Test(
    "Mistakes in the command line are told",
    arguments: [
      (["draft"], "Name the files with notes"), (["draft", "--topic", "A", "p.md"], "--topic and files exclude"),
      (["draft", "--topic", "A", "-w"], "--topic has no file for --write"),
      (["draft", "--topic", "  "], "--topic is empty"), (["draft", "p.md", "--depth", "3"], "go with --topic"),
      (["draft", "p.md", "-o", "q.md"], "puts its answer into the document; use --write"),
      (["draft", "-", "-w"], "--write needs a file"), (["draft", "no.md"], "no.md: no such file"),
    ])
  func mistakes(arguments: [String], message: String) async throws {
    let run = try await compose(arguments, files: ["p.md": post])
    #expect(run.status != 0)
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  @Test("Without a model the command says what to do")
  func noModel() async throws {
    let run = try await compose(["draft", "p.md"], files: ["p.md": post], hasModel: false)
    #expect(run.status == 2 && run.errors.contains("make setup"))
  }
}
