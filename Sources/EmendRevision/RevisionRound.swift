// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendModels
import EmendTemplates

/// Documents that are revised together: their passages are asked about at once, and what comes back is judged at once.
struct RevisionRound {
  private let model: any LanguageModel
  private let prompts: PromptBuilder
  private let options: Reviser.Options
  private let ranking: Ranking
  private var drafts: [RevisionDraft]
  /// The first document of which not all is known.
  private var current = 0

  init(model: any LanguageModel, prompts: PromptBuilder, options: Reviser.Options, jobs: [Reviser.Job]) {
    self.model = model
    self.prompts = prompts
    self.options = options
    let ranking = Ranking(isAdapted: prompts.isAdapted)
    self.ranking = ranking
    drafts = jobs.map { job in
      let context = PassageDraft.Context(
        document: job.document, traits: job.selected.passages.isEmpty ? DocumentTraits() : DocumentTraits(job.document),
        limits: Self.limits(prompts.template, options), checks: options.checks, minGain: options.minGain,
        minGainBeside: min(options.minGainBeside ?? options.minGain, options.minGain), ranking: ranking,
        explains: options.explains)
      return RevisionDraft(job, template: prompts.template, context: context)
    }
  }

  /// How far new texts may go from the old ones.
  static func limits(_ template: Template, _ options: Reviser.Options) -> CheckLimits {
    CheckLimits(length: template.length, glossary: options.glossary)
  }

  /// Asks for the first answers, and for more where they are needed.
  ///
  /// - Parameters:
  ///   - judged: Called with each passage, in order.
  ///   - finished: Called with each document, in order.
  mutating func run(
    _ state: inout Reviser.Progress, progress: (Reviser.Progress) -> Void,
    judged: (Int, PassageResult) async throws -> Void, finished: (Int, Revision) async throws -> Void
  ) async throws {
    let further = Array(1..<max(options.candidates, 1))
    let everywhere = drafts.indices.flatMap { job in
      drafts[job].passages.indices.map { Place(job: job, passage: $0) }
    }
    for places in groups(of: everywhere) {
      do {
        try await ask(places, options.asksAll ? [0] + further : [0], &state, progress)
        let needy = places.filter { drafts[$0.job].passages[$0.passage].needsMore }
        // A model with an adapter says at once what it knows: of what it is drawn to say besides, hardly anything is better.
        if !options.asksAll, !further.isEmpty, !prompts.isAdapted { try await ask(needy, further, &state, progress) }
      } catch ModelError.outOfTime {
        for place in places { drafts[place.job].passages[place.passage].giveUp(.outOfTime) }
      }
      for place in places { drafts[place.job].passages[place.passage].isJudged = true }
      try await tell(judged, finished)
    }
    try await tell(judged, finished)
  }

  /// Tells of what has become known, as far as all before it is known, too.
  private mutating func tell(
    _ judged: (Int, PassageResult) async throws -> Void, _ finished: (Int, Revision) async throws -> Void
  ) async throws {
    while current < drafts.count {
      for result in drafts[current].conclude() { try await judged(current, result) }
      guard drafts[current].isConcluded else { return }
      try await finished(current, drafts[current].revision)
      current += 1
    }
  }

  /// Asks for answers with these numbers to the one passage that there is.
  mutating func furtherAnswers(_ numbers: [Int]) async throws -> PassageOutcome {
    var state = Reviser.Progress(passages: 1)
    try await ask([Place(job: 0, passage: 0)], numbers, &state) { _ in }
    return drafts[0].passages[0].outcome
  }

  /// Passages that are asked about together: first all whose answers are known.
  private func groups(of places: [Place]) -> [[Place]] {
    guard options.pace.first < places.count else { return [places] }
    let isKnown = places.map { model.knows(requests(for: $0, [0])) }
    let known = zip(places, isKnown).filter(\.1).map(\.0)
    let others = zip(places, isKnown).filter { !$1 }.map(\.0)
    return (known.isEmpty ? [] : [known]) + options.pace.groups(of: others.count).map { Array(others[$0]) }
  }

