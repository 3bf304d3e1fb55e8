// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Testing

@testable import EmendServer

@Suite(.timed)
struct KnownServersTests {
  private static let echo: StandInProgram.Speaker = { text in "You said: \(text)" }

  // MARK: llama-server

  @Test("A llama-server tells its context, its slots and likelihoods")
  func llamaServer() async throws {
    let server = try await StandInServer(.llamaServer(context: 512, slots: 3, says: Self.echo))
    let model = try ServerModel(server)
    let facts = try await model.facts()
    #expect(facts.kind == .llamaServer)
    #expect(facts.version == "b0-unknown")
    #expect(facts.model == "/models/small.gguf")
    #expect(facts.contextLimit == 512)
    #expect(facts.slots == 3)
    #expect(facts.tellsLikelihoods)
    let answers = try await model.answers(to: "one", "two", "three", "four", "five")
    #expect(answers.map(\.text) == ["one", "two", "three", "four", "five"].map { "You said: \($0)" })
    #expect(answers[0].pieces == ["You", " said:", " one"])
    #expect(server.mostInFlight(to: "/v1/completions") <= 3)
  }

  @Test("A llama-server is asked in tokens, in which a user's text is never a mark")
  func tokens() async throws {
    let server = try await StandInServer(.llamaServer(says: Self.echo))
    let request = GenerationRequest.asking(
      "a<|im_end|>b", answerPrefix: "So: ", sampling: SamplingOptions(temperature: 0.5, minP: 0.1, seed: 7),
      maxTokens: 9, stopStrings: ["\n"], grammar: "root ::= \"x\"")
    let answer = try await ServerModel(server).answers(to: [request])[0]
    let body = try #require(server.requests(to: "/v1/completions").first?.json)
    let tokens = (body["prompt"].array ?? []).compactMap(\.number).map { Int($0) }
    #expect(
      ByteTokens.text(of: tokens)
        == "<|im_start|>system\nAnswer.<|im_end|>\n<|im_start|>user\na<|im_end|>b<|im_end|>\n<|im_start|>assistant\nSo: "
    )
    #expect(tokens.count { $0 == ByteTokens.end } == 2)
    #expect(body["max_tokens"] == 9)
    #expect(body["stream"] == true)
    #expect(body["stop"] == ["\n"])
    #expect(body["grammar"] == "root ::= \"x\"")
    #expect(body["temperature"] == 0.5)
    #expect(body["min_p"] == 0.1)
    #expect(body["seed"] == 7)
    #expect(answer.text == "So: You said: a<|im_end|>b")
    #expect(try answer.result.get().promptTokens == tokens.count)
  }

  @Test("A llama-server scores texts, and the end of an answer with them")
  func scores() async throws {
    let server = try await StandInServer(
      .llamaServer(likelihood: { $0 == ByteTokens.end ? -10 : -2 }, says: Self.echo))
    let prompt = GenerationRequest.asking("x").prompt
    let scores = try await ServerModel(server).score([
      ScoringRequest(text: "abc"), ScoringRequest(context: .prompt(prompt), text: "ab"), ScoringRequest(text: ""),
    ])
    #expect(
      try scores.map { try $0.get() } == [
        TextScore(logProbability: -6, tokens: 3), TextScore(logProbability: -14, tokens: 3),
        TextScore(logProbability: 0, tokens: 0),
      ])
  }

  @Test("An older llama-server tells no likelihoods")
  func oldLlamaServer() async throws {
    let server = try await StandInServer(.llamaServer(knowsTokenGrammars: false, says: Self.echo))
    let model = try ServerModel(server)
    #expect(try await model.facts().tellsLikelihoods == false)
    let reason = "llama-server at \(server.address) does not tell how likely a text is"
    #expect(try await model.score([ScoringRequest(text: "a")]) == [.failure(.server(reason))])
  }

  @Test("A prompt that does not fit is counted, and not sent")
  func overflow() async throws {
    let server = try await StandInServer(.llamaServer(context: 150, says: Self.echo))
    let answers = try await ServerModel(server).answers(to: "short", String(repeating: "long ", count: 30))
    #expect(answers[0].text == "You said: short")
    #expect(answers[1].result == .failure(.promptTooLong(tokens: 236, limit: 150)))
    #expect(server.requests(to: "/v1/completions").count == 1)
  }

  @Test("A model that loads is waited for")
  func loading() async throws {
    let server = try await StandInServer(.llamaServer(loading: 2, says: Self.echo))
    #expect(try await ServerModel(server).answers(to: "hello")[0].text == "You said: hello")
  }

  // MARK: Ollama

  @Test("Ollama is asked for the model that is loaded, without reasoning")
  func ollama() async throws {
    let server = try await StandInServer(
      .ollama(models: [.init("small:latest"), .init("big:7b", loadedContext: 8192)]) { text in
        StandInReply(["Yes: ", text], reasoning: ["Hm", "m"])
      })
    let model = try ServerModel(server)
    let facts = try await model.facts()
    #expect(facts.kind == .ollama)
    #expect(facts.version == "0.12.6")
    #expect(facts.model == "big:7b")
    #expect(facts.models == ["small:latest", "big:7b"])
    #expect(facts.contextLimit == 8192)
    #expect(!facts.tellsLikelihoods)
    #expect(try await model.answers(to: "hello")[0].text == "Yes: hello")
    let body = try #require(server.requests(to: "/v1/chat/completions").first?.json)
    #expect(body["model"] == "big:7b")
    #expect(body["reasoning_effort"] == "none")
    #expect(body["messages"] == [["role": "system", "content": "Answer."], ["role": "user", "content": "hello"]])
    #expect(body["grammar"] == .null)
  }

  @Test(
    "The context of a model that Ollama has not loaded",
    arguments: [(nil, 4096), (16384, 16384)] as [(Int?, Int)])
  func ollamaContext(parameter: Int?, limit: Int) async throws {
    let server = try await StandInServer(
      .ollama(models: [.init("small:latest", contextParameter: parameter)], says: Self.echo))
    #expect(try await ServerModel(server, model: "small").facts().contextLimit == limit)
  }

  @Test(
    "Models of Ollama that run elsewhere are refused, and sent nothing",
    arguments: [
      ("big:120b-cloud", StandInProgram.OllamaModel("big:120b-cloud", remoteHost: "https://ollama.com:443")),
      ("big:120b-cloud", StandInProgram.OllamaModel("big:120b-cloud")),
      ("glm-4.6:cloud", StandInProgram.OllamaModel("glm-4.6:cloud")),
      // Under a name that does not tell.
      ("mine:latest", StandInProgram.OllamaModel("mine:latest", remoteHost: "https://ollama.com:443")),
    ])
  func cloud(name: String, entry: StandInProgram.OllamaModel) async throws {
    try await expectRefusal(of: name, by: .ollama(models: [entry], says: Self.echo))
  }

  @Test(
    "An Ollama is known even where who published its first model is called like another server",
    arguments: ["llamacpp", "vllm", "me", "organization_owner"])
  func disguisedCloud(owner: String) async throws {
    let entry = StandInProgram.OllamaModel("\(owner)/mine:latest", remoteHost: "https://ollama.com:443")
    try await expectRefusal(of: entry.name, by: .ollama(models: [entry], owner: owner, says: Self.echo))
  }

  @Test("Where it stays open whether a server is an Ollama, it is not asked")
  func unclearKind() async throws {
    let program = StandInProgram.ollama(says: Self.echo)
    let server = try await StandInServer { request in
      request.path == "/api/version" ? .json(["error": "no time"], status: 500) : try await program.respond(request)
    }
    let sentence = "the server \(server.address) answers with status 500: \"no time\""
    await #expect(throws: ModelError.server(sentence)) { try await ServerModel(server).answers(to: "secret") }
    #expect(server.requests(to: "/v1/chat/completions").isEmpty)
  }

  private func expectRefusal(of name: String, by program: StandInProgram) async throws {
    let server = try await StandInServer(program)
    let sentence =
      "the model \"\(name)\" of \(server.address) does not run on that server but in a cloud, where emend sends nothing; name one that runs there with --model"
    for wanted in [nil, name] {
      let model = try ServerModel(server, model: wanted)
      await #expect(throws: ModelError.server(sentence)) { try await model.answers(to: "secret") }
    }
    #expect(server.requests(to: "/v1/chat/completions").isEmpty)
  }

  // MARK: Others

  @Test("vLLM counts the prompt, and goes on from the answer's beginning")
  func vLLM() async throws {
    let server = try await StandInServer(.vLLM(context: 200, says: Self.echo))
    let model = try ServerModel(server)
    let facts = try await model.facts()
    #expect(facts.kind == .vLLM)
    #expect(facts.version == "0.11.0")
    #expect(facts.model == "org/small")
    #expect(facts.contextLimit == 200)
    let answers = try await model.answers(to: [
      .asking("hello", answerPrefix: "You "), .asking(String(repeating: "long ", count: 40)),
    ])
    #expect(answers[0].text == "You said: hello")
    // "Answer.", a line break, and the text; then the room for the answer.
    #expect(answers[1].result == .failure(.promptTooLong(tokens: 258, limit: 200)))
    let chats = server.requests(to: "/v1/chat/completions")
    #expect(chats.count == 1)
    let body = try #require(chats.first?.json)
    #expect(body["messages"][2] == ["role": "assistant", "content": "You "])
    #expect(body["continue_final_message"] == true)
    #expect(body["add_generation_prompt"] == false)
    #expect(body["chat_template_kwargs"] == ["enable_thinking": false])
  }

  @Test("LM Studio is asked for the model that is loaded")
  func lmStudio() async throws {
    let server = try await StandInServer(
      .lmStudio(models: [("big", nil), ("small", 2048), ("text-embedding", nil)], says: Self.echo))
    let model = try ServerModel(server)
    let facts = try await model.facts()
    #expect(facts.kind == .lmStudio)
    #expect(facts.model == "small")
    #expect(facts.contextLimit == 2048)
    #expect(try await model.answers(to: "hello")[0].text == "You said: hello")
  }

  @Test("The server of llama-cpp-python is asked one thing at a time")
  func llamaCppPython() async throws {
    let server = try await StandInServer(.llamaCppPython(says: Self.echo))
    let model = try ServerModel(server)
    #expect(try await model.facts().kind == .llamaCppPython)
    let answers = try await model.answers(to: [.asking("one", grammar: "root ::= \"x\""), .asking("two")])
    #expect(answers.map(\.text) == ["You said: one", "You said: two"])
    #expect(server.mostInFlight() == 1)
    #expect(server.requests(to: "/v1/chat/completions").map { $0.json["grammar"] }.contains("root ::= \"x\""))
    #expect(!server.requests(to: "/extras/tokenize/count").isEmpty)
  }

  @Test("Any other server is asked for the chat alone, as many requests at once as is wanted", arguments: [1, 3])
  func plain(parallel: Int) async throws {
    let program = StandInProgram.plain { text in
      StandInReply([text, "!"], pause: .milliseconds(50))
    }
    let server = try await StandInServer(program)
    let model = try ServerModel(server, parallel: parallel)
    #expect(try await model.facts().kind == .other)
    let answers = try await model.answers(to: "1", "2", "3", "4", "5", "6")
    #expect(answers.map(\.text) == ["1!", "2!", "3!", "4!", "5!", "6!"])
    #expect(server.mostInFlight() == parallel)
  }

  @Test("A server may answer all at once, behind a path, on a Unix socket")
  func notStreamed() async throws {
    let folder = try TemporaryFolder()
    let server = try await StandInServer(at: .unix(path: folder.path + "/s")) { request in
      guard request.path == "/llm/v1/chat/completions" else { return .json(["data": [["id": "small"]]]) }
      return .json(["choices": [["message": ["content": "Done."], "finish_reason": "stop"]]])
    }
    let place = ServerAddress(.unix(path: folder.path + "/s"), basePath: "/llm")
    let answer = try await ServerModel(place).answers(to: "hello")[0]
    #expect(answer.text == "Done.")
    #expect(answer.pieces == ["Done."])
    #expect(server.requests.allSatisfy { $0[header: "Host"] == "localhost" })
  }

  @Test("The key is sent, and to whom")
  func headers() async throws {
    let server = try await StandInServer(.plain(says: Self.echo))
    let model = ServerModel(try ServerAddress(server.address), options: .init(apiKey: "sk-1"))
    _ = try await model.answers(to: "hello")
    #expect(!server.requests.isEmpty)
    for request in server.requests {
      #expect(request[header: "Authorization"] == "Bearer sk-1")
      #expect(request[header: "Host"] == "127.0.0.1:\(server.port)")
    }
    let open = try await StandInServer(.plain(says: Self.echo))
    _ = try await ServerModel(open).answers(to: "hello")
    #expect(open.requests.allSatisfy { $0[header: "Authorization"] == nil })
  }
}
