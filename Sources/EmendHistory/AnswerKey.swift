// SPDX-License-Identifier: Apache-2.0

package import EmendModels
import Foundation

/// What an answer is kept under: the SHA-256 of everything that decides it.
package struct AnswerKey: Hashable, Sendable {
  let digest: Data

  /// Raised whenever the same fields are to mean something else.
  private static let version = 1

  /// - Parameters:
  ///   - model: What tells the model from any other, such as its file's digest.
  ///   - engine: What runs it, version included: another one may count differently and answer in other words.
  package init(_ request: GenerationRequest, model: String, engine: String) {
    var fields = Fields()
    fields.append(Self.version)
    fields.append(model)
    fields.append(engine)
    fields.append(request.prompt)
    // The answer does not depend on the source, but its limit does.
    fields.append(request.source)
    fields.append(request.limit.tokens)
    fields.append(request.limit.perSourceToken)
    // Without temperature nothing is drawn, and the rest is without effect.
    let isSampled = request.sampling.temperature > 0
    fields.append(isSampled ? 1 : 0)
    if isSampled {
      fields.append(request.sampling.temperature)
      fields.append(request.sampling.topP)
      fields.append(request.sampling.minP)
      fields.append(Int(request.sampling.seed))
    }
    // Only where there is one, so that older answers are still found.
    if request.sampling.repetitionPenalty != 1 {
      fields.append("repetition penalty")
      fields.append(request.sampling.repetitionPenalty)
    }
    fields.append(request.stopStrings.count)
    for text in request.stopStrings { fields.append(text) }
    fields.append(request.grammar == nil ? 0 : 1)
    if let grammar = request.grammar { fields.append(grammar) }
    digest = fields.digest
  }

  /// The key of a text's score.
  package init(_ request: ScoringRequest, model: String, engine: String) {
    var fields = Fields()
    fields.append("score")
    fields.append(Self.version)
    fields.append(model)
    fields.append(engine)
    switch request.context {
    case .text(let text):
      fields.append(text)
    case .prompt(let prompt):
      fields.append(prompt)
    }
    fields.append(request.text)
    digest = fields.digest
  }
}
