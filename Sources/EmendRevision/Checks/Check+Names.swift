// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendText

extension Check {
  /// Refuses a text in which a proper name, an identifier or an acronym is lost or new.
  ///
  /// A name is a word with a capital inside a sentence, or anywhere if the document writes it with one throughout; an
  /// identifier has a capital, digit, point or underscore inside. How a name is spelt in capitals may change. In German,
  /// where all nouns have capitals, and in scripts without capitals only identifiers and words in Latin letters count.
  ///
  /// Of a name of several words some may be dropped, or one may be added, but not both; an acronym in brackets may come and
  /// go behind what it stands for.
  ///
  /// ## Before
  /// `The parser that Ada wrote for WebKit reads HTML.`
  /// ## After
  /// `The parser that Grace wrote for WebKit reads XML.`
  static let names = Check(name: "names", summary: "a name, identifier or acronym lost or new") { input in
    let (before, after) = (input.original, input.replacement)
    let changes = Alignment(of: after.words.map(\.lowered), to: before.words.map(\.lowered)).changes
    var lost = missing(names(in: before, input), of: before, in: after) { place in
      changes.first { $0.old.contains(place) }.map { after.words[$0.new] } ?? []
    }
    var new = missing(names(in: after, input), of: after, in: before) { place in
      changes.first { $0.new.contains(place) }.map { before.words[$0.old] } ?? []
    }
    if !input.limits.keepsFacts { lost = [] }
    if !input.limits.keepsSpelling { removeRespelt(&lost, &new) }
    // What the document names elsewhere may be named here, too, but not in another's place.
    if lost.isEmpty { new.removeAll { input.traits.capitalized.contains($0.word.lowered) && !$0.isInPlaceOfName } }
    if let name = lost.first(where: { !$0.isPartial }) {
      return CheckProblem("the name \"\(name.word.text)\" is missing", original: name.word.range)
    }
    if let name = new.first(where: { !$0.isPartial }) {
      return CheckProblem("the name \"\(name.word.text)\" is new", replacement: name.word.range)
    }
    return nil
  }

  /// A name that the other text has nowhere.
  private struct Missing {
    let word: Word
    /// Whether the other text has a name where this one stands.
    let isInPlaceOfName: Bool
    /// Whether it is part of a name of several words of which another is there, and nothing stands in its place.
    let isPartial: Bool
  }

  /// - Parameter counterpart: Gives the words that the other text has in the place of a word.
  private static func missing(
    _ names: [Word], of text: ProseText, in other: ProseText, counterpart: (Int) -> ArraySlice<Word>
  ) -> [Missing] {
    let otherText = String(decoding: other.prose, as: UTF8.self).lowercased().replacing("’", with: "'")
    // "Mac OS" and "macOS" are the same.
    let closed = otherText.filter { !$0.isWhitespace }
    let otherWords = Set(other.words.map(\.lowered))
    let otherNames = other.words.filter { $0.text.contains(where: \.isUppercase) }.map(\.lowered)
    func isThere(_ word: Word) -> Bool {
      // A short one is part of many words; as a part of another name it must begin or end it.
      if word.text.count <= 3 {
        return otherWords.contains(word.lowered) || otherWords.contains(word.lowered + "s")
          || word.text.count == 3
            && otherNames.contains { $0.hasPrefix(word.lowered) || $0.hasSuffix(word.lowered) }
      }
      return otherText.contains(word.lowered) || closed.contains(word.lowered)
    }
    let retitled = retitledLinks(of: text, in: other)
    return names.filter { name in
      !isThere(name) && !isGloss(name, in: text) && !isAbbreviated(name, in: text, by: other)
        && !retitled.contains { $0.contains(name.range) }
    }.map { name in
      let place = text.words.firstIndex(of: name)!
      let neighbours = [place - 1, place + 1].filter(text.words.indices.contains).map { text.words[$0] }
      let isInPlaceOfName = counterpart(place).contains { $0.isCapitalized && !$0.beginsSentence }
      let isPartial = neighbours.contains { neighbour in
        let gap =
          neighbour.range.start < name.range.start
          ? text.string(ByteRange(neighbour.range.end, name.range.start))
          : text.string(ByteRange(name.range.end, neighbour.range.start))
        return gap == " " && neighbour.isCapitalized && isThere(neighbour)
      }
      return Missing(word: name, isInPlaceOfName: isInPlaceOfName, isPartial: isPartial && !isInPlaceOfName)
    }
  }

