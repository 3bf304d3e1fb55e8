// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
import EmendText

/// A text taken apart for the checks: its markup, its words, its sentences.
package struct ProseText: Sendable {
  package let text: String
  /// `nil` if the text is not one block.
  package let markup: InlineMarkup?
  let bytes: [UInt8]
  /// The text with blanks in place of code, addresses and other protected spans; as many bytes.
  let prose: [UInt8]
  let words: [Word]
  /// Without the blanks between them, in order.
  let sentences: [ByteRange]

  package init(_ text: String, markup: InlineMarkup?) {
    self.text = text
    self.markup = markup
    bytes = Array(text.utf8)
    var prose = bytes
    for span in markup?.spans ?? [] {
      prose.replaceSubrange(span.range.indices, with: repeatElement(.space, count: span.range.count))
    }
    self.prose = prose
    // The bracket before a link's text is prose; the one behind it belongs to the address.
    let linkEnds = (markup?.spans ?? []).map(\.range.start).filter { [bytes] in bytes[$0] == UInt8(ascii: "]") }
    sentences = SentenceSplitter.sentences(in: bytes, prose: prose, linkEnds: Set(linkEnds))
    words = Word.words(in: prose, sentences: sentences)
  }

  func string(_ range: ByteRange) -> String { String(decoding: bytes[range.indices], as: UTF8.self) }

  /// A range of bytes on one line, for a message.
  func line(_ range: ByteRange) -> String { string(range).replacing("\n", with: " ") }

  /// The words of a range of bytes.
  func words(in range: ByteRange) -> [Word] {
    Array(words[indexOfWord(from: range.start)...].prefix { $0.range.end <= range.end })
  }

  /// The first word that begins at or behind a byte.
  func word(from offset: Int) -> Word? {
    let index = indexOfWord(from: offset)
    return index < words.count ? words[index] : nil
  }

  /// The last word that ends at or before a byte.
  func word(upTo offset: Int) -> Word? { words[..<indexOfWord(from: offset)].last { $0.range.end <= offset } }

  private func indexOfWord(from offset: Int) -> Int {
    var (low, high) = (0, words.count)
    while low < high {
      let middle = (low + high) / 2
      if words[middle].range.start < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The words around a place, for a message: at most `count` before and after it.
  func surroundings(of range: ByteRange, words count: Int = 3) -> String {
    let first = words.lastIndex { $0.range.end <= range.start }.map { max($0 - count + 1, 0) }
    let last = words.firstIndex { $0.range.start >= range.end }.map { min($0 + count - 1, words.count - 1) }
    let start = first.map { words[$0].range.start } ?? 0
    let end = last.map { words[$0].range.end } ?? bytes.count
    return line(ByteRange(min(start, range.start), max(end, range.end)))
  }
}

/// A word of prose.
struct Word: Equatable, Sendable {
  /// As it stands there.
  let text: String
  /// In lower case, with straight apostrophes.
  let lowered: String
  let range: ByteRange
  /// Whether it is the first of a sentence, or of a link's text, an emphasised text, a quotation or what comes after a
  /// colon: where a capital may come from the place.
  let beginsSentence: Bool

  /// Runs of letters and digits, with the apostrophes, underscores, and points and commas between digits or letters,
  /// inside them; each Chinese or Japanese character is a word.
  static func words(in prose: [UInt8], sentences: [ByteRange]) -> [Word] {
    let text = String(decoding: prose, as: UTF8.self)
    let scalars = text.unicodeScalars
    var words: [Word] = []
    var sentence = 0
    var isFirst = true
    var offset = 0
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let start = index
      let startOffset = offset
      var end = index
      while index < scalars.endIndex, scalars[index].isWordPart {
        let scalar = scalars[index]
        offset += UTF8.width(scalar)
        scalars.formIndex(after: &index)
        end = index
        if scalar.isIdeograph || index < scalars.endIndex && scalars[index].isIdeograph { break }
        guard index < scalars.endIndex, let joined = scalars[index].joins(scalar, next: scalars[after: index]) else {
          continue
        }
        if joined { offset += UTF8.width(scalars[index]); scalars.formIndex(after: &index) }
      }
      guard end > start else {
        offset += UTF8.width(scalars[index])
        scalars.formIndex(after: &index)
        continue
      }
      while sentence < sentences.count, sentences[sentence].end <= startOffset {
        sentence += 1
        isFirst = true
      }
      let word = String(scalars[start..<end])
      words.append(
        Word(
          text: word, lowered: word.lowercased().replacing("’", with: "'"),
          range: ByteRange(startOffset, startOffset + word.utf8.count),
          beginsSentence: isFirst || beginsLabel(in: prose[..<startOffset])))
      isFirst = false
    }
    return words
  }

  private static func beginsLabel(in before: ArraySlice<UInt8>) -> Bool {
    before.last.map { "[*_\"'(".utf8.contains($0) } ?? false || before.suffix(3).elementsEqual("“".utf8)
      || before.suffix(2).elementsEqual(": ".utf8)
  }

  /// Whether it holds a digit.
  var hasDigit: Bool { text.unicodeScalars.contains { $0.properties.generalCategory == .decimalNumber } }

  /// Its first letter is a capital.
  var isCapitalized: Bool { text.unicodeScalars.first?.properties.isUppercase ?? false }

  /// Capitals throughout, two or more.
  var isAcronym: Bool { text.count > 1 && text.unicodeScalars.allSatisfy { $0.properties.isUppercase } }

  /// A capital after the first letter, an underscore, a digit among letters, or letters around a point: no common word.
  var looksLikeIdentifier: Bool {
    let scalars = Array(text.unicodeScalars)
    guard scalars.contains(where: \.properties.isAlphabetic) else { return false }
    return scalars.dropFirst().contains { $0.properties.isUppercase }
      || scalars.contains { $0 == "_" || $0 == "." || $0.properties.generalCategory == .decimalNumber }
  }
}

extension Unicode.Scalar {
  /// A letter, a digit, or a mark on one.
  var isWordPart: Bool {
    if isASCII { return UInt8(value).isASCIILetter || UInt8(value).isDigit }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .decimalNumber, .letterNumber:
      return true
    default: return false
    }
  }

  /// A character of a script that writes words without blanks between them.
  var isIdeograph: Bool {
    switch value {
    case 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFD: true
    default: false
    }
  }

  /// Whether this character keeps the one before and the one after it in one word; `nil` if it is a word part itself.
  fileprivate func joins(_ previous: Unicode.Scalar, next: Unicode.Scalar?) -> Bool? {
    if isWordPart { return nil }
    guard let next, next.isWordPart, !next.isIdeograph else { return false }
    switch self {
    case "'", "’", "_": return true
    case ".": return true
    case ",": return previous.isASCII && UInt8(previous.value).isDigit && next.isASCII && UInt8(next.value).isDigit
    default: return false
    }
  }
}

extension String.UnicodeScalarView {
  fileprivate subscript(after index: Index) -> Unicode.Scalar? {
    let next = self.index(after: index)
    return next < endIndex ? self[next] : nil
  }
}
