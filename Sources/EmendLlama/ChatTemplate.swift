// SPDX-License-Identifier: Apache-2.0

import CLlama
import EmendModels
import Foundation

/// A prompt as the model reads it, with what the template says told apart from what people wrote.
struct ChatTemplate {
  enum Segment: Equatable {
    /// From the template: names of control tokens count as those.
    case template(String)
    /// From a message or the answer prefix: only text.
    case content(String)

    var text: String {
      switch self {
      case .template(let text), .content(let text): text
      }
    }
  }

  let segments: [Segment]

  /// Applies a chat template.
  ///
  /// - Parameter template: The model's own, of which llama.cpp knows the common ones; `nil` for ChatML.
  init(_ prompt: Prompt, template: String?) throws(ModelError) {
    // The template sees marks in place of the contents, so that these can be found again and are never taken for more
    // than text. The marks are from a private-use area, and would be wrong only in a template that has them too.
    let marks = prompt.messages.indices.map { "\u{F8FE}\($0)\u{F8FF}" }
    var rest = try Self.applied(roles: prompt.messages.map(\.role.rawValue), contents: marks, template: template)[...]
    var segments: [Segment] = []
    for (mark, message) in zip(marks, prompt.messages) {
      guard let range = rest.firstRange(of: mark) else { throw .unsupportedChatTemplate }
      segments.append(.template(String(rest[..<range.lowerBound])))
      segments.append(.content(message.content))
      rest = rest[range.upperBound...]
    }
    segments.append(.template(String(rest)))
    segments.append(.content(prompt.answerPrefix))
    self.segments = segments.filter { !$0.text.isEmpty }
  }

  /// The whole text.
  var text: String { segments.map(\.text).joined() }

  private static func applied(
    roles: [String], contents: [String], template: String?
  ) throws(ModelError) -> String {
    let names = unsafe (roles + contents).map { unsafe strdup($0) }
    defer { unsafe names.forEach { unsafe free($0) } }
    guard unsafe names.allSatisfy({ unsafe $0 != nil }) else { throw .unsupportedChatTemplate }
    let messages = unsafe roles.indices.map { index in
      unsafe llama_chat_message(role: names[index], content: names[roles.count + index])
    }
    var buffer = [CChar](repeating: 0, count: 1024)
    for _ in 0..<2 {
      let count = unsafe llama_chat_apply_template(
        template, messages, messages.count, true, &buffer, Int32(buffer.count))
      guard count >= 0 else { throw .unsupportedChatTemplate }
      if count <= buffer.count {
        return String(decoding: buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      }
      buffer = [CChar](repeating: 0, count: Int(count) + 1)
    }
    throw .unsupportedChatTemplate
  }
}
