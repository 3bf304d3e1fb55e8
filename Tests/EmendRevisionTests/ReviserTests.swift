// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendModels
import EmendRevision
import EmendTemplates
import EmendTestSupport
import EmendText
import Testing

struct ReviserTests {
  private func template(_ extra: String = "") throws -> Template {
    try Template(
      "---\nname: t\nunit: sentence\n\(extra)---\n{{#system}}Improve it.{{/system}}{{#user}}{{text}}{{/user}}\n",
      path: "t.md")
  }

  private func revise(_ texts: [String], with model: ScriptedModel, extra: String = "") async throws -> [Revision] {
    let jobs = try texts.map { text in
      let document = try MarkdownDocument(text)
      return (document: document, selected: try document.passages(in: Selection()))
    }
    var revisions: [Revision] = []
    try await Reviser(model: model, prompts: PromptBuilder(template: try template(extra))).revise(jobs) {
      index, revision in
      #expect(index == revisions.count)
      revisions.append(revision)
    }
    return revisions
  }

  @Test("In small groups, what is out of time is not checked, and what was answered before that stays")
  func groups() async throws {
    let document = try MarkdownDocument(
      (1...5).map { "We utilise number \($0) of these things.\n" }.joined(separator: "\n"))
    let model = ScriptedModel { request in
      let text = request.prompt.messages[1].content
      if text.contains("3") || text.contains("4") { throw ModelError.outOfTime }
      return .success(Generation(text: text.replacing("utilise", with: "use"), finishReason: .endOfTurn))
    }
    var options = Reviser.Options(try template())
    options.pace = Reviser.Pace(first: 2)
    var found: [Revision] = []
    try await Reviser(model: model, prompts: PromptBuilder(template: try template()), options: options).revise(
      [(document, try document.passages(in: Selection()))]
    ) { found.append($1) }
    #expect(found[0].unchecked.map(\.reason) == [.budget, .budget])
    #expect(found[0].unchecked.map(\.lines.lowerBound) == [5, 7])
    #expect(found[0].edits.count + found[0].kept.count == 3)
    #expect(Set(model.requests.map(\.prompt.messages[1].content)).count == 5)
  }

