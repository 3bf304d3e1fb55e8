// SPDX-License-Identifier: Apache-2.0

/// A piece of a streamed answer, or the whole of one that is not streamed.
struct CompletionChunk: Decodable {
  struct Choice: Decodable {
    struct Message: Decodable {
      var content: String?
      /// What a model thinks aloud, by two names.
      var reasoningContent, reasoning: String?
    }

    /// In answers to `/v1/completions`.
    var text: String?
    /// In pieces of a chat.
    var delta: Message?
    /// In a chat that is not streamed.
    var message: Message?
    var finishReason: String?

    var content: String { text ?? delta?.content ?? message?.content ?? "" }

    var hasReasoning: Bool {
      [delta, message].contains { message in
        ![message?.reasoningContent, message?.reasoning].allSatisfy { ($0 ?? "").isEmpty }
      }
    }
  }

  struct Usage: Decodable {
    var promptTokens: Int?
    var completionTokens: Int?
  }

  var choices: [Choice]?
  var usage: Usage?
  var error: ServerProblem?

  private enum CodingKeys: CodingKey { case choices, usage, error }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    choices = try container.decodeIfPresent([Choice].self, forKey: .choices)
    // Statistics are not worth an answer.
    usage = try? container.decodeIfPresent(Usage.self, forKey: .usage)
    error = try container.decodeIfPresent(ServerProblem.self, forKey: .error)
  }
}
