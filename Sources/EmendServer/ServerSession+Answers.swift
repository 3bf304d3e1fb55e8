// SPDX-License-Identifier: Apache-2.0

import EmendModels

extension ServerSession {
  /// Returns the answer to a request, counted before it is sent.
  ///
  /// - Parameter piece: Called with each piece of the text as it comes; what was called with before starts anew where the
  ///   same is asked again.
  /// - Throws: ``ServerTrouble``, ``ModelError`` or `CancellationError`.
  func answer(to request: GenerationRequest, piece: @escaping @Sendable (String) -> Void) async throws -> Generation {
    let (prompt, maxTokens) = try await counted(request)
    try checkFit(prompt.count + maxTokens)
    let body = CompletionRequest(request, prompt: prompt, maxTokens: maxTokens, facts: facts)
    let message = ServerConnection.Request(
      path: body.messages == nil ? "/v1/completions" : "/v1/chat/completions", body: try body.bytes)
    let goesOn = body.messages == nil
    do {
      return try await lanes.inLane {
        let watchdog = Watchdog(first: client.timeouts.firstToken, further: client.timeouts.betweenTokens)
        return try await client.connection.exchange(message, watchdog: watchdog) { head, bytes in
          try await ServerClient.checkSuccess(head, &bytes)
          var reader = AnswerReader(request, maxTokens: maxTokens, goesOn: goesOn)
          do {
            try await read(&bytes, isEventStream: head.isEventStream, into: &reader) {
              watchdog.reset()
              piece($0)
            }
          } catch let error where ServerConnection.isBreak(error) {
            guard !reader.hasEnded else { return try reader.generation(promptTokens: prompt.count) }
            throw ServerTrouble.truncated(try? reader.generation(isBroken: true, promptTokens: prompt.count))
          }
          return try reader.generation(promptTokens: prompt.count)
        }
      }
    } catch ServerTrouble.truncated(let partial?) {
      // What came of the last try is judged, and refused as an answer without an end.
      return partial
    }
  }

  private func counted(_ request: GenerationRequest) async throws -> (PreparedPrompt, maxTokens: Int) {
    let count = { @Sendable () async throws in
      let prompt = try await tokenizer.prepared(request.prompt)
      let source = request.limit.perSourceToken == 0 ? 0 : try await tokenizer.count(of: request.source)
      return (prompt, request.limit.tokens(forSource: source))
    }
    // llama-cpp-python breaks an answer off as soon as it is asked anything else (`interrupt_requests`).
    return try await facts.kind == .llamaCppPython ? lanes.inLane(count) : lanes.patiently(count)
  }

  private func read(
    _ body: inout ServerConnection.Body, isEventStream: Bool, into reader: inout AnswerReader,
    piece: (String) -> Void
  ) async throws {
    guard isEventStream else {
      if let text = try reader.take(try await body.rest()) { piece(text) }
      return
    }
    var parser = EventStreamParser()
    var (hasBytes, hasEvents) = (false, false)
    while let bytes = try await body.next() {
      hasBytes = true
      for event in parser.events(in: bytes) {
        hasEvents = true
        if event == "[DONE]" {
          // Also how llama-cpp-python breaks off.
          if reader.hasChoice, !reader.hasEnded { throw ServerTrouble.truncated(nil) }
          return
        }
        if let text = try reader.take(event.utf8) { piece(text) }
        if reader.isStopped { return }
      }
    }
    if hasBytes, !hasEvents { throw ServerTrouble.malformed("something else than server-sent events") }
    if !reader.hasEnded { throw ServerTrouble.truncated(nil) }
  }
}
