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
      "rephrase", "\(folder.path)/.emend.yaml (read)", "home/.config/emend/config.yaml (not there or not read)",
    ] {
      #expect(run.output.contains(text), "\(text) in\n\(run.output)")
    }
  }

  @Test("What is wrong is said, with status 2")
  func broken() async throws {
    let run = try await CommandRun(["doctor"], in: try TemporaryFolder(), hasModel: false, model: plainSpeaker)
    #expect(run.status == 2)
    #expect(run.output.contains("none that works, see below"))
    #expect(run.errors.contains("no model"))
    let model = ScriptedModel { _ in .failure(.noModel) }
    #expect(try await CommandRun(["doctor", "-m", "a/b.gguf"], in: try TemporaryFolder(), model: model).status == 2)
  }
}
