// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTemplates

/// Fills lists: asks about all that are not complete at once, and again, from where they stand, for what is missing.
struct ListRound {
  let prompts: PromptBuilder
  /// Answers to each question.
  let candidates: Int

  /// A model that has said nothing new for so long has nothing new to say.
  private static let mostRounds = 5
  /// How much warmer each round is than the one before.
  private static let warming = 0.15

  /// The items of the template's examples.
  var exampleItems: [String] {
    prompts.template.examples.flatMap { $0.output.split(whereSeparator: \.isNewline) }.map { line in
      String(line.trimmingPrefix("- "))
    }
  }

  func fill(_ drafts: inout [ListDraft], asking model: inout CompositionModel) async throws {
    for round in 0..<Self.mostRounds {
      let open = drafts.indices.filter { !drafts[$0].isComplete && drafts[$0].failure == nil }
      guard !open.isEmpty else { return }
      let requests = open.flatMap { index in
        (0..<candidates).map { request(for: drafts[index], number: round * candidates + $0, round: round) }
      }
      let answers = try await model.answers(to: requests)
      var proposals: [[ListDraft.Proposal]] = []
      for (place, index) in open.enumerated() {
        proposals.append(
          drafts[index].proposals(
            in: Array(answers[(place * candidates)..<((place + 1) * candidates)]),
            isGreedy: round == 0 && prompts.template.sampling.temperature == 0))
      }
      let relevances = try await relevances(of: proposals, for: open.map { drafts[$0].variables }, asking: &model)
      for (place, index) in open.enumerated() {
        drafts[index].take(proposals[place], relevances: relevances[place])
      }
    }
  }

  /// How likely each item is as an answer to its question, and how much likelier than to one about nothing in particular:
  /// what could be said of anything says little.
  ///
  /// For each token, log p(item | question) − λ log p(item | nothing in particular), as Li et al. 2016 rank answers
  /// (https://arxiv.org/abs/1510.03055, equation 9).
  private func relevances(
    of proposals: [[ListDraft.Proposal]], for variables: [TemplateVariables], asking model: inout CompositionModel
  ) async throws -> [[Double]] {
    // First all of one kind, then the other: texts behind the same prompt are best judged together.
    let requests = [variables, variables.map(\.neutral)].flatMap { variables in
      zip(proposals, variables).flatMap { proposals, variables in
        let prompt = prompts.prompt(variables)
        return proposals.map { ScoringRequest(context: .prompt(prompt), text: "- \($0.text)") }
      }
    }
    let scores = try await model.scores(of: requests)
    let count = scores.count / 2
    var relevances = zip(scores[..<count], scores[count...]).map { own, neutral -> Double in
      guard let own, let neutral else { return 0 }
      return (own.logProbability - Self.diversity * neutral.logProbability) / Double(max(own.tokens, 1))
    }[...]
    return proposals.map { proposals in
      defer { relevances = relevances.dropFirst(proposals.count) }
      return Array(relevances.prefix(proposals.count))
    }
  }

  /// How much it counts against an item that it could be said of anything: λ.
  private static let diversity = 0.5

  private func request(for draft: ListDraft, number: Int, round: Int) -> GenerationRequest {
    var prompt = prompts.prompt(draft.variables)
    // What stands already leads on to more of it: every other answer begins anew.
    if number.isMultiple(of: 2) { prompt.answerPrefix += draft.prefix }
    var sampling = prompts.sampling(number)
    if round > 0 { sampling.temperature += Double(round) * Self.warming }
    let missing = draft.missing
    return GenerationRequest(
      prompt: prompt, sampling: sampling, limit: AnswerLimit(tokens: missing.upperBound * draft.longest / 3),
      stopStrings: prompts.template.stopStrings,
      grammar: prompts.template.grammar ?? OutputGrammar.list(count: missing, longest: draft.longest))
  }
}

extension TemplateVariables {
  /// The same about nothing in particular.
  fileprivate var neutral: TemplateVariables {
    var neutral = self
    (neutral.text, neutral.title) = ("Something", "Something")
    if !section.isEmpty { (neutral.section, neutral.outline) = ("Something", "- Something") }
    return neutral
  }
}
