// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// Texts whose likelihoods are compared with those of changed versions of them, all asked for at once.
struct LikelihoodComparisons {
  private var comparisons: [(answers: [ScoringRequest], texts: [ScoringRequest])] = []

  var count: Int { comparisons.count }

  /// - Parameter prompt: What the text is, or its changed versions may be, an answer to.
  mutating func add(_ original: String, _ changed: [String], prompt: Prompt) {
    let versions = [original] + changed
    comparisons.append(
      (
        versions.map { ScoringRequest(context: .prompt(prompt), text: $0) },
        versions.map { ScoringRequest(text: $0) }
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
      guard let answer = score(comparison.answers[0]), let text = score(comparison.texts[0]) else {
        return comparison.answers.dropFirst().map { _ in nil }
      }
      return zip(comparison.answers, comparison.texts).dropFirst().map { answers, texts in
        guard let changedAnswer = score(answers), let changedText = score(texts) else { return nil }
        return Ranking.Evidence(original: (answer, text), changed: (changedAnswer, changedText))
      }
    }
  }
}
