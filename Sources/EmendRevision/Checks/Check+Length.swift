// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown

extension Check {
  /// Refuses an answer much shorter or longer than the template allows.
  ///
  /// A passage of a few words may always change by two.
  ///
  /// ## Before
  /// `The set-up takes a while because it compiles the library from source on the first run.`
  /// ## After
  /// `Set-up.`
  static let length = Check(name: "length") { input in
    let before = Double(input.passage.text.split { $0.isWhitespace }.count)
    let after = Double(input.replacement.split { $0.isWhitespace }.count)
    let shortest = min(before * input.length.lowerBound, before - 2)
    let longest = max(before * input.length.upperBound, before + 2)
    guard after < shortest || after > longest else { return nil }
    return "the answer has \(Int(after)) words where the passage has \(Int(before))"
  }
}
