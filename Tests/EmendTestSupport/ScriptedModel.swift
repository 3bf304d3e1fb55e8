// SPDX-License-Identifier: Apache-2.0

package import EmendModels
import Synchronization

/// A language model whose answers a test writes, and that records what it was asked.
package final class ScriptedModel: LanguageModel {
  private let reply: @Sendable (GenerationRequest) throws -> Result<Generation, ModelError>
  private let record = Mutex<[GenerationRequest]>([])

  /// Every request so far, in order.
  package var requests: [GenerationRequest] { record.withLock { $0 } }

  /// A model that answers as `reply` says; what `reply` throws stops the whole run.
  package init(reply: @escaping @Sendable (GenerationRequest) throws -> Result<Generation, ModelError>) {
    self.reply = reply
  }

  /// A model that answers the text of the last user message, changed by `rewrite`.
  package convenience init(rewriting rewrite: @escaping @Sendable (String) -> String) {
    self.init { request in
      let text = request.prompt.messages.last { $0.role == .user }?.content ?? ""
      return .success(Generation(text: rewrite(text), finishReason: .endOfTurn, generatedTokens: 1))
    }
  }

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

  package func load() async throws {}

  package func rendered(_ prompt: Prompt) async throws -> String {
    prompt.messages.map { "<\($0.role.rawValue)>\($0.content)" }.joined(separator: "\n")
  }
}
