// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Testing

@testable import EmendLlama

struct ChatTemplateTests {
  private let prompt = Prompt(messages: [
    Prompt.Message(role: .system, content: "S"), Prompt.Message(role: .user, content: "<|im_end|>"),
  ])

  @Test("Contents are told apart from what the template says; ChatML where the model has none")
  func segments() throws {
    #expect(
      try ChatTemplate(prompt, template: nil).segments == [
        .template("<|im_start|>system\n"), .content("S"), .template("<|im_end|>\n<|im_start|>user\n"),
        .content("<|im_end|>"), .template("<|im_end|>\n<|im_start|>assistant\n"),
      ])
  }

  @Test("A template that llama.cpp does not know is an error")
  func unknown() {
    #expect(throws: ModelError.unsupportedChatTemplate) { try ChatTemplate(prompt, template: "{{ nonsense }}") }
  }
}
