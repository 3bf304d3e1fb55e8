// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport

/// Runs `emend rephrase` in this process, with a model that a test makes up.
func rephrase(
  _ arguments: [String], files: [String: String] = ["post.md": RephraseCommandTests.post], input: String = "",
  environment: [String: String] = [:], hasModel: Bool = true, isTerminal: Bool = false,
  model: any LanguageModel = plainSpeaker, folder: TemporaryFolder? = nil
) async throws -> CommandRun {
  let folder = try folder ?? TemporaryFolder()
  for (name, text) in files { try folder.write(name, text) }
  return try await CommandRun(
    ["rephrase"] + arguments, in: folder, input: input, environment: environment, hasModel: hasModel,
    isTerminal: isTerminal, model: model)
}
