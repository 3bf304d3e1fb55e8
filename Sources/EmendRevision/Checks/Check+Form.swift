// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendText

extension Check {
  /// Refuses what is not a text in the passage's place: nothing, the same again, chat around the text, a refusal, the
  /// instructions.
  ///
  /// Most phrases are English, since small models chat in English; they count only where the original lacks them.
  ///
  /// ## Before
  /// `The set-up takes a while.`
  /// ## After
  /// `Here is a rewritten version: The set-up takes time.`
  static let form = Check(name: "form", summary: "chat around the text, a fence, a refusal, nothing at all") { input in
    let answer = input.replacement.text
    let original = input.original.text
    if answer.isEmpty { return "the answer is empty" }
    // It leads to what comes next.
    if input.limits.isForWhole, original.hasSuffix(":"), !answer.hasSuffix(":") {
      return "the colon at the end is lost"
    }
    if let place = input.place {
      let edit = place.passage.edit(to: answer)
      if edit.replacement[...] == place.document.source.bytes[edit.range.indices] {
        return "the answer is the same text"
      }
    }
    if let control = answer.unicodeScalars.first(where: { scalar in
      scalar.isForbidden || scalar.isInvisible && !original.unicodeScalars.contains(scalar)
    }) {
      return "the answer has the control character U+\(hexadecimal(control.value))"
    }
    let lowered = plain(answer)
    let originalLowered = plain(original)
    if let phrase = preambles.first(where: { lowered.hasPrefix($0) && !originalLowered.hasPrefix($0) })
      ?? foreignPreamble(lowered, originalLowered)
    {
      return "the answer begins with talk about itself (\"\(phrase)\")"
    }
    if let phrase = introductions.first(where: { lowered.hasPrefix($0) && !originalLowered.hasPrefix($0) }),
      isAboutText(lowered)
    {
      return "the answer begins with talk about itself (\"\(phrase)\")"
    }
    if let phrase = asides.first(where: { lowered.contains($0) && !originalLowered.contains($0) }) {
      return "the answer holds talk about itself (\"\(phrase)\")"
    }
    if let mark = ["```", "~~~", "<think", "</think", "<|"].first(where: {
      answer.contains($0) && !original.contains($0)
    }) {
      return "the answer holds \"\(mark)\""
    }
    for instruction in input.instructions {
      if let sentence = sentences(of: plain(instruction)).first(where: {
        $0.count >= 20 && lowered.contains($0) && !originalLowered.contains($0)
      }) {
        return "the answer repeats its instructions (\"\(sentence)\")"
      }
    }
    return nil
  }

  private static let preambles = [
    "sure,", "sure!", "sure.", "sure:", "certainly!", "certainly,", "of course!", "absolutely!", "as an ai",
    "i'm sorry",
    "i am sorry", "i apologize", "i cannot", "i can't", "i'm unable", "output:", "answer:", "input text", "input:",
  ]

  /// How the other languages that are known begin such talk, with a colon after it.
  private static func foreignPreamble(_ lowered: String, _ originalLowered: String) -> String? {
    Lexicon.all.lazy.flatMap(\.preambles).first { phrase in
      lowered.hasPrefix(phrase) && !originalLowered.hasPrefix(phrase)
        && (lowered.prefix(80).contains(":") || lowered.dropFirst(phrase.count).hasPrefix("!"))
    }
  }

  /// Beginnings that a plain sentence may have too; what follows tells.
  private static let introductions = [
    "here is", "here's", "here are", "rewritten", "revised", "the rewritten", "the revised", "this is a", "below is",
  ]

  /// Whether a text's first words speak of a text, or end in a colon.
  private static func isAboutText(_ lowered: String) -> Bool {
    let opening = lowered.prefix(80)
    return opening.contains(":")
      || ["version", "text", "paragraph", "sentence", "rewrit", "rephras", "revised", "summary"].contains {
        opening.contains($0)
      }
  }

  private static let asides = [
    "i made the following changes", "i've made the following", "here's a rewritten", "here is a rewritten",
    "here's a revised", "here is a revised", "rewritten version", "revised version", "rewritten text",
    "the original text", "the original sentence", "the input text", "let me know if", "i hope this helps", "as an ai",
    "note: i ",
  ]

  private static func words(of text: String) -> [Substring] { text.split { $0.isWhitespace } }

  /// Lower case, straight apostrophes, blanks folded.
  private static func plain(_ text: String) -> String {
    words(of: text.lowercased()).joined(separator: " ").map { $0 == "’" ? "'" : String($0) }.joined()
  }

  private static func sentences(of text: String) -> [String] {
    text.split { ".!?:".contains($0) }.map { $0.trimmingBlanks() }
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension Unicode.Scalar {
  /// Line and paragraph separators, and characters without width that join or part words; fine where the passage has
  /// them.
  fileprivate var isInvisible: Bool { [0x200B, 0x2028, 0x2029, 0x2060, 0x2061, 0x2062, 0x2063].contains(value) }

  /// Control characters besides tab and line endings, and those that reorder the display of text (bidi controls).
  fileprivate var isForbidden: Bool {
    switch value {
    case 0x09, 0x0A, 0x0D: false
    case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFD, 0xFEFF: true
    default: false
    }
  }
}
