// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Testing

@testable import EmendServer

struct ServerProblemTests {
  @Test(
    arguments: [
      (#"{"error":{"message":"no","type":"x","code":400}}"#, "no"),
      (#"{"error":"no"}"#, "no"),
      (#"{"object":"error","message":"no","code":400}"#, "no"),
      (#"{"detail":"no"}"#, "no"),
      ("no", "no"),
      ("<html><body>Bad gateway</body></html>", ""),
      ("", ""),
      ("{}", ""),
    ])
  func wordsAreFoundInTheUsualForms(body: String, words: String) {
    #expect(ServerProblem(body: Array(body.utf8)).trouble(status: 400) == .status(400, words, retryAfter: nil))
  }

  @Test func aTooLongPromptIsKnown() {
    // llama-server
    let own = """
      {"error":{"code":400,"message":"the request exceeds the available context size, try increasing it",\
      "type":"exceed_context_size_error","n_prompt_tokens":600,"n_ctx":512}}
      """
    let problem = ServerProblem(body: Array(own.utf8))
    #expect(problem.trouble(status: 400) == .promptTooLong(problem.message, tokens: 600, limit: 512))
    // vLLM and llama-cpp-python
    let words = "This model's maximum context length is 2048 tokens. However, you requested 3000 tokens"
    let other = ServerProblem(body: Array(#"{"error":{"message":"\#(words)","code":"context_length_exceeded"}}"#.utf8))
    #expect(other.trouble(status: 400) == .promptTooLong(words, tokens: nil, limit: nil))
  }

  @Test func aLongMessageIsCutToALine() throws {
    let address = try ServerAddress("http://127.0.0.1:9")
    let error = ServerTrouble.status(500, "a\n b\t" + String(repeating: "c", count: 300), retryAfter: nil).error(
      at: address)
    #expect(error.description.contains(#"answers with status 500: "a b ccc"#))
    #expect(error.description.count < 300)
    #expect(!error.description.contains("\n"))
  }
}
