// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendModels
import EmendTemplates
import EmendText

/// A text that is to become prose: a note, the notes of a section, a document that is summed up.
struct ProseDraft {
  let variables: TemplateVariables
  /// What the checks compare with.
  let original: ProseText
  private let checks: NewTextChecks
  private let whole: [Check]
  private let limits: CheckLimits
  private let traits: DocumentTraits
  private let subject: Subject
  private let instructions: [String]
  /// Whether the answer may have several paragraphs.
  private let hasParagraphs: Bool

  private(set) var candidates: [Candidate] = []
  private(set) var failure: ModelError?
  private var good: [Good] = []
  private var refusal: (rank: Int, result: CheckResult)?

  /// An answer that passed.
  private struct Good {
    let paragraphs: [String]
    let candidate: Int
    /// How likely the model finds it; see ``ProseDraft/rank(_:)``.
    var likelihood = 0.0

    var text: String { paragraphs.joined(separator: "\n\n") }
  }

  /// - Parameters:
  ///   - sentenceChecks: What each sentence must meet.
  ///   - checks: What the whole must meet.
  init(
    _ variables: TemplateVariables, original: ProseText, subject: Subject, sentenceChecks: NewTextChecks,
    checks: [Check], limits: CheckLimits,
    traits: DocumentTraits, instructions: [String], hasParagraphs: Bool
  ) {
    self.variables = variables
    self.original = original
    self.subject = subject
    self.limits = limits
    self.traits = traits
    self.instructions = instructions
    self.hasParagraphs = hasParagraphs
    self.checks = sentenceChecks
    whole = checks
  }

  var needsMore: Bool { good.isEmpty && failure == nil }

  /// Takes in answers to one question.
  mutating func add(_ answers: [Result<Generation, ModelError>], isGreedy: Bool) {
    for (number, answer) in answers.enumerated() {
      switch answer {
      case .failure(let error): failure = failure ?? error
      case .success(let generation):
        add(generation, origin: number == 0 && isGreedy ? .greedy : .sampled)
      }
    }
  }

  private mutating func add(_ generation: Generation, origin: Candidate.Origin) {
    let (paragraphs, changes) = sentences(of: generation)
    let results = results(for: paragraphs, of: generation)
    let failed = results.first { !$0.passed }
    if let failed, results.count > refusal?.rank ?? -1 { refusal = (results.count, failed) }
    let passes = failed == nil
    let text = paragraphs.joined(separator: "\n\n")
    if passes, !good.contains(where: { $0.text == text }) {
      good.append(Good(paragraphs: paragraphs, candidate: candidates.count))
    }
    candidates.append(
      Candidate(
        origin: origin, answer: generation.text, checks: results, changes: changes,
        text: passes ? text : nil, textChecks: passes ? results : [], gain: nil))
  }

  /// The good sentences of an answer by paragraphs, and what became of each that is not.
  private func sentences(of generation: Generation) -> (paragraphs: [String], changes: [Candidate.Change]) {
    var said = SaidBefore(topic: "", lexicon: subject.lexicon)
    var changes: [Candidate.Change] = []
    var paragraphs: [String] = []
    let blocks = Self.paragraphs(of: generation.text)
    for (number, block) in blocks.enumerated() {
      let prose = ProseText(block, markup: subject.document.markup(of: block))
      var kept: [String] = []
      for range in prose.sentences {
        let sentence = prose.string(range)
        let isLast = number == blocks.count - 1 && range == prose.sentences.last
        var failed: CheckResult?
        if sentence.hasOpenEnd || !sentence.endsSentence,
          isLast || generation.finishReason.isCutOff || !hasParagraphs
        {
          failed = CheckResult(
            name: Check.complete.name, problem: CheckProblem("\"\(sentence.shortened)\" stops in mid-sentence"))
        }
        if failed == nil, prose.words(in: range).count < Self.fewestWords, !isNote(sentence) {
          failed = CheckResult(
            name: Check.form.name, problem: CheckProblem("\"\(sentence.shortened)\" is no whole sentence"))
        }
        if failed == nil, sentence.count(where: { $0 == "\"" }) % 2 == 1 {
          failed = CheckResult(
            name: Check.complete.name, problem: CheckProblem("a quotation of \"\(sentence.shortened)\" has no end"))
        }
        failed = failed ?? checks.failure(of: sentence)
        if failed == nil, let other = said.match(for: sentence) {
          failed = CheckResult(
            name: Check.repetition.name,
            problem: CheckProblem("\"\(sentence.shortened)\" says what \"\(other.shortened)\" says already"))
        }
        if failed == nil {
          kept.append(sentence)
          said.add(sentence)
        }
        changes.append(
          Candidate.Change(
            original: "", replacement: sentence, kind: "sentence", failed: failed, gain: nil, isTaken: failed == nil,
            isMendable: false))
      }
      if !kept.isEmpty { paragraphs.append(kept.joined(separator: " ")) }
      // What a small model says after a note is about another one.
      if !hasParagraphs { break }
    }
    return (paragraphs, changes)
  }

