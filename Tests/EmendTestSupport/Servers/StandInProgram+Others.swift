// SPDX-License-Identifier: Apache-2.0

extension StandInProgram {
  /// A server that has OpenAI's interface and nothing else.
  package static func plain(models: [String] = ["small"], says: @escaping Speaker) -> StandInProgram {
    let style = ChatStyle(opening: ["role": "assistant"], closing: [:], reasoningKey: "reasoning_content")
    return StandInProgram { request in
      switch (request.method, request.path) {
      case ("GET", "/v1/models"):
        return .json(["object": "list", "data": .array(models.map { ["id": .string($0), "object": "model"] })])
      case ("POST", "/v1/chat/completions"): return style.answer(says(request.json.lastUserMessage), to: request.json)
      default: return .text("Not Found", status: 404)
      }
    }
  }

  /// vLLM, by its documentation (https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html); a token is a byte.
  package static func vLLM(
    version: String = "0.11.0", model: String = "org/small", context: Int = 4096, says: @escaping Speaker
  ) -> StandInProgram {
    let style = ChatStyle(
      opening: ["role": "assistant", "content": ""], closing: ["content": ""], reasoningKey: "reasoning_content")
    @Sendable func problem(_ status: Int, _ type: String, _ message: String) -> StandInAnswer {
      .json(
        [
          "error": [
            "message": .string(message), "type": .string(type), "param": nil, "code": .number(Double(status)),
          ]
        ], status: status)
    }
    return StandInProgram { request in
      let body = request.json
      if request.method == "POST", body["model"].string != model {
        return problem(404, "NotFoundError", "The model `\(body["model"].string ?? "")` does not exist.")
      }
      let prompt =
        body["prompt"].string
        ?? (body["messages"].array ?? []).compactMap { $0["content"].string }.joined(separator: "\n")
      let count = prompt.utf8.count
      switch (request.method, request.path) {
      case ("GET", "/version"): return .json(["version": .string(version)])
      case ("GET", "/v1/models"):
        return .json([
          "object": "list",
          "data": [
            [
              "id": .string(model), "object": "model", "created": 1_800_000_000, "owned_by": "vllm",
              "root": .string(model),
              "parent": nil, "max_model_len": .number(Double(context)), "permission": [],
            ]
          ],
        ])
      case ("POST", "/tokenize"):
        return .json([
          "count": .number(Double(count)), "max_model_len": .number(Double(context)),
          "tokens": .array(prompt.utf8.map { .number(Double($0)) }), "token_strs": nil,
        ])
      case ("POST", "/v1/chat/completions"):
        let room = Int(body["max_tokens"].number ?? 0)
        guard count + room <= context else {
          return problem(
            400, "BadRequestError",
            "This model's maximum context length is \(context) tokens. However, you requested \(count + room) tokens"
              + " (\(count) in the messages, \(room) in the completion). Please reduce the length of the messages or completion."
          )
        }
        return style.answer(says(body.lastUserMessage), to: body)
      default: return .json(["detail": "Not Found"], status: 404)
      }
    }
  }

  /// LM Studio, by its documentation (https://lmstudio.ai/docs/developer/rest/endpoints).
  ///
  /// - Parameter models: Their names, and the contexts of those that are loaded.
  package static func lmStudio(models: [(name: String, loadedContext: Int?)], says: @escaping Speaker) -> StandInProgram
  {
    let style = ChatStyle(opening: ["role": "assistant"], closing: [:], reasoningKey: "reasoning_content")
    return StandInProgram { request in
      let body = request.json
      switch (request.method, request.path) {
      case ("GET", "/v1/models"):
        let entries = models.map { model -> JSONValue in
          ["id": .string(model.name), "object": "model", "owned_by": "organization_owner"]
        }
        return .json(["object": "list", "data": .array(entries)])
      case ("GET", "/api/v0/models"):
        let entries = models.map { model -> JSONValue in
          var entry: [String: JSONValue] = [
            "id": .string(model.name), "object": "model", "type": "llm", "publisher": "community", "arch": "llama",
            "compatibility_type": "gguf", "quantization": "Q4_K_M", "max_context_length": 131_072,
            "state": model.loadedContext == nil ? "not-loaded" : "loaded",
          ]
          entry["loaded_context_length"] = model.loadedContext.map { .number(Double($0)) }
          return .object(entry)
        }
        return .json(["object": "list", "data": .array(entries)])
      case ("POST", "/v1/chat/completions"): return style.answer(says(body.lastUserMessage), to: body)
      // With a status of 200, as the real one does.
      default: return .json(["error": "Unexpected endpoint or method. (\(request.method) \(request.path))"])
      }
    }
  }

  /// The server of llama-cpp-python, after its source; a token is a byte.
  ///
  /// Its streams have lines that end in CR LF, comments to keep connections alive, and no word about tokens.
  package static func llamaCppPython(
    model: String = "/models/small.gguf", context: Int = 2048, says: @escaping Speaker
  ) -> StandInProgram {
    let style = ChatStyle(opening: ["role": "assistant"], closing: [:], reasoningKey: "", tellsUsage: false)
    return StandInProgram { request in
      let body = request.json
      switch (request.method, request.path) {
      case ("GET", "/v1/models"):
        return .json([
          "object": "list",
          "data": [["id": .string(model), "object": "model", "owned_by": "me", "permissions": []]],
        ])
      case ("POST", "/extras/tokenize/count"):
        return .json(["count": .number(Double((body["input"].string ?? "").utf8.count))])
      case ("POST", "/v1/chat/completions"):
        let count = ByteTokens.tokens(of: ByteTokens.rendered(body["messages"])).count
        guard count <= context else {
          let room = Int(body["max_tokens"].number ?? 0)
          return .json(
            [
              "error": [
                "message":
                  "This model's maximum context length is \(context) tokens. However, you requested \(count + room) tokens (\(count) in the messages, \(room) in the completion). Please reduce the length of the messages or completion.",
                "type": "invalid_request_error", "param": "messages", "code": "context_length_exceeded",
              ]
            ], status: 400)
        }
        let reply = says(body.lastUserMessage)
        guard body["stream"] == true else { return .json(style.whole(reply, to: body)) }
        let ping = ": ping - 2026-11-26 08:00:00.000000+00:00\r\n\r\n"
        let events = style.events(reply, to: body).map { "data: \($0)\r\n\r\n" }
        return .pieces([ping] + events, type: "text/event-stream; charset=utf-8", pause: reply.pause)
      default: return .json(["detail": "Not Found"], status: 404)
      }
    }
  }
}