  /// The questions about a passage: for each of its units, each number.
  private func requests(for place: Place, _ numbers: [Int]) -> [GenerationRequest] {
    let draft = drafts[place.job].passages[place.passage]
    return draft.units.flatMap { unit in
      numbers.map { number in
        prompts.request(for: unit.prose.text, of: draft.passage, in: drafts[place.job].document, number: number)
      }
    }
  }

  private struct Place {
    let job: Int
    let passage: Int
  }

  /// Asks for answers with certain numbers, all at once, and judges them.
  private mutating func ask(
    _ places: [Place], _ numbers: [Int], _ state: inout Reviser.Progress, _ progress: (Reviser.Progress) -> Void
  ) async throws {
    var requests: [GenerationRequest] = []
    /// Which passage an answer is for.
    var owners: [Int] = []
    /// How many answers each passage waits for.
    var awaited = [Int](repeating: 0, count: places.count)
    for (number, place) in places.enumerated() {
      let own = self.requests(for: place, numbers)
      requests += own
      owners += Array(repeating: number, count: own.count)
      awaited[number] = own.count
    }
    guard !requests.isEmpty else { return }
    var answers = [Result<Generation, ModelError>](repeating: .failure(.noModel), count: requests.count)
    for try await event in model.generate(requests) {
      switch event {
      case .ready(let seconds):
        state.loadSeconds += seconds
      case .piece(_, _, let tokens):
        state.generatedTokens += tokens
      case .finished(let index, let result):
        answers[index] = result
        awaited[owners[index]] -= 1
        // Further answers are for passages that were counted before.
        if awaited[owners[index]] == 0, numbers[0] == 0 { state.passagesDone += 1 }
        if case .success(let generation) = result {
          drafts[places[owners[index]].job].statistics += RevisionStatistics(generation)
        }
      }
      progress(state)
    }
    try Task.checkCancellation()

    var judged: [(place: Place, proposals: PassageDraft.Proposals)] = []
    var next = 0
    for place in places {
      let count = drafts[place.job].passages[place.passage].units.count
      guard count > 0 else { continue }
      let instructions = requests[next].prompt.messages.filter { $0.role == .system }.map(\.content)
      for (offset, number) in numbers.enumerated() {
        let own = (0..<count).map { answers[next + $0 * numbers.count + offset] }
        let proposals = drafts[place.job].passages[place.passage].proposals(
          of: own, origin: number == 0 && prompts.template.sampling.temperature == 0 ? .greedy : .sampled,
          instructions: instructions)
        if let proposals { judged.append((place, proposals)) }
      }
      next += count * numbers.count
    }
    try await judge(judged)
  }

  /// Asks how likely the changes are, and takes those that are likely enough.
  private mutating func judge(_ judged: [(place: Place, proposals: PassageDraft.Proposals)]) async throws {
    var comparisons = LikelihoodComparisons(weighsFluency: ranking.weighsFluency)
    for (place, proposals) in judged {
      let draft = drafts[place.job].passages[place.passage]
      for text in proposals.texts {
        let prompt = prompts.prompt(for: text.original, of: draft.passage, in: drafts[place.job].document)
        comparisons.add(text.original, text.changed, prompt: prompt)
      }
    }
    let start = ContinuousClock.now
    var evidence = try await comparisons.evidence(from: model)[...]
    let seconds = (ContinuousClock.now - start).seconds
    for (place, proposals) in judged {
      var proposals = proposals
      let count = proposals.texts.count
      proposals.note(Array(evidence.prefix(count)), ranking: ranking)
      evidence = evidence.dropFirst(count)
      drafts[place.job].passages[place.passage].add(proposals)
    }
    // All were judged together: the time is told with the first of the documents.
    guard let first = judged.first?.place.job, comparisons.count > 0 else { return }
    drafts[first].statistics.scoreSeconds += seconds
  }
}
