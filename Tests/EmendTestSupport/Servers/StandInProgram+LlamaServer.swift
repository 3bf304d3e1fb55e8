// SPDX-License-Identifier: Apache-2.0

import Foundation

extension StandInProgram {
  /// llama.cpp's llama-server, after what the real one answers; its tokens are bytes, and three special ones.
  ///
  /// - Parameters:
  ///   - loading: How many requests it answers with "Loading model" first.
  ///   - knowsTokenGrammars: Whether its grammars can name tokens by number, as new ones can.
  ///   - likelihood: The logarithm of a token's probability.
  package static func llamaServer(
    model: String = "/models/small.gguf", context: Int = 4096, slots: Int = 2, loading: Int = 0,
    knowsTokenGrammars: Bool = true, likelihood: @escaping @Sendable (_ token: Int) -> Double = { _ in -1 },
    says: @escaping Speaker
  ) -> StandInProgram {
    let style = ChatStyle(
      opening: ["role": "assistant", "content": nil], closing: [:], reasoningKey: "reasoning_content",
      envelope: ["system_fingerprint": "b0-unknown"])
    return StandInProgram { request in
      guard request.index >= loading else { return problem(503, "Loading model", type: "unavailable_error") }
      let body = request.json
      switch (request.method, request.path) {
      case ("GET", "/health"): return .json(["status": "ok"])
      case ("GET", "/props"):
        return .json([
          "default_generation_settings": ["n_ctx": .number(Double(context)), "params": ["temperature": 0.8]],
          "total_slots": .number(Double(slots)), "model_alias": .string(model), "model_path": .string(model),
          "chat_template": "{% for message in messages %}…{% endfor %}", "bos_token": "<|im_start|>",
          "eos_token": "<|im_end|>", "build_info": "b0-unknown", "is_sleeping": false,
        ])
      case ("GET", "/v1/models"):
        return .json([
          "object": "list", "models": [["name": .string(model), "model": .string(model), "type": "model"]],
          "data": [
            [
              "id": .string(model), "aliases": [.string(model)], "object": "model", "owned_by": "llamacpp",
              "meta": ["n_vocab": 259, "n_ctx": .number(Double(context)), "n_params": 1000, "size": 2000],
            ]
          ],
        ])
      case ("POST", "/apply-template"): return .json(["prompt": .string(ByteTokens.rendered(body["messages"]))])
      case ("POST", "/tokenize"):
        let tokens = ByteTokens.tokens(of: body["content"].string ?? "", parsingSpecial: body["parse_special"] != false)
        return .json(["tokens": .array(tokens.map { .number(Double($0)) })])
      case ("POST", "/v1/chat/completions"):
        let count = ByteTokens.tokens(of: ByteTokens.rendered(body["messages"])).count
        return overflow(count, context) ?? style.answer(says(body.lastUserMessage), to: body)
      case ("POST", "/v1/completions"):
        let tokens = promptTokens(body)
        return overflow(tokens.count, context)
          ?? completion(says(ByteTokens.lastUserMessage(in: tokens)), to: body, prompt: tokens.count)
      case ("POST", "/completion"):
        let tokens = promptTokens(body)
        if let overflow = overflow(tokens.count, context) { return overflow }
        guard knowsTokenGrammars else {
          return problem(400, "Failed to initialize samplers: failed to parse grammar", type: "invalid_request_error")
        }
        return likelihoods(body, of: likelihood)
      default: return problem(404, "File Not Found", type: "not_found_error")
      }
    }
  }

  private static func problem(_ status: Int, _ message: String, type: String) -> StandInAnswer {
    .json(
      ["error": ["message": .string(message), "type": .string(type), "code": .number(Double(status))]], status: status)
  }

  private static func overflow(_ tokens: Int, _ context: Int) -> StandInAnswer? {
    guard tokens >= context else { return nil }
    return .json(
      [
        "error": [
          "code": 400, "type": "exceed_context_size_error",
          "message":
            "request (\(tokens) tokens) exceeds the available context size (\(context) tokens), try increasing it",
          "n_prompt_tokens": .number(Double(tokens)), "n_ctx": .number(Double(context)),
        ]
      ], status: 400)
  }

