// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport

/// Runs a command that writes new text in this process, with a model that a test makes up.
func compose(
  _ arguments: [String], files: [String: String] = [:], input: String = "", isTerminal: Bool = false,
  hasModel: Bool = true, model: any LanguageModel = cook, folder: TemporaryFolder? = nil
) async throws -> CommandRun {
  let folder = try folder ?? TemporaryFolder()
  for (name, text) in files { try folder.write(name, text) }
  return try await CommandRun(
    arguments, in: folder, input: input, hasModel: hasModel, isTerminal: isTerminal, model: model,
    // The default model's family: templates have values of their own for it.
    workbench: MergingWorkbench(family: "smollm2-135m"))
}

/// A model that knows four headings, points for each, and how to make a sentence of a note.
let cook = ScriptedModel(likelihood: { _ in 0 }) { request in
  let asked = request.prompt.messages.last?.content ?? ""
  let system = request.prompt.messages.first?.content ?? ""
  if system.contains("one full sentence") {
    let end = asked.hasSuffix(".") ? "" : "."
    return .success(Generation(text: "Now \(asked)\(end)", finishReason: .endOfTurn, generatedTokens: 9))
  }
  let lines = asked.split(separator: "\n").map(String.init)
  let items =
    system.contains("headings") || system.contains("ideas") || lines.count < 2
    ? ["Flour", "Water", "Salt", "Patience", "Ovens", "Knives", "Guests", "Leftovers"]
    : ScriptedModel.ownPoints(lines[lines.count - 1])
  let prefix = request.prompt.answerPrefix
  let new = items.filter { !prefix.contains("- \($0)\n") }
  return .success(
    Generation(text: prefix + new.map { "- \($0)\n" }.joined(), finishReason: .endOfTurn, generatedTokens: 20))
}

/// A model that answers the same to everything.
func parrot(_ text: String) -> ScriptedModel {
  ScriptedModel { _ in .success(Generation(text: text, finishReason: .endOfTurn, generatedTokens: 5)) }
}
