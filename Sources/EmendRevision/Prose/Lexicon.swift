// SPDX-License-Identifier: Apache-2.0

/// The words of one language that some checks look for, all in lower case.
///
/// There are English, German, French and Spanish. A text in another language is checked by what needs no words: markup,
/// digits, identifiers, quotations, length, repetition, script.
package struct Lexicon: Sendable {
  /// The language's ISO 639-1 code.
  package let code: String
  /// Articles, pronouns, prepositions, conjunctions and auxiliary verbs: they tell the language, and say little else.
  let functionWords: Set<String>
  /// Those of the function words without which a sentence says less.
  let adverbs: Set<String>
  /// Words behind a negation that turn it into its opposite: what is "not only" so is so.
  let restrictives: Set<String>
  /// Words that deny.
  let negations: Set<String>
  /// What a word that denies ends in, as in "don't".
  let negativeEndings: [String]
  /// Prefixes that turn an adjective, adverb or verb into its opposite.
  let negativePrefixes: [String]
  /// Words that oblige, advise and hedge.
  let modality: Modality
  /// Pronouns, and contractions with them.
  let persons: Persons
  /// Words that mean opposite things: where one takes the place of the other, a sentence says something else.
  let opposites: [(String, String)]
  /// Numbers from two on; "one" is too often a pronoun.
  let numberWords: [String: String]
  /// Words that bound or blur the number after them.
  let numberHedges: Set<String>
  /// Words with a full stop at their end that end no sentence.
  let abbreviations: Set<String>
  /// How an answer begins that talks about itself.
  let preambles: [String]
  /// Whether only names are written with a capital inside a sentence; in German all nouns are.
  let capitalsMeanNames: Bool

  /// How binding, and how certain, a statement is.
  ///
  /// A member may be two words with a space between.
  struct Modality: Sendable {
    let obligation: Set<String>
    let advice: Set<String>
    /// What leaves a statement open, and whose loss makes it a claim.
    let hedges: Set<String>
    /// What may stand for a hedge, and may be lost.
    let possibility: Set<String>
  }

  /// Who a sentence is about.
  struct Persons: Sendable {
    let writer, reader: Set<String>
  }

  package static let all: [Lexicon] = [.english, .german, .french, .spanish]

  /// Returns the language of a text; `nil` if it is none of those that are known, or if that cannot be told.
  ///
  /// - Parameter words: In lower case.
  static func language(of words: [String]) -> Lexicon? {
    let counts = all.map { lexicon in
      words.count { word in
        // "l'eau": the article is part of the word here.
        lexicon.functionWords.contains(word)
          || word.firstIndex(of: "'").map { lexicon.functionWords.contains(String(word[..<$0])) } ?? false
      }
    }
    guard let most = counts.max(), most > 0, most * 8 >= words.count else { return nil }
    let likely = zip(all, counts).filter { $0.1 == most }.map(\.0)
    if likely.count == 1 { return likely[0] }
    // The closest relatives are told apart by their letters.
    let text = words.joined()
    let lettered = likely.filter { lexicon in lexicon.ownLetters.contains { text.contains($0) } }
    return lettered.count == 1 ? lettered[0] : nil
  }

  /// Letters that the other languages lack, or have in borrowed words only.
  private var ownLetters: String {
    switch code {
    case "de": "äöüß"
    case "fr": "àâçèêëîïôœùû"
    case "es": "áíóúñ"
    default: ""
    }
  }
}

/// Splits a list of words.
func wordSet(_ text: String) -> Set<String> { Set(text.split(whereSeparator: \.isWhitespace).map(String.init)) }

/// Splits pairs such as `open/closed`.
func wordPairs(_ text: String) -> [(String, String)] {
  text.split(whereSeparator: \.isWhitespace).map { pair in
    let parts = pair.split(separator: "/")
    return (String(parts[0]), String(parts[1]))
  }
}

/// Numbers their words: the first is the number `first`.
func numbered(from first: Int, _ text: String) -> [String: String] {
  Dictionary(
    uniqueKeysWithValues: text.split(whereSeparator: \.isWhitespace).enumerated().map {
      (String($1), String($0 + first))
    })
}
