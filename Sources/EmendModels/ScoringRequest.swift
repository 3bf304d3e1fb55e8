// SPDX-License-Identifier: Apache-2.0

/// A text whose likelihood is asked of a model.
package struct ScoringRequest: Codable, Equatable, Hashable, Sendable {
  /// What comes before the text.
  package enum Context: Codable, Equatable, Hashable, Sendable {
    /// A text that it goes on from; empty where it begins a document.
    case text(String)
    /// A conversation whose answer it is; that the answer ends with it counts, too.
    case prompt(Prompt)
  }

  package var context: Context
  package var text: String

  package init(context: Context = .text(""), text: String) {
    self.context = context
    self.text = text
  }
}

/// How likely a model finds a text.
package struct TextScore: Codable, Equatable, Sendable {
  /// The sum of the natural logarithms of the tokens' probabilities.
  package var logProbability: Double
  package var tokens: Int

  package init(logProbability: Double, tokens: Int) {
    self.logProbability = logProbability
    self.tokens = tokens
  }
}
