// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown

/// The language that a text is in, as far as it can be told, and the one that new text must be in.
package struct TextLanguage: Equatable, Sendable {
  /// ISO 639-1, such as `de`; `nil` if not known.
  package let code: String?
  /// Whether it may be any language but English: letters with accents in none that is known.
  let isForeign: Bool
  /// The languages that it could be, where that is not known; none if nothing speaks for any.
  private let candidates: [String]
  /// What other scripts than Latin it is written in; `nil` for Latin.
  let script: String?

  /// Its English name; `nil` if not known.
  package var name: String? { code.flatMap { Self.names[$0] } }

  /// English names by code; what `--language` takes, too.
  package static let names = [
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "sv": "Swedish", "pl": "Polish", "tr": "Turkish",
  ]

  /// Function words of languages that there is no ``Lexicon`` of.
  private static let others: [String: Set<String>] = [
    "it": wordSet("il lo la gli le di del della dei delle che non per con una un nel nella sono è perché come più"),
    "pt": wordSet("o os as do da dos das que não para com uma um no na são é por como mais em ao"),
    "nl": wordSet("ik je jij ons de het een van en niet voor met op te zijn is waarom hoe meer aan bij dat die wordt"),
    "sv": wordSet("och att det som en ett på är för med inte av till varför hur mer den om"),
    "pl": wordSet("i w na z do nie się że jest dla jak dlaczego oraz to od po przez są"),
    "tr": wordSet("ve bir bu için ile neden nasıl daha çok değil olarak gibi mi da de"),
  ]

  /// What topics begin with, besides.
  private static let questions: [String: Set<String>] = [
    "de": wordSet("warum wieso welche welcher welches"), "es": wordSet("cómo porqué cuál cuáles"),
    "fr": wordSet("comment pourquoi quel quelle quels quelles"),
  ]

  /// - Parameters:
  ///   - name: A code such as `de`, or an English name.
  package init?(named name: String) {
    let lowered = name.lowercased()
    guard let found = Self.names.first(where: { $0.key == lowered || $0.value.lowercased() == lowered }) else {
      return nil
    }
    self.init(code: found.key)
  }

  private init(code: String) { (self.code, isForeign, candidates, script) = (code, code != "en", [], nil) }

  /// The language of a text of its own: a topic.
  package init(of text: String) {
    let words = text.plainWords
    script = Self.script(of: text)
    let likely = Self.likelyCodes(of: words)
    let isUnknown = likely.count > 1 || Self.hasForeignLetters(text)
    code = script == nil ? Self.code(of: words, among: likely) ?? (isUnknown ? nil : "en") : nil
    candidates = code == nil ? likely : []
    isForeign = code == nil ? script != nil || isUnknown : code != "en"
  }

  /// The language of a text in a document: the document's, if the text is too short to tell.
  package init(of text: String, in document: MarkdownDocument) {
    let words = text.plainWords
    if let code = Self.code(of: words, among: Self.likelyCodes(of: words)) {
      self.init(code: code)
    } else {
      self.init(of: document.paragraphs.prefix(50).map { document.text(of: $0) }.joined(separator: " ") + " " + text)
    }
  }

  private static func functionWords(_ code: String) -> Set<String> {
    Lexicon.all.first { $0.code == code }?.functionWords ?? others[code] ?? []
  }

  private static func code(of words: [String], among likely: [String]) -> String? {
    if likely.count <= 1 { return likely.first }
    // English has borrowed from most of them.
    return likely.contains("en") ? "en" : Lexicon.language(of: words)?.code
  }

  /// The languages that most of the words could be of; several if nothing tells them apart.
  private static func likelyCodes(of words: [String]) -> [String] {
    // Several languages share some of these words.
    let counts = Dictionary(
      uniqueKeysWithValues: names.keys.map { code in
        let list = functionWords(code).union(questions[code] ?? [])
        return (code, words.count(where: list.contains))
      })
    guard let most = counts.values.max(), most > 0, most * 8 >= words.count else { return [] }
    return counts.filter { $0.value == most }.keys.sorted()
  }

  private static func hasForeignLetters(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.value > 0x7F && $0.properties.isAlphabetic }
  }

  private static func script(of text: String) -> String? {
    var counts: [String: Int] = [:]
    for scalar in text.unicodeScalars {
      if let name = Check.scriptName(scalar.value) { counts[name, default: 0] += 1 }
    }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }.flatMap { $0.key == "Latin" ? nil : $0.key }
  }

  /// English words that no other language in question has.
  private static let englishAlone = names.keys.filter { $0 != "en" }.reduce(functionWords("en")) {
    $0.subtracting(functionWords($1))
  }

  /// Where nothing tells that an answer is in English it most often is: of so many words, even of a list, one is there for
  /// grammar's sake or has a letter that English lacks.
  private static let wordsForOne = 20
  private static let fewestWords = 6

  private func sparseness(of words: [String], _ expected: Set<String>) -> String? {
    guard code != "en", code != nil || !candidates.isEmpty, words.count >= Self.fewestWords else { return nil }
    let english = Self.functionWords("en")
    let found = Set(words.filter { expected.contains($0) && !english.contains($0) || Self.hasForeignLetters($0) })
    // One may be another language's by chance.
    let needed = max(words.count / Self.wordsForOne, words.count > Self.wordsForOne ? 2 : 1)
    return found.count < needed
      ? "the answer has hardly any of the words that hold \(name ?? "the topic's language") together" : nil
  }

  /// What is wrong with the language of an answer; `nil` if nothing is, or if it is too short to tell.
  func problem(with answer: String) -> String? {
    let other = Self.script(of: answer)
    if other != script {
      return "the answer is in \(other ?? "Latin") letters, not in \(script ?? "Latin") ones"
    }
    guard script == nil else { return nil }
    let words = answer.plainWords
    let expected = code.map(Self.functionWords) ?? []
    // Words that several languages have tell nothing apart, and one may be another language's by chance. Into English,
    // which it was made for, a model falls most, and where all words of the language are known one of English tells.
    let isKnown = Lexicon.all.contains { $0.code == code }
    let isUnknown = code == nil && isForeign
    let counts = Self.names.keys.map { other in
      var own = Self.functionWords(other)
      if isUnknown, other == "en" { own = Self.englishAlone }
      return (
        code: other, own: words.count { own.contains($0) && !expected.contains($0) },
        expected: words.count { expected.contains($0) && !own.contains($0) }
      )
    }.filter {
      $0.code != code && $0.own >= ((isKnown || isUnknown) && $0.code == "en" ? 1 : 2) && $0.own >= 2 * $0.expected
    }
    guard let answered = counts.max(by: { ($0.own, $1.code) < ($1.own, $0.code) })?.code,
      !isUnknown || answered == "en"
    else {
      let hoped = candidates.reduce(expected) { $0.union(Self.functionWords($1)) }
      return sparseness(of: words, hoped)
    }
    if let code { return "the answer is in \(Self.names[answered] ?? answered), not in \(name ?? code)" }
    return code == nil && isForeign && answered == "en" ? "the answer is in English, and what was asked is not" : nil
  }
}
