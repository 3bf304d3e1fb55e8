// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTemplates

/// A list in the making: items come in from several answers, and those that are good and new stay.
struct ListDraft {
  let variables: TemplateVariables
  /// How many items there must be, and the most there may be.
  let goal: ClosedRange<Int>
  /// The most characters of an item.
  let longest: Int
  private let checks: NewTextChecks
  private var said: SaidBefore

  private(set) var items: [String] = []
  private(set) var candidates: [Candidate] = []
  private(set) var failure: ModelError?
  /// What was wrong with items, in order.
  private(set) var refusals: [CheckResult] = []

  init(
    _ variables: TemplateVariables, goal: ClosedRange<Int>, longest: Int = OutputGrammar.longestItem,
    checks: NewTextChecks, said: SaidBefore
  ) {
    self.variables = variables
    self.goal = goal
    self.longest = longest
    self.checks = checks
    self.said = said
  }

  var isComplete: Bool { items.count >= goal.lowerBound }
  /// How many more are needed, and the most there is room for.
  var missing: ClosedRange<Int> {
    let low = max(goal.lowerBound - items.count, 1)
    return low...max(items.isEmpty ? goal.upperBound : low, low)
  }

  /// The items so far, as an answer begins that is to go on with others.
  var prefix: String { items.map { "- \($0)\n" }.joined() }

  /// An item of an answer that could be taken.
  struct Proposal {
    let text: String
    /// Its place in its answer, from 0 for the first item to 1 for the last.
    let place: Double
    fileprivate let answer: Int
    fileprivate let change: Int
  }

  /// Judging takes time, and of more than twice as many as there is room for most are further variants.
  private var mostProposals: Int { 2 * goal.upperBound }

  /// Takes answers to one question apart, and returns their good items.
  ///
  /// Of items that say nearly the same the first is proposed.
  mutating func proposals(in answers: [Result<Generation, ModelError>], isGreedy: Bool) -> [Proposal] {
    var proposals: [Proposal] = []
    var seen = said
    for (number, answer) in answers.enumerated() {
      guard case .success(let generation) = answer else {
        if case .failure(let error) = answer { failure = failure ?? error }
        continue
      }
      let items = judged(generation)
      for (place, item) in items.enumerated() where item.failed == nil && proposals.count < mostProposals {
        guard seen.match(for: item.text) == nil else { continue }
        seen.add(item.text)
        proposals.append(
          Proposal(
            text: item.text, place: Double(place) / Double(max(items.count - 1, 1)), answer: candidates.count,
            change: place))
      }
      refusals += items.compactMap(\.failed)
      let changes = items.map { item in
        Candidate.Change(
          original: "", replacement: item.text, kind: "item", failed: item.failed, gain: nil, isTaken: false,
          isMendable: false)
      }
      candidates.append(
        Candidate(
          origin: number == 0 && isGreedy ? .greedy : .sampled, answer: generation.text, checks: [], changes: changes,
          text: nil, textChecks: [], gain: nil))
    }
    return proposals
  }

  /// Takes the proposals that fit best and say nothing that was said, as many as there is room for.
  ///
  /// - Parameter relevances: How well each fits what is asked about.
  mutating func take(_ proposals: [Proposal], relevances: [Double]) {
    let isFirst = items.isEmpty
    let room = (isFirst ? goal.upperBound : goal.lowerBound) - items.count
    var taken: [(proposal: Proposal, relevance: Double)] = []
    for (proposal, relevance) in zip(proposals, relevances).sorted(by: { $0.1 > $1.1 }) where taken.count < room {
      let failed = repetition(proposal.text)
      if failed == nil {
        taken.append((proposal, relevance))
        said.add(proposal.text)
      }
      if let failed { refusals.append(failed) }
      candidates[proposal.answer].note(failed, gain: relevance, ofChange: proposal.change)
    }
    // As far towards the end as they stood in their answers.
    items += taken.sorted { ($0.proposal.place, $1.relevance) < ($1.proposal.place, $0.relevance) }.map(\.proposal.text)
  }

  /// Takes out the items that say what others say, elsewhere, and says none of those again.
  ///
  /// - Parameter elsewhere: What is said there.
  /// - Returns: Whether something was taken out.
  @discardableResult
  mutating func exclude(_ elsewhere: SaidBefore, texts: [String]) -> Bool {
    for text in texts { said.add(text) }
    let count = items.count
    items.removeAll { item in
      guard let failed = Self.repetition(item, in: elsewhere) else { return false }
      refusals.append(failed)
      return true
    }
    return items.count < count
  }

  private struct Item {
    let text: String
    let failed: CheckResult?
    var isGood: Bool { failed == nil }
  }

  private func judged(_ generation: Generation) -> [Item] {
    let prefix = prefix
    let answer = generation.text.dropFirst(generation.text.hasPrefix(prefix) ? prefix.count : 0)
    let texts = ListAnswer(String(answer), longest: longest).items
    var seen = said
    /// The last words of items that were cut off: the model goes on to use what is left of a word as one.
    var cutWords: Set<String> = []
    return texts.enumerated().map { number, text in
      let isLast = number == texts.count - 1
      let lastWord = text.plainWords.last ?? ""
      var wasCut = isLast && generation.finishReason.isCutOff || text.count > longest
      if wasCut { cutWords.insert(lastWord) }
      wasCut = wasCut || cutWords.contains(lastWord)
      var failed: CheckResult?
      if text.isEmpty || wasCut || text.isCutOff {
        failed = CheckResult(
          name: Check.complete.name, problem: CheckProblem("\"\(text.shortened)\" stops before its end"))
      } else {
        failed = checks.failure(of: text) ?? Self.repetition(text, in: seen)
      }
      if failed == nil { seen.add(text) }
      return Item(text: text, failed: failed)
    }
  }

  private func repetition(_ text: String) -> CheckResult? { Self.repetition(text, in: said) }

  private static func repetition(_ text: String, in said: SaidBefore) -> CheckResult? {
    said.match(for: text).map { other in
      CheckResult(
        name: Check.repetition.name,
        problem: CheckProblem("\"\(text.shortened)\" says what \"\(other.shortened)\" says already"))
    }
  }
}
