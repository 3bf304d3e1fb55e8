// SPDX-License-Identifier: Apache-2.0

import EmendHistory
import EmendLlama

extension CommandContext {
  /// The answers of earlier runs; `nil` without a home.
  var answerCache: AnswerCache? { cacheFolder.map { AnswerCache(folder: $0) } }

  /// The passages that were decided about; `nil` without a home.
  var settledPassages: SettledPassages? { stateFolder.map { SettledPassages(folder: $0) } }

  /// What runs the models.
  ///
  /// Answers of another emend or llama.cpp are not taken: it may sample or cut off differently.
  static var engineIdentity: String { "emend \(EmendCommand.version), llama.cpp \(LlamaRuntime.version)" }
}
