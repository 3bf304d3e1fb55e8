// SPDX-License-Identifier: Apache-2.0

import EmendText

/// What a change does to a text; how likely a small model is right depends on it most.
enum RewordingKind: String, CaseIterable {
  /// Only capitals differ.
  case capitals
  /// Only punctuation differs.
  case punctuation
  /// A word becomes another form of itself, or is spelt right.
  case form
  /// Function words are put in: articles, prepositions, pronouns, auxiliaries.
  case functionWords = "function-words"
  /// Function words are taken out.
  case functionWordLoss = "function-word-loss"
  /// Function words take the place of others.
  case functionWordSwap = "function-word-swap"
  /// Words are taken out.
  case deletion
  /// Words that say something else.
  case content
  /// A whole sentence in the place of another, in a passage that was asked about as a whole.
  case sentence

  init(of rewording: Rewording, in text: String, lexicon: Lexicon?) {
    let bytes = Array(text.utf8)[rewording.range.indices]
    let old = Self.words(String(decoding: bytes, as: UTF8.self))
    let new = Self.words(rewording.replacement)
    func lowered(_ words: [String]) -> [String] { words.map { $0.lowercased() } }
    let isFunctionWord = { (word: String) in
      guard let lexicon else { return false }
      return lexicon.functionWords.contains(word.lowercased()) && !lexicon.adverbs.contains(word.lowercased())
    }
    let (oldContent, newContent) = (old.filter { !isFunctionWord($0) }, new.filter { !isFunctionWord($0) })
    if old == new {
      self = .punctuation
    } else if lowered(old) == lowered(new) {
      self = .capitals
    } else if oldContent.isEmpty, newContent.isEmpty, old.isEmpty {
      self = .functionWords
    } else if oldContent.isEmpty, newContent.isEmpty, new.isEmpty {
      self = .functionWordLoss
    } else if lowered(oldContent) == lowered(newContent) {
      self = .functionWordSwap
    } else if new.isEmpty {
      self = .deletion
    } else if old.count == new.count, zip(lowered(old), lowered(new)).allSatisfy(areForms) {
      self = .form
    } else if old.count < new.count, old.joined().lowercased() == new.joined().lowercased() {
      // "longthey"
      self = .form
    } else {
      self = .content
    }
  }

  /// The words without the punctuation around them.
  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).compactMap { word in
      let inner = word.drop { !$0.isLetter && !$0.isNumber }
      guard let end = inner.lastIndex(where: { $0.isLetter || $0.isNumber }) else { return nil }
      return String(inner[...end])
    }
  }
}
