// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Testing

struct DoctorCommandTests {
  @Test("Versions, the model and why, templates and configuration are named")
  func healthy() async throws {
    let folder = try TemporaryFolder()
    try folder.write(".emend.yaml", "threads: 2\n")
    let run = try await CommandRun(["doctor"], in: folder, model: plainSpeaker)
    #expect(run.status == 0, "\(run.errors)")
    for text in [
      "emend", "cmark", "llama.cpp", "CPU features", "smollm2-135m-instruct", "the default, found in", "sha256",
      "rephrase", "/home/.cache/emend/answers.sqlite", "none yet", "\(folder.path)/.emend.yaml (read)",
      "home/.config/emend/config.yaml (not there or not read)",
    ] {
      #expect(run.output.contains(text), "\(text) in\n\(run.output)")
    }
  }

  @Test("The answers that are kept are counted, a cache that cannot be used is no mistake")
  func cache() async throws {
    let folder = try TemporaryFolder()
    try folder.write("a.md", "We utilise this thing here.\n\nAll is fine in this place.\n")
    #expect(try await CommandRun(["rephrase", "a.md"], in: folder, model: plainSpeaker).status == 0)
    let run = try await CommandRun(["doctor"], in: folder, model: plainSpeaker)
    #expect(run.output.contains("  answers       2, 0 of at most 100 MB\n"), "\(run.output)")
    let variables = ["XDG_CACHE_HOME": "\(folder.path)/cache"]
    try folder.write("cache/emend/answers.sqlite/file", "a folder where the file should be")
    let broken = try await CommandRun(["doctor"], in: folder, environment: variables, model: plainSpeaker)
    #expect(broken.status == 0)
    #expect(broken.output.contains("  answers       cannot be used ("), "\(broken.output)")
  }

  @Test("What is wrong is said, with status 2")
  func broken() async throws {
    let run = try await CommandRun(["doctor"], in: try TemporaryFolder(), hasModel: false, model: plainSpeaker)
    #expect(run.status == 2)
    #expect(run.output.contains("none found, see below"))
    #expect(run.errors.contains("no model"))
    let model = ScriptedModel { _ in .failure(.noModel) }
    #expect(try await CommandRun(["doctor", "-m", "a/b.gguf"], in: try TemporaryFolder(), model: model).status == 2)
  }

  @Test("A model that cannot be used is named all the same, with the reason for the choice and its digest")
  func damaged() async throws {
    let folder = try TemporaryFolder()
    try folder.write("a.gguf", "no model")
    let model = BrokenModel()
    let run = try await CommandRun(["doctor", "-m", "a.gguf"], in: folder, model: model)
    #expect(run.status == 2)
    for text in ["\(folder.path)/a.gguf", "flag --model", "sha256", "cannot be used, see below"] {
      #expect(run.output.contains(text), "\(text) in\n\(run.output)")
    }
    #expect(run.errors.contains("a.gguf is not a GGUF model file"))
  }
}

/// A model that cannot be loaded.
private struct BrokenModel: LanguageModel {
  func generate(_ requests: [GenerationRequest]) -> AsyncThrowingStream<GenerationEvent, any Error> {
    AsyncThrowingStream { $0.finish(throwing: ModelError.notGGUF(path: "a.gguf")) }
  }

  func score(_ requests: [ScoringRequest]) async throws -> [Result<TextScore, ModelError>] {
    try await load()
    return []
  }

  func load() async throws { throw ModelError.notGGUF(path: "a.gguf") }

  func rendered(_ prompt: Prompt) async throws -> String { throw ModelError.notGGUF(path: "a.gguf") }
}
