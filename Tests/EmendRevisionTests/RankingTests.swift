// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendModels
import EmendRevision
import EmendTemplates
import EmendTestSupport
import EmendText
import Testing

struct RankingTests {
  /// Revises one paragraph with a model that answers each sentence from a list and has an opinion of texts.
  private func revise(
    _ text: String, answers: [String: [String]], opinion: [String: Double] = [:], extra: String = "unit: sentence\n",
    options: (inout Reviser.Options) -> Void = { _ in }
  ) async throws -> (revision: Revision, requests: [GenerationRequest]) {
    let model = ScriptedModel(
      likelihood: { request in
        // As an answer a text is as likely as the opinion says; as such, all are alike.
        guard case .prompt = request.context else { return 0 }
        return opinion.reduce(0) { $0 + (request.text.contains($1.key) ? $1.value : 0) }
      },
      reply: { request in
        let source = request.prompt.messages.last?.content ?? ""
        let known = answers[source] ?? [source]
        let number = request.sampling.temperature == 0 ? 0 : Int(request.sampling.seed)
        return .success(Generation(text: known[min(number, known.count - 1)], finishReason: .endOfTurn))
      })
    let template = try Template("---\nname: t\n\(extra)---\n{{#user}}{{text}}{{/user}}\n", path: "t.md")
    let document = try MarkdownDocument(text)
    let job = (document: document, selected: try document.passages(in: Selection()))
    var all = Reviser.Options(template)
    options(&all)
    var revisions: [Revision] = []
    try await Reviser(model: model, prompts: PromptBuilder(template: template), options: all).revise([job]) {
      revisions.append($1)
    }
    return (revisions[0], model.requests)
  }

  private let prints = ["The tool print the list again.": ["The tool prints the list again."]]

