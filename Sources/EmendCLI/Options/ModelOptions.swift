// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Which model answers, and how it is run.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: "The model: a name, or the path of a GGUF file; with a server what that calls it.", completion: .models
  )
  var model: String?

  @Option(
    help: ArgumentHelp(
      "Ask an OpenAI-compatible server of your own, such as http://127.0.0.1:8080 or unix:/run/llama.sock; none for the embedded engine (default: the embedded engine).",
      valueName: "url"),
    completion: .servers)
  var server: String?

  @Option(
    help: ArgumentHelp(
      "The most requests to the server at a time, from 1 to 64 (default: as many as it says it answers at once).",
      valueName: "number"))
  var parallel: Int?

  @Option(help: "Threads for the embedded model, at most one for each core (default: the cores that are free).")
  var threads: Int?

  @Option(
    help: "The most tokens of a prompt and its answer (default: what the model was trained for, or the server says)."
  )
  var context: Int?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Guess an answer's next words from the passage and have the model confirm them, with weights where that changes no \
      answer.
      """)
  var speculation = true

  @Flag(
    inversion: .prefixedNo,
    help: "Use the adapter that the template names for the model's family: what the model learned from real editors.")
  var adapter = true

  @Option(help: "The seed of sampling; without effect on templates that do not sample.")
  var seed: UInt32?
}
