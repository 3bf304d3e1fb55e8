// SPDX-License-Identifier: Apache-2.0

extension StandInProgram {
  /// A model that Ollama has.
  package struct OllamaModel: Sendable {
    package var name: String
    /// Where it runs instead; `nil` for here.
    package var remoteHost: String?
    /// The context that it is loaded with; `nil` if it is not loaded.
    package var loadedContext: Int?
    /// `num_ctx` in its Modelfile.
    package var contextParameter: Int?

    package init(
      _ name: String, remoteHost: String? = nil, loadedContext: Int? = nil, contextParameter: Int? = nil
    ) {
      self.name = name
      self.remoteHost = remoteHost
      self.loadedContext = loadedContext
      self.contextParameter = contextParameter
    }

    fileprivate var entry: JSONValue {
      let digest = "\(name.utf8.reduce(7) { ($0 * 31 + Int($1)) % 1_000_003 })"
      var entry: [String: JSONValue] = [
        "name": .string(name), "model": .string(name), "size": 91_739_413, "digest": .string(digest),
        "details": ["format": "gguf", "family": "llama", "parameter_size": "134.52M", "quantization_level": "Q4_1"],
      ]
      if let remoteHost { (entry["remote_host"], entry["remote_model"]) = (.string(remoteHost), .string(name)) }
      return .object(entry)
    }
  }

  /// Ollama, by its documentation (https://docs.ollama.com/api, https://docs.ollama.com/openai).
  package static func ollama(
    version: String = "0.12.6", models: [OllamaModel] = [OllamaModel("small:latest")], owner: String = "library",
    says: @escaping Speaker
  ) -> StandInProgram {
    let style = ChatStyle(
      common: ["role": "assistant", "content": ""], closing: ["role": "assistant", "content": ""],
      reasoningKey: "reasoning", envelope: ["system_fingerprint": "fp_ollama"])
    return StandInProgram { request in
      let body = request.json
      let model = models.first { [$0.name, $0.name.replacing(":latest", with: "")].contains(body["model"].string) }
      switch (request.method, request.path) {
      case ("GET", "/"): return .text("Ollama is running")
      case ("GET", "/api/version"): return .json(["version": .string(version)])
      case ("GET", "/api/tags"): return .json(["models": .array(models.map(\.entry))])
      case ("GET", "/api/ps"):
        let loaded = models.compactMap { model -> JSONValue? in
          model.loadedContext.map { model.entry.merging(["context_length": .number(Double($0)), "size_vram": 0]) }
        }
        return .json(["models": .array(loaded)])
      case ("POST", "/api/show"):
        guard let model else { return notFound(body, isOpenAI: false) }
        var details: [String: JSONValue] = [
          "template": "{{ .Prompt }}", "capabilities": ["completion"], "details": model.entry["details"],
          "model_info": ["general.architecture": "llama", "llama.context_length": 8192],
        ]
        if let context = model.contextParameter {
          details["parameters"] =
            "stop                           \"<|im_end|>\"\nnum_ctx                        \(context)"
        }
        if let host = model.remoteHost {
          (details["remote_host"], details["remote_model"]) = (.string(host), .string(model.name))
        }
        return .json(.object(details))
      case ("GET", "/v1/models"):
        let entries = models.map { model -> JSONValue in
          ["id": .string(model.name), "object": "model", "created": 1_800_000_000, "owned_by": .string(owner)]
        }
        return .json(["object": "list", "data": .array(entries)])
      case ("POST", "/v1/chat/completions"):
        guard model != nil else { return notFound(body, isOpenAI: true) }
        return style.answer(says(body.lastUserMessage), to: body)
      default: return .text("404 page not found", status: 404)
      }
    }
  }

  private static func notFound(_ body: JSONValue, isOpenAI: Bool) -> StandInAnswer {
    let name = body["model"].string ?? ""
    return .json(
      isOpenAI
        ? [
          "error": [
            "message": "model \"\(name)\" not found, try pulling it first", "type": "not_found_error", "param": nil,
            "code": nil,
          ]
        ] : ["error": "model '\(name)' not found"], status: 404)
  }
}