  @Test("A change is taken only if the model finds the text likelier with it than the original")
  func originalCompetes() async throws {
    let better = try await revise("The tool print the list again.\n", answers: prints, opinion: ["prints": 5])
    #expect(better.revision.edits.map(\.text) == ["The tool prints the list again."])
    #expect(better.revision.edits[0].score == 4)
    let worse = try await revise("The tool print the list again.\n", answers: prints, opinion: ["prints": -1])
    #expect(worse.revision.edits.isEmpty)
    #expect(worse.revision.kept.map(\.reason) == ["ranking"])
    #expect(
      worse.revision.kept[0].detail
        == "no change is likely enough to be better (best: \"print\" → \"prints\", gain -2.0)")
  }

  @Test("--min-gain moves the line, both ways")
  func line() async throws {
    let strict = try await revise("The tool print the list again.\n", answers: prints, opinion: ["prints": 5]) {
      $0.minGain = 4
    }
    #expect(strict.revision.edits.isEmpty)
    let loose = try await revise("The tool print the list again.\n", answers: prints, opinion: ["prints": -5]) {
      $0.minGain = -10
    }
    #expect(loose.revision.edits.count == 1)
  }

  @Test("Beside changes that together are above the line a lower one holds, in their sentence alone")
  func beside() async throws {
    let text = "The tool print the several list. It never fail.\n"
    let answers = [
      "The tool print the several list.": ["The tool prints the several lists."], "It never fail.": ["It never fails."],
    ]
    func edits(_ opinion: [String: Double], beside: Double?) async throws -> [String] {
      try await revise(text, answers: answers, opinion: opinion) {
        $0.minGain = 2
        $0.minGainBeside = beside
      }.revision.edits.map(\.text)
    }
    let opinion = ["prints": 6.0, "lists": 0.5, "fails": 0.5]
    #expect(try await edits(opinion, beside: nil) == ["The tool prints the several list. It never fail."])
    #expect(try await edits(opinion, beside: -3) == ["The tool prints the several lists. It never fail."])
    #expect(try await edits(opinion, beside: 1) == ["The tool prints the several list. It never fail."])
    // None is above the line, but they are together.
    let all = ["prints": 2.5, "lists": 2.5, "fails": 2.5]
    #expect(try await edits(all, beside: 0) == ["The tool prints the several lists. It never fail."])
    // No more of the lesser ones than leave the sentence with more than the line.
    #expect(
      try await edits(["prints": 4, "lists": -1, "fails": 0], beside: -3)
        == ["The tool prints the several list. It never fail."])
    #expect(try await edits(["prints": 1.5, "lists": 1.5, "fails": 1.5], beside: 0) == [])
  }

  @Test("Of changes that are equally likely the later ones go first when all together fail a check, in every run")
  func ties() async throws {
    let sentences = [
      "It print the the list.", "It show the the list.", "It hold the the list.", "It read the the list.",
    ]
    let answers = Dictionary(uniqueKeysWithValues: sentences.map { ($0, [$0.replacing("the the", with: "the")]) })
    var texts: Set<String> = []
    for _ in 0..<8 {
      let result = try await revise(
        sentences.joined(separator: " ") + "\n", answers: answers, extra: "unit: sentence\nlength: 0.92-1.3\n"
      ) { $0.minGain = -.infinity }
      texts.insert(result.revision.edits.map(\.text).joined())
    }
    #expect(texts == ["It print the list. It show the list. It hold the the list. It read the the list."])
  }

  @Test("One bad sentence does not cost the others, nor one bad word the good ones beside it")
  func parts() async throws {
    let result = try await revise(
      "The tool print 3 of the lists. It never fail when lists are long.\n",
      answers: [
        "The tool print 3 of the lists.": ["The tool prints 4 of the lists."],
        "It never fail when lists are long.": ["It fails when lists are long."],
      ], opinion: ["prints": 9, "4": 9, "It fails": 9])
    #expect(result.revision.edits.map(\.text) == ["The tool prints 3 of the lists. It never fail when lists are long."])
    let changes = result.revision.edits[0].candidates[0].changes
    #expect(changes.map(\.isTaken) == [true, false, false])
    #expect(changes.map { $0.failed?.name } == [nil, "numbers", "negation"])
    #expect(result.revision.edits[0].candidates[0].checks.last?.name == "numbers")
  }

  @Test("Other words are not taken at the usual line, but where it is moved for them")
  func content() async throws {
    let answers = ["We utilise the tool for the list.": ["We employ the tool for the list."]]
    let usual = try await revise("We utilise the tool for the list.\n", answers: answers, opinion: ["employ": 50])
    #expect(usual.revision.edits.isEmpty)
    let moved = try await revise("We utilise the tool for the list.\n", answers: answers, opinion: ["employ": 50]) {
      $0.minGain = -1
    }
    #expect(moved.revision.edits.map(\.text) == ["We employ the tool for the list."])
  }

  @Test("Further answers are asked for only where the first came near or failed a check with a good kind of change")
  func further() async throws {
    let extra = "unit: sentence\nsampling: { candidates: 3 }\n"
    let answers = [
      "The tool print the list again.": [
        "The tool prints the list again.", "The tool print the lists again.", "The tool printed the list again.",
      ]
    ]
    func count(_ opinion: [String: Double]) async throws -> Int {
      try await revise("The tool print the list again.\n", answers: answers, opinion: opinion, extra: extra).requests
        .count
    }
    #expect(try await count(["prints": 9]) == 1)
    #expect(try await count(["prints": -9, "printed": -9]) == 1)
    #expect(try await count(["prints": 0]) == 3)
    let second = try await revise(
      "The tool print the list again.\n", answers: answers, opinion: ["lists": 6, "printed": 5], extra: extra)
    #expect(second.revision.edits.map(\.text) == ["The tool print the lists again."])
    #expect(second.requests.map(\.sampling.temperature) == [0, 0.8, 0.8])
    #expect(second.requests.map(\.sampling.seed) == [0, 1, 2])
    #expect(second.revision.edits[0].candidates.map(\.isChosen) == [false, true, false])
  }

  @Test("All answers that were asked for and are good are alternatives, the likeliest first")
  func alternatives() async throws {
    let answers = [
      "The tool print the list again.": [
        "The tool prints the list again.", "The tool printed the list again.", "The tool prints the list again.",
      ]
    ]
    let result = try await revise(
      "The tool print the list again.\n", answers: answers, opinion: ["prints": 5, "printed": 7]
    ) { ($0.candidates, $0.asksAll) = (3, true) }
    #expect(result.revision.edits.map(\.text) == ["The tool printed the list again."])
    #expect(
      result.revision.edits[0].alternatives.map { String(decoding: $0.replacement, as: UTF8.self) } == [
        "The tool prints the list again."
      ])
    #expect(result.requests.count == 3)
  }

  @Test("Changes that are good alone and not together: the less likely is left out")
  func together() async throws {
    // Alone, either tag is left with something between; together they would touch.
    let text = "This are <b>a</b> tests of it, and it work.\n"
    let result = try await revise(
      text, answers: ["This are <b>a</b> tests of it, and it work.": ["These are <b>a</b> tests of it, and it works."]],
      opinion: ["These": 6, "works": 5])
    #expect(result.revision.edits.map(\.text) == ["These are <b>a</b> tests of it, and it works."])
  }

  @Test("A template that asks about whole passages: good sentences of the answer are taken, the others stay")
  func wholePassages() async throws {
    let text = "The cat sit on the mat. There are 3 dogs in the yard."
    let result = try await revise(
      text + "\n", answers: [text: ["The cat sits on the mat. There are 4 dogs in the yard."]],
      opinion: ["sits": 20, "4": 20], extra: "")
    #expect(result.revision.edits.map(\.text) == ["The cat sits on the mat. There are 3 dogs in the yard."])
    #expect(result.requests.map { $0.prompt.messages[0].content } == [text])
  }

  @Test("min-gain: off takes what passes the checks, and asks the model for no opinion")
  func off() async throws {
    let text = "We utilise the tool for 3 lists."
    let result = try await revise(
      text + "\n", answers: [text: ["We employ the tool for 3 lists."]], opinion: ["employ": -99],
      extra: "min-gain: off\n")
    #expect(result.revision.edits.map(\.text) == ["We employ the tool for 3 lists."])
    #expect(result.revision.edits[0].score == 0)
  }

  @Test("A model that cannot tell likelihoods changes nothing")
  func noLikelihoods() async throws {
    let document = try MarkdownDocument("The tool print the list again.\n")
    let template = try Template("---\nname: t\nunit: sentence\n---\n{{#user}}{{text}}{{/user}}\n", path: "t.md")
    let selected = try document.passages(in: Selection())
    try await Reviser(model: MuteModel(), prompts: PromptBuilder(template: template)).revise([(document, selected)]) {
      #expect($1.edits.isEmpty)
      #expect($1.kept.count == 1)
    }
  }
}

/// Answers, but has no opinion.
private struct MuteModel: LanguageModel {
  func generate(_ requests: [GenerationRequest]) -> AsyncThrowingStream<GenerationEvent, any Error> {
    ScriptedModel(rewriting: { $0.replacing("print", with: "prints") }).generate(requests)
  }

  func score(_ requests: [ScoringRequest]) async throws -> [Result<TextScore, ModelError>] {
    requests.map { _ in .failure(.decodeFailed(code: 1)) }
  }

  func load() async throws {}

  func rendered(_ prompt: Prompt) async throws -> String { "" }
}
