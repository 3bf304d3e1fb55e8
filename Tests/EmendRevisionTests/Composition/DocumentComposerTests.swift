// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendModels
import EmendRevision
import EmendTemplates
import EmendTestSupport
import EmendText
import Testing

/// Drafts in documents, and lists put into them.
struct DocumentComposerTests {
  private static func template(unit: String = "note", apply: String = "replace", output: String = "prose") throws
    -> Template
  {
    try Template(
      """
      ---
      name: t
      input: section
      output: \(output)
      apply: \(apply)
      \(output == "prose" ? "unit: \(unit)" : "count: 2")
      sampling: { temperature: 0, candidates: 2 }
      ---
      {{#system}}Write it out.{{/system}}
      {{#user}}{{#before}}({{before}}) {{/before}}{{text}}{{/user}}
      """, path: "t.md")
  }

  private func compose(
    _ text: String, section: String? = nil, template: Template? = nil, model: ScriptedModel
  ) async throws -> (text: String, revision: Revision) {
    let document = MarkdownDocument(try SourceText(Array(text.utf8)))
    let template = try template ?? Self.template()
    let addresses = section.flatMap { Selection.Address(section: $0) }.map { [$0] } ?? []
    let parts = try CompositionPart.parts(
      of: document, for: template, at: addresses, passages: SelectedPassages(), language: nil)
    let composer = DocumentComposer(
      Composer(model: model, prompts: PromptBuilder(template: template)), template: template)
    var state = Reviser.Progress(passages: parts.count)
    let result = try await composer.compose(document, parts, state: &state, progress: { _ in })
    let bytes = result.revision.editList.applied(to: document.source.bytes)
    return (String(decoding: bytes, as: UTF8.self), result.revision)
  }

  /// A model that makes a sentence of a note.
  private static var writer: ScriptedModel {
    ScriptedModel { request in
      let note = request.prompt.messages.last?.content ?? ""
      let text = note.split(separator: ") ").last.map(String.init) ?? note
      return .success(Generation(text: "It is so: \(text).", finishReason: .endOfTurn, generatedTokens: 5))
    }
  }

  private let document = """
    # Station

    ## Parts

    - a box for `pi zero`
    - the sensor, see [the manual](m.md)

    ## Use

    It runs.

    1. start it
    2. wait 60 seconds

    """

