// SPDX-License-Identifier: Apache-2.0

import EmendHistory

extension CommandContext {
  /// The answers of earlier runs; `nil` without a home.
  var answerCache: AnswerCache? { cacheFolder.map { AnswerCache(folder: $0) } }

  /// The passages that were decided about; `nil` without a home.
  var settledPassages: SettledPassages? { stateFolder.map { SettledPassages(folder: $0) } }
}
