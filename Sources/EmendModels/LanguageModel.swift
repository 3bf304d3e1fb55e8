// SPDX-License-Identifier: Apache-2.0

/// A model that answers prompts and judges texts.
///
/// Many requests are handed over at once, so that an engine may decode them together; each answer comes as soon as it
/// is finished, in any order.
///
/// ```swift
/// for try await event in model.generate(requests) {
///   if case .finished(let index, let result) = event { answers[index] = result }
/// }
/// ```
package protocol LanguageModel: Sendable {
  /// Answers all `requests`.
  ///
  /// The stream yields, for each request, any number of pieces and then exactly one `finished`. It throws only what
  /// stops every request: a model that cannot be loaded, or cancellation (`CancellationError`). Ending the iteration, or
  /// cancelling its task, stops the work between two tokens.
  func generate(_ requests: [GenerationRequest]) -> AsyncThrowingStream<GenerationEvent, any Error>

  /// Returns how likely the model finds each of some texts, or why that cannot be told.
  ///
  /// Texts that begin alike are best handed over together, one after the other.
  /// - Throws: What stops all of them: a model that cannot be loaded, or cancellation (`CancellationError`).
  func score(_ requests: [ScoringRequest]) async throws -> [Result<TextScore, ModelError>]

  /// Whether the answers to all of some requests are there already, and cost no time.
  func knows(_ requests: [GenerationRequest]) -> Bool

  /// Makes sure that the model is there and can be used.
  ///
  /// - Throws: ``ModelError`` if it cannot.
  func load() async throws

  /// Returns the very text that the model would read, its chat template applied.
  func rendered(_ prompt: Prompt) async throws -> String
}

extension LanguageModel {
  package func knows(_ requests: [GenerationRequest]) -> Bool { requests.isEmpty }
}

/// Something that happened while requests were answered.
package enum GenerationEvent: Equatable, Sendable {
  /// The model is loaded and what all prompts share is evaluated, which took this long since it was last told, in seconds.
  /// Only of engines that load.
  case ready(loadSeconds: Double)
  /// More text of an answer, always whole characters, and the number of tokens that it took. The answer prefix is not
  /// repeated here.
  case piece(request: Int, text: String, tokens: Int)
  /// The answer to the request at this index, or why there is none. Other requests are not affected.
  case finished(request: Int, result: Result<Generation, ModelError>)
}
