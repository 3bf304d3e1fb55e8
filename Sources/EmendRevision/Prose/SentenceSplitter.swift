// SPDX-License-Identifier: Apache-2.0

package import EmendText

/// Finds the sentences of a paragraph.
package enum SentenceSplitter {
  /// Returns the sentences of a text as ranges of its bytes, without the blanks between them.
  package static func sentences(in text: String) -> [ByteRange] {
    let bytes = Array(text.utf8)
    return sentences(in: bytes, prose: bytes)
  }

  /// Returns the sentences of a text, without the blanks between them.
  ///
  /// A sentence ends at a full stop or the like, with the quotation marks and brackets that close there, if a blank comes
  /// after it and no lower-case letter; after a Chinese or Japanese full stop, always. Abbreviations of the languages that
  /// ``Lexicon`` knows, single letters, and what is inside brackets end none.
  ///
  /// - Parameters:
  ///   - prose: The text with blanks in place of protected spans.
  ///   - linkEnds: Where a protected span closes a bracket that is prose.
  static func sentences(in text: [UInt8], prose: [UInt8], linkEnds: Set<Int> = []) -> [ByteRange] {
    let characters = located(text)
    var sentences: [ByteRange] = []
    var start: Int?
    var depth = 0
    var place = 0
    // Each only grows, so that no row of stops or blanks is looked at more than once.
    var end = 0
    var next = 0
    var letter = 0
    while place < characters.count {
      let (character, range) = characters[place]
      place += 1
      if start == nil {
        if character.isWhitespace { continue }
        start = range.start
      }
      if linkEnds.contains(range.start) { depth = max(depth - 1, 0) }
      // What stands in a protected span is blank in the prose.
      guard prose[range.start] == text[range.start] else { continue }
      if character == "[" || character == "(" { depth += 1 }
      if character == "]" || character == ")" { depth = max(depth - 1, 0) }
      guard depth == 0, ".!?…。！？".contains(character) else { continue }
      end = max(end, place)
      while end < characters.count, ".!?…。！？\"')]}*_`”’»」』".contains(characters[end].character) { end += 1 }
      let isWide = "。！？".contains(character)
      guard isWide || end == characters.count || characters[end].character.isWhitespace else { continue }
      next = max(next, end)
      while next < characters.count, characters[next].character.isWhitespace { next += 1 }
      letter = max(letter, next)
      while letter < characters.count, !characters[letter].character.isLetter, !characters[letter].character.isNumber {
        letter += 1
      }
      let isLowercase = letter < characters.count && characters[letter].character.isLowercase
      if !isWide, next < characters.count,
        isLowercase && !"`<{".contains(characters[next].character)
          || character == "." && isAbbreviation(characters[..<place])
      {
        continue
      }
      sentences.append(ByteRange(start!, characters[end - 1].range.end))
      start = nil
      place = end
    }
    if let start, let last = characters.last(where: { !$0.character.isWhitespace }) {
      sentences.append(ByteRange(start, last.range.end))
    }
    return sentences
  }

  private typealias Located = (character: Character, range: ByteRange)

  private static func located(_ text: [UInt8]) -> [Located] {
    var offset = 0
    return String(decoding: text, as: UTF8.self).map { character in
      let start = offset
      offset += character.utf8.count
      return (character, ByteRange(start, offset))
    }
  }

  /// Whether a text ends in an abbreviation, or in a single letter, and its full stop.
  private static func isAbbreviation(_ text: ArraySlice<Located>) -> Bool {
    let word = text.reversed().prefix { !$0.character.isWhitespace && !"([\"“".contains($0.character) }.reversed()
      .map(\.character)
    if word.count == 2, word[0].isLetter { return word[0].isUppercase }
    let lowered = String(word).lowercased()
    return Lexicon.all.contains { $0.abbreviations.contains(lowered) }
  }
}
