// SPDX-License-Identifier: Apache-2.0

package import EmendModels
import Synchronization

/// A language model whose answers a test writes, and that records what it was asked.
package final class ScriptedModel: LanguageModel {
  private let reply: @Sendable (GenerationRequest) throws -> Result<Generation, ModelError>
  private let likelihood: @Sendable (ScoringRequest) -> Double
  private let record = Mutex<[GenerationRequest]>([])

  /// Every request so far, in order.
  package var requests: [GenerationRequest] { record.withLock { $0 } }

  /// A model that answers as `reply` says; what `reply` throws stops the whole run.
  ///
  /// - Parameter likelihood: The logarithm of a text's probability; as it stands, a model that likes every change.
  package init(
    likelihood: @escaping @Sendable (ScoringRequest) -> Double = ScriptedModel.likingChange,
    reply: @escaping @Sendable (GenerationRequest) throws -> Result<Generation, ModelError>
  ) {
    self.likelihood = likelihood
    self.reply = reply
  }

  /// Finds a text the likelier the less of it stands in what it is asked about, and any text without a prompt alike.
  package static let likingChange: @Sendable (ScoringRequest) -> Double = { request in
    guard case .prompt(let prompt) = request.context else { return 0 }
    return prompt.messages.last?.content.contains(request.text) ?? false ? -100 : 0
  }

  /// A model that answers the text of the last user message, changed by `rewrite`.
  package convenience init(rewriting rewrite: @escaping @Sendable (String) -> String) {
    self.init { request in
      let text = request.prompt.messages.last { $0.role == .user }?.content ?? ""
      return .success(Generation(text: rewrite(text), finishReason: .endOfTurn, generatedTokens: 1))
    }
  }

  /// What it answers to one request.
  package func answer(_ request: GenerationRequest) throws -> Result<Generation, ModelError> { try reply(request) }

  package func generate(_ requests: [GenerationRequest]) -> AsyncThrowingStream<GenerationEvent, any Error> {
    record.withLock { $0 += requests }
    return AsyncThrowingStream { continuation in
      do {
        for (index, request) in requests.enumerated() {
          let result = try reply(request)
          if case .success(let generation) = result {
            continuation.yield(.piece(request: index, text: generation.text, tokens: generation.generatedTokens))
          }
          continuation.yield(.finished(request: index, result: result))
        }
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
  }

  package func score(_ requests: [ScoringRequest]) async throws -> [Result<TextScore, ModelError>] {
    requests.map { .success(TextScore(logProbability: likelihood($0), tokens: 10)) }
  }

  package func load() async throws {}

  package func rendered(_ prompt: Prompt) async throws -> String {
    prompt.messages.map { "<\($0.role.rawValue)>\($0.content)" }.joined(separator: "\n")
  }
}
