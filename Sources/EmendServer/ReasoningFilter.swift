// SPDX-License-Identifier: Apache-2.0

/// Tells an answer from what the model thought aloud before it.
enum ReasoningFilter {
  /// What stands around the reasoning of common models.
  private static let tags = [("<think>", "</think>"), ("<thinking>", "</thinking>"), ("[THINK]", "[/THINK]")]

  /// Returns the answer without its reasoning, and whether there was any.
  ///
  /// The opening tag may be missing, since some chat templates write it themselves. Reasoning without an end leaves nothing.
  static func answer(in text: String) -> (text: String, hasReasoning: Bool) {
    let start = text.drop(while: \.isWhitespace)
    for (opening, closing) in tags {
      let isOpened = start.hasPrefix(opening)
      // A text that speaks of the tags has both of them, and begins with neither.
      if let end = text.firstRange(of: closing), isOpened || !text.contains(opening) {
        return (String(text[end.upperBound...].drop(while: \.isWhitespace)), true)
      }
      if isOpened { return ("", true) }
    }
    return (text, false)
  }
}
