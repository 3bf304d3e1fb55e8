// SPDX-License-Identifier: Apache-2.0

import EmendText

extension Check {
  /// Refuses a text that denies what the original says, or says what it denies: another number of negations, a negation
  /// that moves to another word, a word in its opposite's place.
  ///
  /// The words are known for English, German, French and Spanish.
  ///
  /// ## Before
  /// `A small model is good enough for many writing tasks, but it does not know the news.`
  /// ## After
  /// `A small model is not good enough for many writing tasks, but it knows the news.`
  static let negation = Check(
    name: "negation", summary: "a negation lost, new or moved; a word in its opposite's place"
  ) { input in
    guard let lexicon = input.lexicon else { return nil }
    let before = input.original.words
    let after = input.replacement.words
    let lost = difference(negations(in: before, lexicon), negations(in: after, lexicon))
    let new = difference(negations(in: after, lexicon), negations(in: before, lexicon))
    let prefixed = (
      lost: denied(in: before, byPrefixTo: after, lexicon), new: denied(in: after, byPrefixTo: before, lexicon)
    )
    if lost.count + prefixed.lost.count > new.count + prefixed.new.count, let word = lost.first ?? prefixed.lost.first {
      return CheckProblem(
        "the negation in \"\(input.original.surroundings(of: word.range))\" is lost", original: word.range)
    }
    if new.count + prefixed.new.count > lost.count + prefixed.lost.count, let word = new.first ?? prefixed.new.first {
      return CheckProblem(
        "the negation in \"\(input.replacement.surroundings(of: word.range))\" is new", replacement: word.range)
    }
    return lostRestriction(input, lexicon) ?? movedNegation(input, lexicon) ?? opposite(input, lexicon)
  }

  /// As many negations as before, but "not only" has become "not", or the other way round.
  private static func lostRestriction(_ input: CheckInput, _ lexicon: Lexicon) -> CheckProblem? {
    let before = restricted(in: input.original, lexicon)
    let after = restricted(in: input.replacement, lexicon)
    // What is there once more says the opposite of what stands in the other text.
    if before.count > after.count, let word = before.last {
      return CheckProblem(
        "the \"\(word.text)\" after the negation in \"\(input.original.surroundings(of: word.range))\" is lost",
        original: word.range)
    }
    if after.count > before.count, let word = after.last {
      return CheckProblem(
        "the \"\(word.text)\" after the negation in \"\(input.replacement.surroundings(of: word.range))\" is new",
        replacement: word.range)
    }
    return nil
  }

  /// The words that restrict the negation before them, with nothing but a blank between the two.
  private static func restricted(in text: ProseText, _ lexicon: Lexicon) -> [Word] {
    zip(text.words, text.words.dropFirst()).filter {
      lexicon.isNegation($0.lowered) && lexicon.restrictives.contains($1.lowered) && $1.range.start == $0.range.end + 1
    }.map(\.1)
  }

  private static func negations(in words: [Word], _ lexicon: Lexicon) -> [Word] {
    words.filter { lexicon.isNegation($0.lowered) }
  }

  /// The words of the one list beyond as many of the other; the ones without their like first.
  private static func difference(_ one: [Word], _ other: [Word]) -> [Word] {
    guard one.count > other.count else { return [] }
    var left = other.map(\.lowered)
    let (alike, unlike) = one.reduce(into: ([Word](), [Word]())) { result, word in
      if let place = left.firstIndex(of: word.lowered) {
        left.remove(at: place)
        result.0.append(word)
      } else {
        result.1.append(word)
      }
    }
    return Array((unlike + alike).prefix(one.count - other.count))
  }

  /// The words, such as "unlikely", for which the other text has the word without its prefix.
  private static func denied(in words: [Word], byPrefixTo other: [Word], _ lexicon: Lexicon) -> [Word] {
    let there = Set(other.map(\.lowered))
    let here = Set(words.map(\.lowered))
    return words.filter { word in
      guard !there.contains(word.lowered), !lexicon.isNegation(word.lowered) else { return false }
      return lexicon.negativePrefixes.contains { prefix in
        let base = String(word.lowered.dropFirst(prefix.count))
        guard word.lowered.hasPrefix(prefix), base.count >= 3, there.contains(base), !here.contains(base) else {
          return false
        }
        // "non-fatal" and "nonfatal" are the same.
        return !zip(other, other.dropFirst()).contains { $0.lowered == prefix && $1.lowered == base }
      }
    }
  }

  /// As many negations as before, but of other words: what one denied is there without it, and the other way round.
  private static func movedNegation(_ input: CheckInput, _ lexicon: Lexicon) -> CheckProblem? {
    let before = scopes(in: input.original.words, lexicon)
    let after = scopes(in: input.replacement.words, lexicon)
    guard !before.isEmpty, before.count == after.count else { return nil }
    var (old, new) = (WordForms(before), WordForms(after))
    var (here, there) = (WordForms(input.original.words), WordForms(input.replacement.words))
    guard let freed = before.first(where: { !new.contains($0) && there.contains($0) }),
      let denied = after.first(where: { !old.contains($0) && here.contains($0) })
    else { return nil }
    return CheckProblem(
      "the negation moves from \"\(freed.text)\" to \"\(denied.text)\"", original: freed.range,
      replacement: denied.range)
  }

  /// The first word that says something after each negation.
  private static func scopes(in words: [Word], _ lexicon: Lexicon) -> [Word] {
    words.indices.filter { lexicon.isNegation(words[$0].lowered) }.compactMap { index in
      words[(index + 1)...].prefix(4).first {
        !lexicon.functionWords.contains($0.lowered) && !lexicon.isNegation($0.lowered)
      }
    }
  }

  private static func opposite(_ input: CheckInput, _ lexicon: Lexicon) -> CheckProblem? {
    let (before, after) = (input.original.words.map(\.lowered), input.replacement.words.map(\.lowered))
    func count(_ word: String, in words: [String]) -> Int { words.count { $0 == word } }
    for (one, other) in lexicon.opposites {
      for (word, opposite) in [(one, other), (other, one)]
      where count(word, in: after) < count(word, in: before) && count(opposite, in: after) > count(opposite, in: before)
      {
        return CheckProblem(
          "\"\(word)\" becomes its opposite, \"\(opposite)\"",
          original: input.original.words.first { $0.lowered == word }?.range,
          replacement: input.replacement.words.last { $0.lowered == opposite }?.range)
      }
    }
    return nil
  }
}

extension Lexicon {
  /// Whether a word in lower case denies.
  func isNegation(_ word: String) -> Bool {
    negations.contains(word) || negativeEndings.contains { word.hasSuffix($0) }
  }
}
