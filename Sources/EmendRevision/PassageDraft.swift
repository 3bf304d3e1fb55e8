// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendModels
import EmendTemplates
import EmendText

/// A passage while it is revised: what is asked, what came back, and what is made of it.
///
/// It is asked about sentence by sentence, or as a whole, as the template says.
struct PassageDraft {
  let passage: Passage
  /// The parts of the passage's text that are asked about, in order.
  let units: [PassageUnit]
  private(set) var candidates: [Candidate] = []
  private(set) var failure: ModelError?
  /// Whether no more is asked.
  var isJudged = false

  private let context: Context
  private let lexicon: Lexicon?

  /// What is the same for all passages of a document.
  struct Context {
    let document: MarkdownDocument
    let traits: DocumentTraits
    let limits: CheckLimits
    let checks: [Check]
    let minGain: Double
    /// See ``Reviser/Options/minGainBeside``.
    let minGainBeside: Double
    let ranking: Ranking
    /// Whether all checks are run, though one has failed.
    let explains: Bool
  }

  /// A sentence's answer with more changes than this is another text, not a better one.
  private static let mostChanges = 8

  init(_ passage: Passage, template: Template, in context: Context) {
    self.passage = passage
    self.context = context
    units = PassageUnit.units(of: passage, template: template)
    lexicon = Lexicon.language(of: units.flatMap { $0.prose.words.map(\.lowered) }) ?? context.traits.lexicon
  }

  /// Whether nothing was taken, but another answer may do better: a change came near to what it must bring, or would be of
  /// a kind that is often right and failed a check.
  var needsMore: Bool {
    failure == nil && !candidates.contains { $0.text != nil }
      && candidates.contains { candidate in
        candidate.changes.contains { change in
          change.gain.map { $0 > context.minGain - Self.nearMiss } ?? change.isMendable
        }
      }
  }

  /// Notes that the passage is not asked about any more; what was judged before stays.
  mutating func giveUp(_ error: ModelError) {
    if candidates.isEmpty, !units.isEmpty { failure = error }
  }

  /// How far below the line a change may be for another answer to be asked for.
  private static let nearMiss = 3.0

  // MARK: Proposals

  /// The changes of an answer, before it is known how likely they are.
  struct Proposals {
    let origin: Candidate.Origin
    let answer: String
    let checks: [CheckResult]
    fileprivate var changes: [Proposal]

    /// The texts whose likelihoods are needed: for each unit with changes the unit and each changed version.
    var texts: [(unit: Int, original: String, changed: [String])] {
      Dictionary(grouping: changes.filter(\.isJudged), by: \.unit).sorted { $0.key < $1.key }.map {
        ($0.key, $0.value[0].original, $0.value.map(\.changed))
      }
    }

    /// Notes what the model says of the changes, in the order of ``texts``.
    mutating func note(_ evidence: [[Ranking.Evidence?]], ranking: Ranking) {
      var places: [Int: Int] = [:]
      let order = Dictionary(uniqueKeysWithValues: texts.enumerated().map { ($1.unit, $0) })
      for index in changes.indices where changes[index].isJudged {
        let unit = changes[index].unit
        let place = places[unit, default: 0]
        places[unit] = place + 1
        changes[index].gain = evidence[order[unit]!][place].map { ranking.gain($0, changes[index].kind) }
      }
    }
  }

  fileprivate struct Proposal {
    let unit: Int
    /// In the passage's text.
    let rewording: Rewording
    let kind: RewordingKind
    /// The unit's text, and the same with the change.
    let original, changed: String
    let failed: CheckResult?
    /// Whether its likelihood is worth asking for.
    let isJudged: Bool
    var gain: Double?
  }

  /// Takes an answer to each unit apart.
  ///
  /// - Parameter instructions: What the model was told besides the text.
  /// - Returns: `nil` if a unit has no answer; ``failure`` says why.
  mutating func proposals(
    of answers: [Result<Generation, ModelError>], origin: Candidate.Origin, instructions: [String]
  ) -> Proposals? {
    var whole: [Rewording] = []
    var changes: [Proposal] = []
    var finishReason: Generation.FinishReason?
    for (index, (unit, result)) in zip(units, answers).enumerated() {
      switch result {
      case .failure(let error):
        failure = error
        return nil
      case .success(let generation):
        let answer = generation.text.trimmingBlanks()
        if generation.finishReason.isCutOff { finishReason = generation.finishReason }
        if answer != unit.prose.text { whole.append(Rewording(range: unit.range, replacement: answer)) }
        if !generation.finishReason.isCutOff {
          changes += self.changes(of: answer, to: index, instructions: instructions)
        }
      }
    }
    let text = whole.isEmpty ? passage.text : passage.text.applying(whole)
    let input = CheckInput(
      document: context.document, passage: passage, replacement: text, traits: context.traits,
      finishReason: finishReason, instructions: instructions, limits: context.limits)
    return Proposals(
      origin: origin, answer: text, checks: input.results(of: context.checks, isComplete: context.explains),
      changes: changes)
  }