  @Test("Good answers become edits, others are kept with the reason; all passages go to the model at once")
  func outcomes() async throws {
    let model = ScriptedModel { request in
      let text = request.prompt.messages[1].content
      if text.contains("long") { return .failure(.promptTooLong(tokens: 9, limit: 5)) }
      return .success(
        Generation(
          text: text.contains("code") ? "The code is gone now." : " \(text.replacing("utilise", with: "utilize"))\n",
          finishReason: .endOfTurn, promptTokens: 3, generatedTokens: 2, meanLogProbability: 0))
    }
    let revisions = try await revise(
      [
        "We utilise this thing here.\n\nThe `code` stays where it is.\n\nThis one is far too long.\n",
        "We utilise it > again here.\n",
      ],
      with: model)
    #expect(model.requests.count == 4)
    #expect(revisions.count == 2)
    #expect(
      revisions[0].edits.map { String(decoding: $0.edit.replacement, as: UTF8.self) } == ["We utilize this thing here."]
    )
    #expect(revisions[0].edits[0].checks.map(\.name) == Check.all.map(\.name))
    #expect(revisions[0].edits[0].checks.map(\.passed) == Check.all.map { _ in true })
    #expect(revisions[0].edits[0].score == 99)
    #expect(revisions[0].kept.map(\.reason) == ["protected-span"])
    #expect(revisions[0].kept.map(\.rejected) == [["The code is gone now."]])
    #expect(revisions[0].unchecked.map(\.reason) == [.promptTooLong])
    #expect(revisions[0].statistics.promptTokens == 6)
    #expect(revisions[0].passageCount == 3)
    #expect(
      String(decoding: revisions[1].editList.applied(to: revisions[1].document.source.bytes), as: UTF8.self)
        == "We utilize it > again here.\n")
  }

  @Test("Answers in any order give revisions in document order")
  func order() async throws {
    let revisions = try await revise(
      ["One two three four.\n", "", "Five six seven eight.\n"], with: ScriptedModel(rewriting: { "\($0.dropLast())s." })
    )
    #expect(revisions.map(\.edits.count) == [1, 0, 1])
  }

  @Test("The token limit follows the passage and the template's length")
  func limits() async throws {
    let model = ScriptedModel(rewriting: { $0 })
    _ = try await revise(["One two three four five six seven eight nine ten.\n"], with: model, extra: "length: 0-1.5\n")
    #expect(model.requests.map(\.limit) == [AnswerLimit(tokens: 16, perSourceToken: 1.5)])
    #expect(
      model.requests[0].prompt.messages == [
        Prompt.Message(role: .system, content: "Improve it."),
        Prompt.Message(role: .user, content: "One two three four five six seven eight nine ten."),
      ])
  }

  @Test("Passages are told of in order as soon as they are known, before the document is done; groups grow")
  func pace() async throws {
    let jobs = try ["We utilise a cat.\n\nWe utilise a dog.\n\nWe utilise an owl.\n", "", "We utilise a pig.\n"].map {
      text in
      let document = try MarkdownDocument(text)
      return (document: document, selected: try document.passages(in: Selection()))
    }
    let model = ScriptedModel(rewriting: { $0.replacing("utilise", with: "utilize") })
    var options = Reviser.Options(try template())
    options.pace = Reviser.Pace(first: 1, growth: 2, most: 2)
    var heard: [String] = []
    try await Reviser(model: model, prompts: PromptBuilder(template: try template()), options: options).revise(
      jobs, judged: { heard.append("\($0):\($1.passage.paragraph.lines.lowerBound) after \(model.requests.count)") },
      finished: { heard.append("\($0) done, \($1.edits.count)") })
    #expect(
      heard == ["0:1 after 1", "0:3 after 3", "0:5 after 3", "0 done, 3", "1 done, 0", "2:1 after 4", "2 done, 1"])
  }

  @Test("A further answer is drawn by its number, and the same when asked again")
  func further() async throws {
    let document = try MarkdownDocument("We utilise it here.\n")
    let model = ScriptedModel { request in
      let word = request.sampling.temperature > 0 ? "utilize\(request.sampling.seed % 2 == 0 ? "" : "d")" : "utilise"
      let text = request.prompt.messages[1].content.replacing("utilise", with: word)
      return .success(Generation(text: text, finishReason: .endOfTurn))
    }
    let reviser = Reviser(model: model, prompts: PromptBuilder(template: try template()))
    let passage = try #require(try document.passages(in: Selection()).passages.first)
    let outcome = try await reviser.furtherAnswers(to: passage, in: document, numbers: 1..<3)
    guard case .edit(let edit) = outcome else { return #expect(Bool(false), "\(outcome)") }
    #expect(Set(edit.candidates.compactMap(\.text)) == ["We utilize it here.", "We utilized it here."])
    #expect(model.requests.map(\.sampling.temperature).allSatisfy { $0 > 0 })
  }

  @Test("A text that a person wrote is checked like any other")
  func own() async throws {
    let document = try MarkdownDocument("We have `7` of 12 here.\n\nMore.\n")
    let reviser = Reviser(model: ScriptedModel(rewriting: { $0 }), prompts: PromptBuilder(template: try template()))
    let passage = try #require(try document.passages(in: Selection()).passages.first)
    func failed(_ text: String) -> [String] {
      reviser.results(of: text, for: passage, in: document).filter { !$0.passed }.map(\.name)
    }
    #expect(failed("There are `7` of 12 here.") == [])
    #expect(failed("There are `7` of 13 here.") == ["numbers"])
    #expect(failed("# There are `7` of 12 here.").contains("structure"))
  }

  @Test("A model that cannot run stops everything")
  func failure() async throws {
    let model = ScriptedModel { _ in throw ModelError.notGGUF(path: "m") }
    await #expect(throws: ModelError.notGGUF(path: "m")) { try await revise(["One two three four.\n"], with: model) }
  }

  @Test("Progress counts passages up to all of them")
  func progress() async throws {
    let document = try MarkdownDocument("One two three four.\n\nFive six seven eight.\n")
    var seen: [Int] = []
    try await Reviser(model: ScriptedModel(rewriting: { $0 }), prompts: PromptBuilder(template: try template())).revise(
      [(document, try document.passages(in: Selection()))], progress: { seen.append($0.passagesDone) }
    ) { _, _ in }
    #expect(seen.first == 0)
    #expect(seen.last == 2)
  }
}