  @Test("Sections that hold notes and nothing else become paragraphs, one request a note, and no other byte changes")
  func draft() async throws {
    let (text, revision) = try await compose(document, model: Self.writer)
    #expect(
      text
        == document.replacing(
          "- a box for `pi zero`\n- the sensor, see [the manual](m.md)",
          with: "It is so: a box for `pi zero`. It is so: the sensor, see [the manual](m.md)."))
    #expect((revision.edits.count, revision.kept.count) == (1, 0))
  }

  @Test("A section that is named is drafted where it holds notes; its paragraphs stay")
  func named() async throws {
    let (text, _) = try await compose(document, section: "Use", model: Self.writer)
    #expect(text.contains("It runs.\n\nIt is so: start it. It is so: wait 60 seconds.\n"))
    #expect(text.contains("- a box for `pi zero`"))
  }

  @Test("A section without notes is kept with that reason")
  func noNotes() async throws {
    let (text, revision) = try await compose("# A\n\nJust a sentence.\n", section: "A", model: Self.writer)
    #expect(text == "# A\n\nJust a sentence.\n")
    #expect(revision.kept.map(\.reason) == ["no-notes"])
  }

  @Test(
    "A draft that loses or invents something is not taken",
    arguments: [
      ("- wait 60 seconds", "It is so: wait a while.", "numbers"),
      ("- wait a while", "It is so: wait a while, or 5 minutes.", "numbers"),
      ("- vegetables: carrots, beets", "It is so: carrots are vegetables.", "similarity"),
      ("- wait for the rain to end", "It is so: \"wait for the rain to end.", "complete"),
      ("- run `make`", "It is so: run it.", "protected-span"),
      ("- see [it](a.md)", "It is so: see [it](b.md).", "protected-span"),
      ("- wait for Ada to come", "It is so: wait for someone to come.", "names"),
      ("- no account is needed", "It is so: an account is needed.", "negation"),
      ("- wait for the rain to end", "It is so: wait for the rain to end and then", "complete"),
      ("- wait for the rain to end", "Sure, it is so: wait for the rain to end.", "form"),
      ("- wait for the rain to end", "Something different was said by people in the town hall.", "similarity"),
    ])
  func refused(notes: String, answer: String, reason: String) async throws {
    let model = ScriptedModel { _ in .success(Generation(text: answer, finishReason: .endOfTurn)) }
    let (text, revision) = try await compose("# A\n\n\(notes)\n", model: model)
    #expect(text == "# A\n\n\(notes)\n")
    #expect(revision.kept.map(\.reason) == [reason], "\(revision.kept.map(\.detail))")
  }

  @Test("A bad sentence behind a good one is dropped, and so is what an answer says twice")
  func sentences() async throws {
    let model = ScriptedModel { _ in
      .success(
        Generation(
          text: "You wait for the rain to end. You wait for the rain to end. In 1999 it ended. Then it",
          finishReason: .tokenLimit))
    }
    let (text, _) = try await compose("# A\n\n- wait for the rain to end\n", model: model)
    #expect(text == "# A\n\nYou wait for the rain to end.\n")
  }

  @Test("Of an answer that broke off no sentence is taken, whole ones neither")
  func brokenOff() async throws {
    let model = ScriptedModel { _ in
      .success(Generation(text: "You wait for the rain to end.", finishReason: .brokenOff))
    }
    let (text, revision) = try await compose("# A\n\n- wait for the rain to end\n", model: model)
    #expect(text == "# A\n\n- wait for the rain to end\n")
    #expect(revision.kept.map(\.reason) == ["complete"], "\(revision.kept.map(\.detail))")
  }

  @Test(
    "What a chat model says around its text is not taken for it",
    arguments: [
      "Here is the text:\n\nYou wait for the rain to end.", "```\nYou wait for the rain to end.\n```",
      "Sure:\n```markdown\nYou wait for the rain to end.\n```\nI hope this helps!",
    ])
  func frames(answer: String) async throws {
    let model = ScriptedModel { _ in .success(Generation(text: answer, finishReason: .endOfTurn)) }
    let (text, revision) = try await compose("# A\n\n- wait for the rain to end\n", model: model)
    #expect(text == "# A\n\nYou wait for the rain to end.\n", "\(revision.kept.map(\.detail))")
  }

  @Test("The next section knows the end of the one before")
  func before() async throws {
    let model = Self.writer
    let start = model.requests.count
    _ = try await compose("# A\n\n- one box is there\n\n# B\n\n- another lid is on it\n", model: model)
    let asked = model.requests[start...].map { $0.prompt.messages.last?.content ?? "" }
    #expect(asked.last == "(It is so: one box is there.) another lid is on it")
  }

  @Test("With unit: section there is one question a section, about all its notes")
  func unit() async throws {
    let model = ScriptedModel { _ in
      .success(
        Generation(
          text: "There is a box for `pi zero`.\n\nFor the sensor, see [the manual](m.md).", finishReason: .endOfTurn))
    }
    let (text, _) = try await compose(document, template: Self.template(unit: "section"), model: model)
    #expect(text.contains("There is a box for `pi zero`.\n\nFor the sensor, see [the manual](m.md).\n\n## Use"))
    #expect(model.requests.count == 2)
    #expect(model.requests[0].prompt.messages.last?.content.contains("- a box for `pi zero`\n- the sensor") == true)
  }

  @Test("A list is put behind the section's text, with a mark of its own behind another list")
  func insert() async throws {
    let model = ScriptedModel { _ in
      .success(Generation(text: "- Lower costs\n- Faster answers\n", finishReason: .endOfTurn))
    }
    let template = try Self.template(apply: "insert-after", output: "list")
    let (text, _) = try await compose(document, section: "Parts", template: template, model: model)
    #expect(text.contains("see [the manual](m.md)\n\n* Lower costs\n* Faster answers\n\n## Use\n"))
    let (other, _) = try await compose("# A\r\n\r\nText.", section: "A", template: template, model: model)
    #expect(other == "# A\r\n\r\nText.\r\n\r\n- Lower costs\r\n- Faster answers\r\n")
  }

  @Test("Paragraphs are wrapped as the document's are")
  func wrapped() async throws {
    let prose = (0..<6).map { "Here is line \($0) of a paragraph that is wrapped" }.joined(separator: "\n") + ".\n"
    let (text, _) = try await compose(
      prose + "\n# A\n\n- the box with the sensor is behind the shed\n- the lid is on top of the box\n",
      model: Self.writer)
    #expect(text.contains("# A\n\nIt is so: the box with the sensor is behind\nthe shed."), "\(text)")
  }

  @Test("What a comment asks to leave alone is left alone")
  func disabled() async throws {
    let text = "# A\n\n<!-- emend-disable-next-line -->\n- a box is there\n"
    let (after, revision) = try await compose(text, section: "A", model: Self.writer)
    #expect(after == text)
    #expect(revision.kept.map(\.reason) == ["disabled"])
  }
}
