// SPDX-License-Identifier: Apache-2.0

/// What a server says of itself and of the model that is asked.
package struct ServerFacts: Equatable, Sendable {
  package var kind: ServerKind
  /// The program's version; `nil` if it does not tell.
  package var version: String?
  /// What the server calls the model.
  package var model: String
  /// What it calls all that it has.
  package var models: [String]
  /// The most tokens of a prompt and its answer; `nil` if it does not tell.
  package var contextLimit: Int?
  /// How many requests it answers at once; `nil` if it does not tell.
  package var slots: Int?
  /// Whether it can say how likely a given text is, so that changes can be ranked.
  package var tellsLikelihoods: Bool
  /// What tells the model from any other that the server may have under this name, as far as it says.
  package var fingerprint: String
  /// How the token is written that a document may begin with, the likeliest first; only of a llama-server.
  var documentStarts: [String] = []
}

/// Which program a server is; each offers something besides OpenAI's API.
package enum ServerKind: String, Equatable, Sendable {
  case llamaServer = "llama-server"
  case llamaCppPython = "llama-cpp-python"
  case ollama = "Ollama"
  case vLLM = "vLLM"
  case lmStudio = "LM Studio"
  case other = "OpenAI-compatible server"
}
