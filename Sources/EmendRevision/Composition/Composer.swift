// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
package import EmendModels
package import EmendTemplates

/// Has a model write what a template promises about a subject: a list, an outline, prose.
///
/// ```swift
/// let composer = Composer(model: model, prompts: PromptBuilder(template: template))
/// let composition = try await composer.compose(Subject(topic: "Why small models are enough"))
/// if let text = composition.text { print(String(decoding: text.markdown(), as: UTF8.self)) }
/// ```
package struct Composer: Sendable {
  /// How much is asked for, where the user has said so.
  package struct Options: Sendable {
    /// Answers to each question.
    package var candidates: Int
    package var count, points: ClosedRange<Int>
    package var depth: Int
    package var checks: [Check]
    package var glossary = Glossary()
    /// Whether the notes of a section are the model's own, so that more may be said than is in them.
    package var notesAreInvented = false

    /// As the template says.
    package init(_ template: Template) {
      candidates = max(template.candidates, 1)
      (count, points, depth) = (template.count, template.points, template.depth)
      checks = Check.checks(for: template)
    }
  }

  private let model: any LanguageModel
  private let prompts: PromptBuilder
  private let options: Options

  package init(model: any LanguageModel, prompts: PromptBuilder, options: Options? = nil) {
    self.model = model
    self.prompts = prompts
    self.options = options ?? Options(prompts.template)
  }

  /// What a model that says nothing good the first time is asked again.
  private static let proseRounds = 2

  /// Writes about a subject.
  ///
  /// - Parameter progress: Called for each piece of text, with the state as it was and what has come since.
  /// - Throws: What stops the whole run: a model that cannot be loaded, `CancellationError`.
  package func compose(
    _ subject: Subject, state: Reviser.Progress = .none, progress: @escaping (Reviser.Progress) -> Void = { _ in }
  ) async throws -> Composition {
    var asked = CompositionModel(model, state: state, progress: progress)
    let checks = newTextChecks(for: subject)
    let round = ListRound(prompts: prompts, candidates: options.candidates)
    var composition: Composition
    switch prompts.template.output {
    case .list:
      var said = SaidBefore(topic: subject.topic, lexicon: subject.lexicon)
      for text in [subject.topic] + subject.saidThere + round.exampleItems { said.add(text) }
      var drafts = [ListDraft(subject.variables, goal: options.count, checks: checks, said: said)]
      try await round.fill(&drafts, asking: &asked)
      composition = Composition(list: drafts[0])
    case .outline:
      var draft = OutlineDraft(
        subject, title: subject.documentTitle, round: round, checks: checks, count: options.count,
        points: options.points, depth: options.depth)
      composition = Composition(try await draft.compose(asking: &asked))
      (composition.candidates, composition.notices) = (draft.candidates, draft.notices)
    case .prose, .passage:
      let original = ProseText(subject.variables.text, markup: subject.document.markup(of: subject.variables.text))
      var drafts = [proseDraft(subject.variables, original, subject, hasParagraphs: true)]
      try await fill(&drafts, asking: &asked)
      composition = Composition(prose: &drafts, after: SaidBefore(topic: "", lexicon: subject.lexicon))
    }
    composition.statistics = asked.statistics
    return Self.verified(composition, for: subject)
  }

  /// Makes prose of notes.
  ///
  /// - Parameters:
  ///   - subject: What the notes are about; its text is theirs.
  ///   - before: What stands before them, which is not to be said again.
  package func compose(
    _ notes: [Note], of subject: Subject, before: String, state: Reviser.Progress = .none,
    progress: @escaping (Reviser.Progress) -> Void = { _ in }
  ) async throws -> Composition {
    var asked = CompositionModel(model, state: state, progress: progress)
    var variables = subject.variables
    variables.before = before
    var drafts: [ProseDraft] = []
    switch prompts.template.unit {
    case .note:
      for note in notes {
        variables.text = note.text
        drafts.append(
          proseDraft(variables, ProseText(note.text, markup: note.markup), subject, hasParagraphs: false))
        variables.before = note.text
      }
    default:
      variables.text = notes.map { "- \($0.text)" }.joined(separator: "\n")
      let text = notes.map(\.text).map { $0.endsSentence ? $0 : $0 + "." }.joined(separator: " ")
      drafts = [
        proseDraft(
          variables, ProseText(text, markup: subject.document.markup(of: text)), subject, hasParagraphs: true)
      ]
    }
    try await fill(&drafts, asking: &asked)
    var said = SaidBefore(topic: "", lexicon: subject.lexicon)
    for sentence in ProseText(before, markup: nil).sentenceTexts { said.add(sentence) }
    var composition = Composition(prose: &drafts, after: said)
    composition.statistics = asked.statistics
    return Self.verified(composition, for: subject)
  }

  /// The prompts that it asks first, for each part of a subject, with what each is for.
  package func prompts(for subject: Subject, notes: [Note] = []) -> [(purpose: String, prompt: Prompt)] {
    var variables = subject.variables
    if !notes.isEmpty, prompts.template.unit == .note {
      return notes.map { note in
        variables.text = note.text
        return ("line \(note.lines.lowerBound)", prompts.prompt(variables))
      }
    }
    if !notes.isEmpty { variables.text = notes.map { "- \($0.text)" }.joined(separator: "\n") }
    let first = prompts.prompt(variables)
    guard prompts.template.output == .outline else { return [("", first)] }
    variables.section = "(a heading of the answer)"
    variables.outline = "- (the headings of the answer)"
    return [("headings", first), ("points", prompts.prompt(variables))]
  }

  // MARK: Prose

  private func proseDraft(
    _ variables: TemplateVariables, _ original: ProseText, _ subject: Subject, hasParagraphs: Bool
  ) -> ProseDraft {
    let keepsFacts = prompts.template.apply == .replace
    var checks = options.checks
    // What is summed up, or written to something, is not in its words.
    if !keepsFacts || options.notesAreInvented {
      checks.removeAll { [Check.similarity.name, Check.negation.name].contains($0.name) }
    }
    return ProseDraft(
      variables, original: original, subject: subject, sentenceChecks: newTextChecks(for: subject), checks: checks,
      limits: CheckLimits(
        length: prompts.template.length, similarity: Self.draftSimilarity, keepsEmphasis: false, keepsFacts: keepsFacts,
        glossary: options.glossary),
      traits: subject.kind == .topic ? DocumentTraits() : DocumentTraits(subject.document),
      instructions: instructions(for: variables), hasParagraphs: hasParagraphs)
  }

  /// What share of the content words of notes a draft must have.
  private static let draftSimilarity = 0.7
  /// What share of the content words of a sum or an item must be those of the text that it is about.
  private static let (knownInProse, knownInLists) = (0.75, 0.34)

  private func newTextChecks(for subject: Subject) -> NewTextChecks {
    // What takes the place of notes is compared with them as a whole, and may spell as they do.
    let isBound = prompts.template.apply != .replace
    let comparisons = [Check.similarity.name, Check.glossary.name]
    return NewTextChecks(
      subject, checks: isBound ? options.checks : options.checks.filter { !comparisons.contains($0.name) },
      fewestKnown: prompts.template.output == .prose ? Self.knownInProse : Self.knownInLists,
      instructions: instructions(for: subject.variables), glossary: options.glossary)
  }

  private func fill(_ drafts: inout [ProseDraft], asking model: inout CompositionModel) async throws {
    try await ask(&drafts, asking: &model)
    let contested = drafts.indices.filter { drafts[$0].goodTexts.count > 1 }
    let texts = contested.map { drafts[$0].goodTexts }
    let asAnswers = zip(contested, texts).flatMap { index, texts in
      let prompt = prompts.prompt(drafts[index].variables)
      return texts.map { ScoringRequest(context: .prompt(prompt), text: $0) }
    }
    // A text is taken for a heading or a list where nothing is before it, and a fragment is good enough for those.
    let asTexts = zip(contested, texts).flatMap { index, texts in
      let before = drafts[index].variables.before
      let context = before.endsSentence ? before + " " : Self.anyText
      return texts.map { ScoringRequest(context: .text(context), text: $0) }
    }
    let scores = try await model.scores(of: asAnswers + asTexts)
    var likelihoods = zip(scores.prefix(asAnswers.count), scores.suffix(asTexts.count)).map { answer, text -> Double in
      guard let answer, let text else { return 0 }
      return answer.logProbability / Double(max(answer.tokens, 1)) + text.logProbability / Double(max(text.tokens, 1))
    }[...]
    for (index, texts) in zip(contested, texts) {
      drafts[index].rank(Array(likelihoods.prefix(texts.count)))
      likelihoods = likelihoods.dropFirst(texts.count)
    }
  }

  private static let anyText = "There is more to say about this. "

  private func ask(_ drafts: inout [ProseDraft], asking model: inout CompositionModel) async throws {
    for round in 0..<Self.proseRounds {
      let open = drafts.indices.filter { drafts[$0].needsMore }
      guard !open.isEmpty else { return }
      let numbers = (0..<options.candidates).map { round * options.candidates + $0 }
      let requests = open.flatMap { index in numbers.map { request(for: drafts[index], number: $0) } }
      let answers = try await model.answers(to: requests)
      for (place, index) in open.enumerated() {
        drafts[index].add(
          Array(answers[(place * numbers.count)..<((place + 1) * numbers.count)]),
          isGreedy: round == 0 && prompts.template.sampling.temperature == 0)
      }
    }
  }

  /// The most tokens of an answer that sums up.
  private static let summaryTokens = 160

  private func request(for draft: ProseDraft, number: Int) -> GenerationRequest {
    let isNewText = prompts.template.apply != .replace
    let isNote = prompts.template.unit == .note
    return GenerationRequest(
      prompt: prompts.prompt(draft.variables), source: isNewText ? "" : draft.variables.text,
      sampling: prompts.sampling(number),
      limit: isNewText
        ? AnswerLimit(tokens: Self.summaryTokens)
        : AnswerLimit(tokens: 32, perSourceToken: min(prompts.template.length.upperBound, 4)),
      stopStrings: prompts.template.stopStrings + (isNote ? ["\n"] : []),
      grammar: prompts.template.grammar ?? (isNote ? OutputGrammar.sentence(of: draft.original) : nil))
  }

  private func instructions(for variables: TemplateVariables) -> [String] {
    prompts.prompt(variables).messages.filter { $0.role == .system }.map(\.content)
  }

  /// A last look at the whole: it must be what the template promises, in the subject's language.
  private static func verified(_ composition: Composition, for subject: Subject) -> Composition {
    guard let text = composition.text else { return composition }
    var refused = composition
    if !text.isWhatItSays {
      refused.outcome = .kept(reason: Check.structure.name, detail: "the text is not the Markdown that was asked for")
      return refused
    }
    var words = String(decoding: text.markdown(), as: UTF8.self)
    // The title is the topic's, not the model's.
    if case .outline(let node) = text { words = String(words.trimmingPrefix("# \(node.heading)\n")) }
    if let problem = subject.language.problem(with: words) {
      refused.outcome = .kept(reason: Check.language.name, detail: problem)
      return refused
    }
    return composition
  }
}

extension Reviser.Progress {
  /// Of nothing.
  package static let none = Reviser.Progress(passagesDone: 0, passages: 1, generatedTokens: 0)
}

extension Subject {
  /// What notes without a heading are called.
  private static let untitled = "Outline"

  /// The title of what is written about it.
  var documentTitle: String {
    let title = kind == .topic ? variables.text : topic.isEmpty ? Self.untitled : topic
    let plain = title.trimmingBlankLines().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return plain.prefix(1).uppercased() + plain.dropFirst()
  }
}
