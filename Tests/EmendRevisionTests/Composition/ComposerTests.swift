// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendModels
import EmendTemplates
import EmendTestSupport
import EmendText
import Testing

@testable import EmendRevision

/// Lists and outlines about topics.
struct ComposerTests {
  private static func template(_ kind: String) throws -> Template {
    try Template(
      """
      ---
      name: t
      input: topic
      output: \(kind)
      apply: print
      count: 2-4
      points: 2-3
      sampling: { temperature: 0.8, candidates: 2 }
      ---
      {{#system}}Write what is asked for, in a few short lines.{{/system}}
      {{#user}}{{text}}{{#section}}
      {{section}}{{/section}}{{/user}}
      """, path: "t.md")
  }

  private func compose(
    _ kind: String, _ topic: String = "Small models", model: ScriptedModel,
    shape: (inout Composer.Options) -> Void = { _ in }
  ) async throws -> Composition {
    let template = try Self.template(kind)
    var options = Composer.Options(template)
    shape(&options)
    return try await Composer(model: model, prompts: PromptBuilder(template: template), options: options)
      .compose(Subject(topic: topic))
  }

  private func text(_ composition: Composition) -> String {
    composition.text.map { String(decoding: $0.markdown(), as: UTF8.self) } ?? ""
  }

  private func reason(_ composition: Composition) -> String {
    if case .kept(let reason, let detail) = composition.outcome { "\(reason): \(detail)" } else { "none" }
  }

  // MARK: Outlines