  private static func promptTokens(_ body: JSONValue) -> [Int] {
    if let text = body["prompt"].string { return ByteTokens.tokens(of: text) }
    return (body["prompt"].array ?? []).compactMap { $0.number.map { Int($0) } }
  }

  private static func completion(_ reply: StandInReply, to body: JSONValue, prompt: Int) -> StandInAnswer {
    let usage = ChatStyle.usage(reply, prompt: prompt)
    func chunk(_ text: String, _ finishReason: JSONValue) -> JSONValue {
      [
        "choices": [["text": .string(text), "index": 0, "logprobs": nil, "finish_reason": finishReason]],
        "created": 1_800_000_000, "model": body["model"], "system_fingerprint": "b0-unknown",
        "object": "text_completion",
        "id": "chatcmpl-1",
      ]
    }
    guard body["stream"] == true else {
      return .json(chunk(reply.text, .string(reply.finishReason)).merging(["usage": usage]))
    }
    let last = chunk("", .string(reply.finishReason)).merging(["usage": usage])
    return .events(
      (reply.pieces.map { chunk($0, .null) } + [last]).map(\.text) + ["[DONE]"], pause: reply.pause)
  }

  /// What `/completion` tells with `n_probs` when a grammar leaves no choice.
  private static func likelihoods(
    _ body: JSONValue, of likelihood: @Sendable (Int) -> Double
  ) -> StandInAnswer {
    var tokens = (body["grammar"].string ?? "").matches(of: /<\[(\d+)\]>/).compactMap { Int($0.output.1) }
    if tokens.count < Int(body["n_predict"].number ?? 0) { tokens.append(ByteTokens.end) }
    let entries = tokens.map { token -> JSONValue in
      [
        "id": .number(Double(token)), "token": "", "bytes": [], "logprob": .number(likelihood(token)),
        "top_logprobs": [],
      ]
    }
    return .json([
      "index": 0, "content": "", "tokens": [], "stop": true, "stop_type": "limit", "truncated": false,
      "tokens_predicted": .number(Double(tokens.count)), "completion_probabilities": .array(entries),
    ])
  }
}

/// A tokenizer whose tokens are the bytes of UTF-8 and ChatML's two marks.
package enum ByteTokens {
  package static let start = 256
  package static let end = 257
  private static let marks = [(start, "<|im_start|>"), (end, "<|im_end|>")]

  package static func tokens(of text: String, parsingSpecial: Bool = true) -> [Int] {
    var tokens: [Int] = []
    var rest = text[...]
    while let first = rest.first {
      if parsingSpecial, let (token, mark) = marks.first(where: { rest.hasPrefix($0.1) }) {
        tokens.append(token)
        rest = rest.dropFirst(mark.count)
      } else {
        tokens += String(first).utf8.map(Int.init)
        rest = rest.dropFirst()
      }
    }
    return tokens
  }

  package static func text(of tokens: some Sequence<Int>) -> String {
    let bytes = tokens.flatMap { token in
      marks.first { $0.0 == token }.map { Array($0.1.utf8) } ?? [UInt8(truncatingIfNeeded: token)]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text of a chat, its template applied.
  static func rendered(_ messages: JSONValue) -> String {
    (messages.array ?? []).map { message in
      "<|im_start|>\(message["role"].string ?? "")\n\(message["content"].string ?? "")<|im_end|>\n"
    }.joined() + "<|im_start|>assistant\n"
  }

  static func lastUserMessage(in tokens: [Int]) -> String {
    let turns = tokens.split(separator: start).map { turn in text(of: turn.prefix { $0 != end }) }
    return String(turns.last { $0.hasPrefix("user\n") }?.dropFirst("user\n".count) ?? "")
  }
}
