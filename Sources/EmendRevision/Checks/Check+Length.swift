// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown

extension Check {
  /// Refuses an answer much shorter or longer than the template allows.
  ///
  /// A passage of a few words may always change by two. Chinese and Japanese characters count as words.
  ///
  /// ## Before
  /// `The set-up takes a while because it compiles the library from source on the first run.`
  /// ## After
  /// `Set-up.`
  static let length = Check(name: "length", summary: "a text much shorter or longer than the original") { input in
    let length = input.limits.length
    let before = Double(wordCount(in: input.original.bytes[...]))
    let after = Double(wordCount(in: input.replacement.bytes[...]))
    // What must be longer, or shorter, than it was may not stay as long by two words.
    let shortest = length.lowerBound > 1 ? before * length.lowerBound : min(before * length.lowerBound, before - 2)
    let longest = length.upperBound < 1 ? before * length.upperBound : max(before * length.upperBound, before + 2)
    guard after < shortest || after > longest else { return nil }
    return "the text has \(Int(after)) \(Int(after) == 1 ? "word" : "words") where the original has \(Int(before))"
  }
}