  /// What has fewer words is most often a part of a sentence.
  private static let fewestWords = 4

  /// Whether a sentence is what it is made of, word for word.
  private func isNote(_ sentence: String) -> Bool { sentence.plainWords == original.text.plainWords }

  private static func paragraphs(of answer: String) -> [String] {
    var paragraphs: [[Substring]] = [[]]
    for line in answer.withoutFence.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy(\.isWhitespace) {
        paragraphs.append([])
      } else {
        paragraphs[paragraphs.count - 1].append(line)
      }
    }
    paragraphs.removeAll(where: \.isEmpty)
    if paragraphs.count > 1, paragraphs[0].count == 1, paragraphs[0][0].isLeadIn { paragraphs.removeFirst() }
    return paragraphs.map { lines in lines.flatMap { $0.split(separator: " ") }.joined(separator: " ") }
  }

  private func results(for paragraphs: [String], of generation: Generation) -> [CheckResult] {
    if generation.finishReason == .brokenOff {
      return [CheckResult(name: Check.complete.name, problem: Check.cutOff(generation.finishReason))]
    }
    guard !paragraphs.isEmpty else {
      let failed = checks.failure(of: generation.text.trimmingBlanks())
      return [failed ?? CheckResult(name: Check.complete.name, problem: "no sentence of the answer is good")]
    }
    let text = paragraphs.joined(separator: " ")
    guard ComposedText.prose(paragraphs).isWhatItSays else {
      return [CheckResult(name: Check.structure.name, problem: "the answer is not made of paragraphs alone")]
    }
    let input = CheckInput(
      original: original, replacement: ProseText(text, markup: subject.document.markup(of: text)),
      traits: traits, instructions: instructions, limits: limits)
    let parts = CheckResult(name: Check.similarity.name, problem: lostPart(in: input))
    guard limits.keepsFacts, !parts.passed else { return input.results(of: whole) }
    return input.results(of: whole).filter { $0.name != parts.name } + [parts]
  }

  /// Of what a note lists each thing must be there in some word.
  private func lostPart(in input: CheckInput) -> CheckProblem? {
    var said = WordForms(input.replacement.words)
    let parts = original.text.split { ",;:\n".contains($0) }
    return parts.lazy.compactMap { part -> CheckProblem? in
      let words = Check.content(ProseText(String(part), markup: nil).words, subject.lexicon)
      guard !words.isEmpty, !words.contains(where: { said.contains($0) }) else { return nil }
      return CheckProblem("\"\(part.trimmingBlanks())\" is missing")
    }.first
  }

  // MARK: What is taken

  /// The good answers, for ``rank(_:)``.
  var goodTexts: [String] { good.map(\.text) }

  /// Notes how likely the good answers are for each token, as answers and as texts of their own: what was held to a grammar
  /// may be neither.
  ///
  /// How many of the words are kept, and how few are added, counts besides.
  mutating func rank(_ likelihoods: [Double]) {
    for (index, likelihood) in likelihoods.enumerated() {
      good[index].likelihood = likelihood + faithfulness(of: good[index].text)
    }
  }

  /// What it is worth, in the logarithm of a token's probability, that all content words are there, and that there are no
  /// others.
  private static let (keptWords, noOtherWords) = (3.0, 2.0)

  private func faithfulness(of text: String) -> Double {
    let lexicon = subject.lexicon
    let old = Check.content(original.words, lexicon)
    let new = Check.content(ProseText(text, markup: subject.document.markup(of: text)).words, lexicon)
    guard !old.isEmpty, !new.isEmpty else { return 0 }
    var (inOld, inNew) = (WordForms(old), WordForms(new))
    let kept = Double(old.count { inNew.contains($0) }) / Double(old.count)
    let known = Double(new.count { inOld.contains($0) }) / Double(new.count)
    return Self.keptWords * kept + Self.noOtherWords * known
  }

  /// The likeliest of the good answers that says nothing that was said before, unless what it is made of does; `nil` if there
  /// is none.
  mutating func best(after said: SaidBefore) -> [String]? {
    let ranked = good.sorted { ($1.likelihood, $0.candidate) < ($0.likelihood, $1.candidate) }
    for answer in ranked {
      let sentences = answer.paragraphs.flatMap { ProseText($0, markup: nil).sentenceTexts }
      if let repeated = sentences.first(where: { said.match(for: $0) != nil }) {
        refusal = (
          Int.max,
          CheckResult(
            name: Check.repetition.name, problem: CheckProblem("\"\(repeated.shortened)\" was said before"))
        )
        continue
      }
      candidates[answer.candidate].isChosen = true
      return answer.paragraphs
    }
    return nil
  }

  /// Why no answer is good enough.
  var reason: CheckResult? { refusal?.result }
}

extension ProseText {
  /// The texts of its sentences.
  var sentenceTexts: [String] { sentences.map { string($0) } }
}

extension String {
  /// Whether it ends as a sentence does, quotation marks and brackets behind the end not counted.
  var endsSentence: Bool {
    last { !"\"')]}*_`”’»」』".contains($0) }.map { ".!?…。！？".contains($0) } ?? false
  }
}
