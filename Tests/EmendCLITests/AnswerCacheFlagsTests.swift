// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Foundation
import Testing

/// Answers of earlier runs on the command line.
struct AnswerCacheFlagsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("post.md", "We utilise this thing here.\n\nAll is fine in this place.\n")
  }

  private func run(
    _ arguments: String..., environment: [String: String] = [:], model: any LanguageModel
  ) async throws -> CommandRun {
    try await CommandRun(["rephrase", "post.md"] + arguments, in: folder, environment: environment, model: model)
  }

  private func speaker(_ word: String = "utilize") -> ScriptedModel {
    ScriptedModel(rewriting: { $0.replacing("utilise", with: word) })
  }

  private var cacheFile: String { "\(folder.path)/home/.cache/emend/answers.sqlite" }

  @Test("A second run says the same, asks nothing, and says that its answers are old ones")
  func second() async throws {
    let first = try await run(model: speaker())
    #expect(first.errors.hasSuffix("2 passages: 1 edit, 1 kept, 0 not checked\n"))
    let model = speaker("utilized")
    let second = try await run(model: model)
    #expect(model.requests.isEmpty)
    #expect(second.output == first.output)
    #expect(second.errors.hasSuffix("2 passages: 1 edit, 1 kept, 0 not checked (2 answers from the cache)\n"))
  }

  @Test("What has changed is asked, the rest is not, whatever file it stands in")
  func changed() async throws {
    _ = try await run(model: speaker())
    try folder.write("post.md", "# New\n\nSome new words stand here.\n\nWe utilise this thing here.\n")
    let model = speaker("utilized")
    let run = try await run(model: model)
    #expect(model.requests.map(\.source) == ["Some new words stand here."])
    #expect(run.output.contains("+We utilize this thing here."))
    #expect(run.errors.hasSuffix("(1 answer from the cache)\n"))
  }

  @Test("JSON counts the answers, and tokens only of those that the model gave")
  func json() async throws {
    var seen: [[Int?]] = []
    for _ in 0..<2 {
      let run = try await run("--output-format", "json", model: speaker())
      let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      let stats = try #require(report["stats"] as? [String: Any])
      seen.append([stats["cached"] as? Int, stats["generatedTokens"] as? Int])
    }
    #expect(seen == [[0, 2], [2, 0]])
  }

  @Test("--no-cache neither takes answers nor keeps them")
  func noCache() async throws {
    #expect(try await run("--no-cache", model: speaker()).status == 0)
    #expect(!FileManager.default.fileExists(atPath: cacheFile))
    _ = try await run(model: speaker())
    let model = speaker("utilized")
    #expect(try await run("--no-cache", model: model).output.contains("+We utilized this"))
    #expect(model.requests.count == 2)
    #expect(try await run(model: UnusableModel()).output.contains("+We utilize this"))
  }

  @Test("--fresh asks again and keeps the new answers")
  func fresh() async throws {
    _ = try await run(model: speaker())
    let fresh = try await run("--fresh", model: speaker("utilized"))
    #expect(fresh.output.contains("+We utilized this"))
    #expect(!fresh.errors.contains("cache"))
    #expect(try await run(model: UnusableModel()).output.contains("+We utilized this"))
  }

  @Test("Both together are a mistake in the command line")
  func both() async throws {
    let run = try await run("--no-cache", "--fresh", model: speaker())
    #expect(run.status == 64)
    #expect(run.errors.contains("--no-cache and --fresh exclude each other."))
  }

  @Test("Another model, template, setting or seed of sampling has other answers")
  func settings() async throws {
    let template =
      "---\nname: mine\nvariables: { tone: plain }\nsampling: { temperature: 0.5 }\n---\n"
      + "{{#system}}{{tone}}{{/system}}{{#user}}{{text}}{{/user}}\n"
    try folder.write("mine.md", template)
    try folder.write("other.gguf", "GGUF of another kind")
    let model = speaker()
    for arguments in [
      [], ["-m", "other.gguf"], ["-t", "./mine.md"], ["-t", "./mine.md", "--set", "tone=short"],
      ["-t", "./mine.md", "--seed", "3"],
    ] {
      let before = model.requests.count
      for _ in 0..<2 {
        let run = try await CommandRun(["rephrase", "post.md"] + arguments, in: folder, model: model)
        #expect(run.status == 0, "\(run.errors)")
      }
      #expect(model.requests.count == before + 2, "\(arguments)")
    }
    // A model under another name is the same one, and greedy answers need no seed.
    try folder.write("copy.gguf", "GGUF")
    #expect(try await run("-m", "copy.gguf", "--seed", "4", model: UnusableModel()).status == 0)
  }

  @Test("A cache that cannot be used is told with -v, and not else")
  func unusable() async throws {
    try folder.write("cache", "a file where the folder should be")
    let variables = ["XDG_CACHE_HOME": "\(folder.path)/cache"]
    let run = try await run("-v", environment: variables, model: speaker())
    #expect(run.status == 0)
    #expect(run.errors.contains("no answers are kept: \(folder.path)/cache/emend/answers.sqlite: cannot create"))
    #expect(try await !self.run(environment: variables, model: speaker()).errors.contains("no answers"))
  }

  @Test("Without a home there is no cache and no complaint")
  func homeless() async throws {
    for _ in 0..<2 {
      let model = speaker()
      #expect(try await run("-v", environment: ["HOME": ""], model: model).status == 0)
      #expect(model.requests.count == 2)
    }
  }
}

/// A model that cannot be loaded, for runs that must not need it.
private struct UnusableModel: LanguageModel {
  func generate(_ requests: [GenerationRequest]) -> AsyncThrowingStream<GenerationEvent, any Error> {
    AsyncThrowingStream { $0.finish(throwing: ModelError.notGGUF(path: "m.gguf")) }
  }

  func score(_ requests: [ScoringRequest]) async throws -> [Result<TextScore, ModelError>] {
    throw ModelError.noModel
  }

  func load() async throws { throw ModelError.notGGUF(path: "m.gguf") }

  func rendered(_ prompt: Prompt) async throws -> String { throw ModelError.notGGUF(path: "m.gguf") }
}
