// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// Texts whose likelihoods are compared with those of changed versions of them, all asked for at once.
struct LikelihoodComparisons {
  /// Whether the likelihoods of the texts as such are compared, too; else they count as alike.
  let weighsFluency: Bool
  private var comparisons: [(answers: [ScoringRequest], texts: [ScoringRequest])] = []

  init(weighsFluency: Bool) { self.weighsFluency = weighsFluency }

  var count: Int { comparisons.count }

  /// - Parameter prompt: What the text is, or its changed versions may be, an answer to.
  mutating func add(_ original: String, _ changed: [String], prompt: Prompt) {
    let versions = [original] + changed
    comparisons.append(
      (
        versions.map { ScoringRequest(context: .prompt(prompt), text: $0) },
        weighsFluency ? versions.map { ScoringRequest(text: $0) } : []
      ))
  }

  /// Returns, in the order of the texts and of their changed versions, what the model says; `nil` where it cannot tell.
  func evidence(from model: any LanguageModel) async throws -> [[Ranking.Evidence?]] {
    // Each is asked once; those that begin alike one after the other.
    var places: [ScoringRequest: Int] = [:]
    var requests: [ScoringRequest] = []
    for request in comparisons.flatMap(\.answers) + comparisons.flatMap(\.texts) where places[request] == nil {
      places[request] = requests.count
      requests.append(request)
    }
    guard !requests.isEmpty else { return [] }
    let scores = try await model.score(requests).map { try? $0.get() }
    func score(_ request: ScoringRequest) -> TextScore? { scores[places[request]!] }
    return comparisons.map { comparison in
      let answers = Self.gains(comparison.answers.map(score))
      let texts = weighsFluency ? Self.gains(comparison.texts.map(score)) : answers.map { _ in 0 }
      return zip(answers, texts).map { answer, text in
        guard let answer, let text else { return nil }
        return Ranking.Evidence(answer: answer, fluency: text)
      }
    }
  }

  /// How much likelier each of the others is than the first; `nil` where the model cannot tell.
  private static func gains(_ scores: [TextScore?]) -> [Double?] {
    scores.dropFirst().map { score in
      guard let score, let original = scores[0] else { return nil }
      return score.logProbability - original.logProbability
    }
  }
}
