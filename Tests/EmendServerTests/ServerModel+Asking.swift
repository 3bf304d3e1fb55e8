// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendServer
import EmendTestSupport

extension ServerTimeouts {
  /// Short enough to wait for in a test.
  static let short = ServerTimeouts(
    connect: .milliseconds(300), firstToken: .milliseconds(400), betweenTokens: .milliseconds(300),
    backoff: .milliseconds(5))
  /// Short only before a second try.
  static let patient = ServerTimeouts(
    connect: .seconds(20), firstToken: .seconds(20), betweenTokens: .seconds(20), backoff: .milliseconds(5))
}

extension ServerModel {
  convenience init(
    _ server: StandInServer, model: String? = nil, parallel: Int? = nil, timeouts: ServerTimeouts = .patient
  ) throws {
    try self.init(
      ServerAddress(server.address), options: Options(model: model, parallel: parallel, timeouts: timeouts))
  }

  /// What comes of a request, and the pieces on the way.
  struct Answer: Sendable {
    var result: Result<Generation, ModelError> = .failure(.noModel)
    var pieces: [String] = []

    var text: String? { try? result.get().text }
  }

  func answers(to requests: [GenerationRequest]) async throws -> [Answer] {
    var answers = [Answer](repeating: Answer(), count: requests.count)
    for try await event in generate(requests) {
      switch event {
      case .ready: break
      case .piece(let index, let text, _): answers[index].pieces.append(text)
      case .finished(let index, let result): answers[index].result = result
      }
    }
    return answers
  }

  func answers(to texts: String...) async throws -> [Answer] {
    try await answers(to: texts.map { .asking($0) })
  }
}

extension GenerationRequest {
  static func asking(
    _ text: String, answerPrefix: String = "", sampling: SamplingOptions = .greedy, maxTokens: Int = 50,
    stopStrings: [String] = [], grammar: String? = nil
  ) -> GenerationRequest {
    let messages = [Prompt.Message(role: .system, content: "Answer."), Prompt.Message(role: .user, content: text)]
    return GenerationRequest(
      prompt: Prompt(messages: messages, answerPrefix: answerPrefix), sampling: sampling,
      limit: AnswerLimit(tokens: maxTokens), stopStrings: stopStrings, grammar: grammar)
  }
}
