// SPDX-License-Identifier: Apache-2.0

import EmendModels

extension Check {
  /// Refuses an answer that the token limit cut off.
  ///
  /// ## Before
  /// `The set-up takes a while because it compiles the library from source on the first run.`
  /// ## After
  /// `The set-up takes a while, as it compiles the`
  static let complete = Check(name: "complete", summary: "an answer that the token limit cut off") { input in
    input.finishReason == .tokenLimit ? "the answer was cut off at the token limit" : nil
  }
}
