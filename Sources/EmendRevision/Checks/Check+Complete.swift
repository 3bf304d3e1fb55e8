// SPDX-License-Identifier: Apache-2.0

import EmendModels

extension Check {
  /// Refuses an answer that was cut off, by the token limit or because a server's connection broke off.
  ///
  /// ## Before
  /// `The set-up takes a while because it compiles the library from source on the first run.`
  /// ## After
  /// `The set-up takes a while, as it compiles the`
  static let complete = Check(name: "complete", summary: "an answer that was cut off") { cutOff($0.finishReason) }

  /// What is wrong with an answer that ended for this reason; `nil` if nothing is, or if it is not known.
  static func cutOff(_ reason: Generation.FinishReason?) -> CheckProblem? {
    switch reason {
    case .tokenLimit: "the answer was cut off at the token limit"
    case .brokenOff: "the answer broke off: the server ended it in the middle"
    case .endOfTurn, .stopString, nil: nil
    }
  }
}
