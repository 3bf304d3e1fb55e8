// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendServer

struct ReasoningFilterTests {
  @Test(
    arguments: [
      ("The text.", "The text.", false),
      ("<think>Let me see.</think>\n\nThe text.", "The text.", true),
      ("\n<think>\nLet me see.\n</think>The text.", "The text.", true),
      ("Let me see.\n</think>\n\nThe text.", "The text.", true),
      ("<think></think>The text.", "The text.", true),
      ("<think>Let me", "", true),
      ("[THINK]Hm.[/THINK]The text.", "The text.", true),
      ("Put it between <think> and </think>.", "Put it between <think> and </think>.", false),
    ])
  func leavesTheAnswer(text: String, answer: String, hasReasoning: Bool) {
    let found = ReasoningFilter.answer(in: text)
    #expect(found.text == answer)
    #expect(found.hasReasoning == hasReasoning)
  }
}