  /// Whether one of two texts has the short form and the other the long one: "Jan" and "January", "MFC" and "Microsoft
  /// Foundation Class".
  ///
  /// No name that is abbreviated has more words than eight.
  private static func isAbbreviated(_ word: Word, in text: ProseText, by other: ProseText) -> Bool {
    if other.words.contains(where: { $0.isCapitalized && $0.text.count >= 3 && word.lowered.hasPrefix($0.lowered) }) {
      return true
    }
    let place = text.words.firstIndex(of: word)!
    let run =
      text.words[..<place].suffix(longestName - 1).reversed().prefix(while: \.isCapitalized).reversed() + [word]
      + text.words[(place + 1)...].prefix(longestName - 1).prefix(while: \.isCapitalized)
    // The run may have begun with another name, or go on with one.
    let runs = run.indices.flatMap { start in (start + 2..<max(run.count + 1, start + 3)).map { (start, $0) } }
    let acronyms = other.words.filter(\.isAcronym)
    return runs.contains { start, end in
      end <= run.count && end - start <= longestName && isAcronym(amongst: acronyms, of: Array(run[start..<end]))
    }
      || word.isAcronym
        && other.words.indices.contains { index in
          let long = Array(other.words[index...].prefix(while: \.isCapitalized).prefix(5))
          return long.count > 1 && (2...long.count).contains { isAcronym(amongst: [word], of: Array(long.prefix($0))) }
        }
  }

  private static var longestName: Int { 8 }

  /// Whether one of the words is made of the initials of others, with letters between them or none.
  private static func isAcronym(amongst words: [Word], of run: [Word]) -> Bool {
    let initials = run.filter { !$0.isAcronym || $0.text.count == 1 }.compactMap(\.lowered.first)
    return words.contains { word in
      guard word.isAcronym, initials.count > 1, word.lowered.first == initials[0] else { return false }
      var rest = word.lowered[...]
      return initials.allSatisfy { initial in
        guard let place = rest.firstIndex(of: initial) else { return false }
        rest = rest[rest.index(after: place)...]
        return true
      }
    }
  }

  /// The texts of links that have another text, without a word in common, before the same address.
  private static func retitledLinks(of text: ProseText, in other: ProseText) -> [ByteRange] {
    let titles = Dictionary(grouping: other.markup?.links ?? [], by: \.destination)
    return (text.markup?.links ?? []).compactMap { link in
      guard let titles = titles[link.destination], let range = text.range(of: "[\(link.text)\(link.destination)"),
        titles.allSatisfy({ wordOverlap($0.text.plainWords, link.text.plainWords) == 0 })
      else { return nil }
      return range
    }
  }

  /// Takes out the names of which the other text has one that differs in a letter.
  private static func removeRespelt(
    _ lost: inout [Missing], _ new: inout [Missing]
  ) {
    for (index, name) in lost.enumerated().reversed() where name.word.text.count >= 6 {
      let place = new.firstIndex { other in
        other.word.text.count >= 6 && editDistance(Array(other.word.lowered), Array(name.word.lowered)) == 1
      }
      guard let place else { continue }
      lost.remove(at: index)
      new.remove(at: place)
    }
  }

  /// Whether a word is an acronym in brackets behind words of which at least two begin with its letters, in order.
  private static func isGloss(_ word: Word, in text: ProseText) -> Bool {
    guard word.range.start > 0, word.range.end < text.bytes.count,
      text.bytes[word.range.start - 1] == UInt8(ascii: "("),
      text.bytes[word.range.end] == UInt8(ascii: ")")
    else { return false }
    var letters = Array(word.lowered)[...]
    var matches = 0
    for before in text.words.prefix(while: { $0.range.end < word.range.start }).suffix(6) {
      guard let place = letters.firstIndex(where: { $0 == before.lowered.first }),
        place > letters.startIndex || matches > 0 || place == 0
      else { continue }
      matches += 1
      letters = letters[(place + 1)...]
    }
    return matches >= 2
  }

  /// Common nouns that are written in capitals: they name nothing.
  private static let commonAcronyms = wordSet("api apis cpu cpus faq gpu gpus id ids ok os pc pcs tv ui url urls")

  private static func names(in text: ProseText, _ input: CheckInput) -> [Word] {
    let isWithoutCapitals = text.words.contains { $0.text.unicodeScalars.first?.isIdeograph ?? false }
    let functionWords = input.lexicon?.functionWords ?? []
    // A text in capitals throughout, or a heading In Title Case, names nothing by them.
    let capitals = text.words.count(where: \.isCapitalized)
    let capitalsMeanNames = input.lexicon?.capitalsMeanNames ?? true && capitals * 2 <= text.words.count + 1
    var seen: Set<String> = []
    return text.words.filter { word in
      let isNumber = word.text.unicodeScalars.allSatisfy { !$0.properties.isAlphabetic }
      guard !isNumber, word.text.count > 1, !functionWords.contains(word.lowered),
        !commonAcronyms.contains(word.lowered)
      else { return false }
      if word.looksLikeIdentifier { return !word.lowered.hasSuffix("'s") || word.isCapitalized }
      if isWithoutCapitals { return word.text.utf8.allSatisfy { $0 < 0x80 } }
      guard word.isCapitalized else { return false }
      if word.beginsSentence { return input.traits.names.contains(word.lowered) }
      return capitalsMeanNames
    }.filter { seen.insert($0.lowered).inserted }
  }
}

extension ProseText {
  /// Where some text stands first.
  fileprivate func range(of part: String) -> ByteRange? {
    bytes.firstRange(of: Array(part.utf8)).map { ByteRange($0.lowerBound, $0.upperBound) }
  }
}