  private func changes(of answer: String, to index: Int, instructions: [String]) -> [Proposal] {
    let unit = units[index]
    // What comes after an empty line is talk about the text.
    let lines = answer.split(separator: "\n", omittingEmptySubsequences: false)
    let paragraph = lines.prefix { !$0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")
    let rewordings =
      if unit.isWhole {
        Rewording.sentenceChanges(from: unit.prose, to: ProseText(paragraph, markup: passage.markup(of: paragraph)))
      } else {
        Rewording.changes(from: unit.prose.text, to: paragraph)
      }
    guard unit.isWhole || rewordings.count <= Self.mostChanges else { return [] }
    let isRanked = context.minGain > -.infinity
    return rewordings.map { rewording in
      let changed = unit.prose.text.applying([rewording])
      var limits = context.limits
      limits.isForWhole = unit.isWhole
      let input = CheckInput(
        original: unit.prose, replacement: ProseText(changed, markup: passage.markup(of: changed)),
        traits: context.traits, instructions: instructions, limits: limits)
      let failed = input.results(of: context.checks.filter(\.isForParts)).last { !$0.passed }
      let kind =
        unit.isWhole ? .sentence : RewordingKind(of: rewording, in: unit.prose.text, lexicon: lexicon)
      return Proposal(
        unit: index, rewording: rewording.shifted(by: unit.range.start),
        kind: kind, original: unit.prose.text,
        changed: changed, failed: failed,
        isJudged: failed == nil && isRanked && !context.ranking.isHopeless(kind, minGain: context.minGain),
        gain: failed == nil && !isRanked ? 0 : nil)
    }
  }

  // MARK: Candidates

  /// Takes what is good of an answer, if the passage is good with it.
  mutating func add(_ proposals: Proposals) {
    var taken = likely(proposals, among: proposals.changes.indices)
    var results: [CheckResult] = []
    var text: String?
    // Changes that are good one by one may not be so together: the least likely go first, a quarter at a time, since the
    // whole document is parsed each time.
    while !taken.isEmpty {
      let changed = passage.text.applying(taken.map { proposals.changes[$0].rewording })
      let input = CheckInput(
        document: context.document, passage: passage, replacement: changed, traits: context.traits,
        limits: context.limits)
      results = input.results(of: context.checks)
      if results.allSatisfy(\.passed) {
        text = changed
        break
      }
      taken = likely(proposals, among: taken.dropLast(max(taken.count / 4, 1)))
    }
    candidates.append(
      Candidate(
        origin: proposals.origin, answer: proposals.answer, checks: proposals.checks,
        changes: proposals.changes.enumerated().map { index, proposal in
          Candidate.Change(
            original: String(decoding: Array(passage.text.utf8)[proposal.rewording.range.indices], as: UTF8.self),
            replacement: proposal.rewording.replacement, kind: proposal.kind.rawValue, failed: proposal.failed,
            gain: proposal.gain, isTaken: taken.contains(index),
            isMendable: proposal.failed != nil && !context.ranking.isHopeless(proposal.kind, minGain: context.minGain))
        }, text: text, textChecks: results, gain: text == nil ? nil : taken.reduce(0) { $0 + gain(proposals, $1) }))
  }

  /// Those of some changes that are above their line, the likeliest first.
  private func likely(_ proposals: Proposals, among indices: some Sequence<Int>) -> [Int] {
    let units = Dictionary(grouping: indices.filter { proposals.changes[$0].gain != nil }) {
      proposals.changes[$0].unit
    }
    var taken: [Int] = []
    // In an order that is the same in every run: of what is equally likely the earlier goes first.
    func isBefore(_ one: Int, _ other: Int) -> Bool {
      (gain(proposals, other), one) < (gain(proposals, one), other)
    }
    for unit in units.values {
      let likeliest = unit.sorted(by: isBefore)
      let alone = likeliest.filter { gain(proposals, $0) > context.minGain }
      let beside = likeliest.dropFirst(alone.count).filter {
        context.ranking.isEnoughBeside(gain(proposals, $0), proposals.changes[$0].kind, line: context.minGainBeside)
      }
      // As many as leave the sentence with more than the line.
      var (total, count) = (alone.reduce(0) { $0 + gain(proposals, $1) }, 0)
      for (place, index) in beside.enumerated() {
        total += gain(proposals, index)
        if total > context.minGain { count = place + 1 }
      }
      taken += alone + beside.prefix(count)
    }
    return taken.sorted(by: isBefore)
  }

  private func gain(_ proposals: Proposals, _ index: Int) -> Double { proposals.changes[index].gain ?? 0 }
}
