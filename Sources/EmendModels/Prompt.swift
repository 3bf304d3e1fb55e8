// SPDX-License-Identifier: Apache-2.0

/// What a language model is asked: a conversation, and how its answer must begin.
package struct Prompt: Codable, Equatable, Hashable, Sendable {
  /// Who says a message.
  package enum Role: String, Codable, Equatable, Hashable, Sendable, CaseIterable {
    case system, user, assistant
  }

  /// One turn of the conversation.
  package struct Message: Codable, Equatable, Hashable, Sendable {
    package var role: Role
    package var content: String

    package init(role: Role, content: String) {
      self.role = role
      self.content = content
    }
  }

  package var messages: [Message]
  /// The words that the answer begins with; the model goes on from there.
  ///
  /// Empty for none.
  package var answerPrefix: String

  package init(messages: [Message], answerPrefix: String = "") {
    self.messages = messages
    self.answerPrefix = answerPrefix
  }
}