  @Test("An outline has the topic as its title, sections, and points in each")
  func outline() async throws {
    let model = ScriptedModel(headings: ["Speed", "Cost"])
    let composition = try await compose("outline", "why small models are enough", model: model)
    #expect(
      text(composition) == """
        # Why small models are enough

        ## Speed

        - Why deepsalpha matters
        - Where deepsbeta helps
        - When deepsgamma breaks

        ## Cost

        - Why tsocalpha matters
        - Where tsocbeta helps
        - When tsocgamma breaks
        """)
    #expect(model.requests.allSatisfy { $0.grammar != nil })
  }

  @Test("A deeper outline has sections in its sections")
  func depth() async throws {
    let model = ScriptedModel { request in
      let content = request.prompt.messages.last?.content ?? ""
      let lines = content.split(separator: "\n").map(String.init)
      var items = ["Speed", "Cost"]
      if lines.count > 1 { items = ScriptedModel.ownPoints(lines[1]) }
      if content.contains(": ") && lines.count == 1 {
        items = content.hasSuffix("Speed") ? ["Starting", "Answering"] : ["Buying", "Running"]
      }
      return .success(Generation(text: items.map { "- \($0)\n" }.joined(), finishReason: .endOfTurn))
    }
    let composition = try await compose("outline", model: model) { $0.depth = 3 }
    let headings = text(composition).split(separator: "\n").filter { $0.hasPrefix("#") }
    #expect(
      headings == [
        "# Small models", "## Speed", "### Starting", "### Answering", "## Cost", "### Buying", "### Running",
      ], "\(reason(composition))")
  }

  @Test("Points that two sections have stand in the first, and others are asked for in the second")
  func sharedPoints() async throws {
    let model = ScriptedModel(headings: ["Speed", "Cost"]) { heading in
      heading == "Speed"
        ? ["Answers come sooner", "Nobody waits"] : ["Nobody waits", "Rents shrink", "Power bills fall"]
    }
    let composition = try await compose("outline", model: model)
    let lines = text(composition).split(separator: "\n")
    #expect(composition.text != nil, "\(reason(composition))")
    #expect(lines.filter { $0 == "- Nobody waits" }.count == 1)
    #expect(lines.suffix(2) == ["- Rents shrink", "- Power bills fall"])
  }

  @Test("A section without enough points is left out, and that is told; without enough sections there is no outline")
  func tooFewPoints() async throws {
    let poor: @Sendable (String) -> [String] = { $0 == "Cost" ? ["Rents shrink"] : ScriptedModel.ownPoints($0) }
    let three = try await compose("outline", model: ScriptedModel(headings: ["Speed", "Cost", "Place"], points: poor))
    #expect(!text(three).contains("Cost"))
    #expect(three.notices.map(\.detail) == ["the section \"Cost\" is left out: 1 of 2 points found"])
    let two = try await compose("outline", model: ScriptedModel(headings: ["Speed", "Cost"], points: poor))
    #expect(two.text == nil)
    #expect(
      reason(two)
        == "count: points found for 1 of 2 sections")
  }

  // MARK: Lists

  @Test("What says nearly the same is dropped and asked for again, half from where the list stands, half anew")
  func again() async throws {
    let model = ScriptedModel { request in
      let items = request.prompt.answerPrefix.isEmpty ? ["Lower costs", "The lower cost"] : ["Faster answers"]
      let prefix = request.prompt.answerPrefix
      return .success(
        Generation(text: prefix + items.map { "- \($0)\n" }.joined(), finishReason: .endOfTurn))
    }
    let composition = try await compose("list", model: model)
    #expect(text(composition) == "- Lower costs\n- Faster answers")
    #expect(model.requests.map(\.prompt.answerPrefix) == ["", "", "- Lower costs\n", ""])
    #expect(Set(model.requests.map(\.sampling.seed)).count == 4)
  }

  @Test(
    "An item that is cut off, invents a number or a link, or talks about itself is not taken",
    arguments: [
      ("Costs fall by 30 percent", "numbers"), ("Look at https://example.org/costs", "protected-span"),
      ("Sure, here is a list", "form"), ("A list of the", "complete"), ("The cost the cost of it", "repetition"),
      ("They have a very complex system with a very complex system", "repetition"),
      ("Change a command).", "complete"), ("The plan is good, but they are only", "complete"),
      ("The નામરી of it", "language"),
    ])
  func refused(item: String, reason: String) async throws {
    let model = ScriptedModel(headings: [item])
    let composition = try await compose("list", model: model)
    #expect(composition.text == nil)
    #expect(self.reason(composition).hasPrefix("\(reason): 0 of 2 items found: "), "\(self.reason(composition))")
  }

  @Test("If there are too few in the end, those that there are are given, and that is told")
  func tooFew() async throws {
    let composition = try await compose("list", model: ScriptedModel(headings: ["Lower costs"]))
    #expect(text(composition) == "- Lower costs")
    #expect(composition.notices.map(\.detail).first?.hasPrefix("1 of 2 items found") == true)
  }

  @Test("A heading as long as may be is taken; a longer one, which may have been cut off, is not", arguments: [60, 61])
  func longest(count: Int) async throws {
    let heading = "Storms " + String(repeating: "b", count: count - 7)
    let model = ScriptedModel(headings: ["Speed", "Cost", heading])
    let composition = try await compose("outline", model: model)
    #expect(text(composition).contains("## \(heading)\n") == (count == 60))
  }

  @Test(
    "The last item of an answer that was cut off is not taken",
    arguments: [.tokenLimit, .brokenOff] as [Generation.FinishReason])
  func cutOff(reason: Generation.FinishReason) async throws {
    let model = ScriptedModel { _ in
      .success(Generation(text: "- Lower costs\n- Faster answers\n- Less energ", finishReason: reason))
    }
    #expect(text(try await compose("list", model: model)) == "- Lower costs\n- Faster answers")
  }

  @Test("An answer that no grammar held is read, and checked like any other")
  func chat() async throws {
    let model = ScriptedModel { _ in
      .success(
        Generation(
          text: "Here are some ideas:\n\n1. **Lower costs**: they need less\n2. Lower costs\n3. See [it](x.md)\n",
          finishReason: .endOfTurn))
    }
    let composition = try await compose("list", model: model) { $0.count = 1...4 }
    #expect(text(composition) == "- Lower costs: they need less", "\(reason(composition))")
  }

  @Test("An answer in another language than the topic's is refused with that reason")
  func language() async throws {
    let model = ScriptedModel(headings: ["The cost of the model and its use", "How it is run by the user"])
    let composition = try await compose("list", "Warum kleine Modelle für uns genügen", model: model)
    #expect(composition.text == nil)
    #expect(reason(composition).hasPrefix("language: "), "\(reason(composition))")
    #expect(reason(composition).contains("in English, not in German"))
  }

  @Test("Without a model, or if it fails, nothing is checked")
  func noModel() async throws {
    let model = ScriptedModel { _ in .failure(.promptTooLong(tokens: 9000, limit: 8192)) }
    guard case .unchecked(let reason, _) = try await compose("list", model: model).outcome else {
      Issue.record("not unchecked")
      return
    }
    #expect(reason == .promptTooLong)
  }

  @Test("A list or outline that markup would turn into something else is not given")
  func markup() async throws {
    let composition = try await compose(
      "list", model: ScriptedModel(headings: ["# Not a heading", "> Not a quotation"]))
    #expect(!text(composition).contains("#"))
  }
}
