// SPDX-License-Identifier: Apache-2.0

extension Check {
  /// Refuses a text in another language or script than the original's.
  ///
  /// Languages are told apart by their function words, English, German, French and Spanish from one another; scripts by
  /// their letters, all of them.
  ///
  /// ## Before
  /// `The set-up takes a while.`
  /// ## After
  /// `Die Einrichtung dauert eine Weile.`
  static let language = Check(name: "language", summary: "another language or script") { input in
    let before = scripts(in: input.original.words)
    let after = scripts(in: input.replacement.words)
    let total = after.values.reduce(0, +)
    // Of two scripts with as many letters the new one.
    let most = after.max {
      ($0.value, before[$0.key] == nil ? 1 : 0, $0.key) < ($1.value, before[$1.key] == nil ? 1 : 0, $1.key)
    }
    if let (script, count) = most, before[script] == nil, count * 5 >= total {
      return "the text is in \(script) letters, which the original has none of"
    }
    // A script that most of the original is in must not vanish.
    let originalTotal = before.values.reduce(0, +)
    if let (script, count) = before.max(by: { $0.value < $1.value }), after[script] == nil, total > 0,
      count * 2 > originalTotal
    {
      return "the text has no \(script) letters any more"
    }
    let words = input.replacement.words.map(\.lowered)
    if let old = Lexicon.language(of: input.original.words.map(\.lowered)), words.count >= 3,
      let new = Lexicon.language(of: words), old.code != new.code
    {
      return "the text is in another language (\(new.code)) than the original (\(old.code))"
    }
    return foreignSentence(input)
  }

  /// A sentence in another language than the rest.
  private static func foreignSentence(_ input: CheckInput) -> CheckProblem? {
    guard let old = Lexicon.language(of: input.original.words.map(\.lowered)) else { return nil }
    let there = Set(input.original.words.map(\.lowered))
    for sentence in input.replacement.sentences {
      let words = input.replacement.words(in: sentence).map(\.lowered)
      guard words.count >= 4, let new = Lexicon.language(of: words), new.code != old.code,
        words.count(where: there.contains) * 2 < words.count
      else { continue }
      return CheckProblem(
        "a sentence is in another language (\(new.code)) than the original (\(old.code))", replacement: sentence)
    }
    return nil
  }

  /// How many letters there are of each script.
  private static func scripts(in words: [Word]) -> [String: Int] {
    var counts: [String: Int] = [:]
    for word in words {
      for scalar in word.text.unicodeScalars {
        if let name = scriptName(scalar.value) { counts[name, default: 0] += 1 }
      }
    }
    return counts
  }

  /// Blocks of https://www.unicode.org/Public/UCD/latest/ucd/Blocks.txt, put together to scripts.
  static func scriptName(_ value: UInt32) -> String? {
    switch value {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF: "Latin"
    case 0x370...0x3FF, 0x1F00...0x1FFF: "Greek"
    case 0x400...0x52F: "Cyrillic"
    case 0x530...0x58F: "Armenian"
    case 0x590...0x5FF: "Hebrew"
    case 0x600...0x77F: "Arabic"
    case 0x900...0x97F: "Devanagari"
    case 0x980...0x9FF: "Bengali"
    case 0xA00...0xA7F: "Gurmukhi"
    case 0xA80...0xAFF: "Gujarati"
    case 0xB00...0xB7F: "Oriya"
    case 0xB80...0xBFF: "Tamil"
    case 0xC00...0xC7F: "Telugu"
    case 0xC80...0xCFF: "Kannada"
    case 0xD00...0xD7F: "Malayalam"
    case 0xD80...0xDFF: "Sinhala"
    case 0xE80...0xEFF: "Lao"
    case 0xF00...0xFFF: "Tibetan"
    case 0x1000...0x109F: "Myanmar"
    case 0x10A0...0x10FF: "Georgian"
    case 0x1200...0x139F: "Ethiopic"
    case 0x1780...0x17FF: "Khmer"
    case 0x1800...0x18AF: "Mongolian"
    case 0xE00...0xE7F: "Thai"
    case 0x3041...0x30FF: "Japanese"
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFD: "Chinese"
    case 0x1100...0x11FF, 0xAC00...0xD7AF: "Korean"
    default: nil
    }
  }
}
