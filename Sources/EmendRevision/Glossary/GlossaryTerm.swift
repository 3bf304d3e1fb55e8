// SPDX-License-Identifier: Apache-2.0

import EmendText

/// A term as it is looked for in a text: at the borders of words, its words with any blanks between them.
struct GlossaryTerm: Sendable {
  private let letters: [Unicode.Scalar]
  private let foldsCase: Bool

  /// - Parameter foldsCase: Whether capitals are as good as small letters.
  init(_ text: String, foldsCase: Bool) {
    self.foldsCase = foldsCase
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    letters = words.unicodeScalars.map { foldsCase ? $0.folded : $0.straightened }
  }

  /// Where it stands in a text, from left to right, none overlapping another.
  func ranges(in text: GlossaryText) -> [Range<Int>] {
    let all = foldsCase ? text.folded : text.letters
    guard let first = letters.first, let last = letters.last else { return [] }
    var found: [Range<Int>] = []
    for start in text.places[first.folded] ?? [] where start >= found.last?.upperBound ?? 0 {
      let end = start + letters.count
      guard end <= all.count, all[start..<end].elementsEqual(letters),
        start == 0 || Self.isBorder(all[start - 1], first), end == all.count || Self.isBorder(last, all[end])
      else { continue }
      found.append(start..<end)
    }
    return found
  }

  /// Whether two characters belong to two words; ideographs are words of their own.
  private static func isBorder(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
    func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.isWordPart || scalar == "_" }
    return !isLetter(left) || !isLetter(right) || left.isIdeograph || right.isIdeograph
  }
}

/// A text as terms are looked for in it: without code and addresses, with one blank for several.
struct GlossaryText {
  fileprivate let letters, folded: [Unicode.Scalar]
  /// Where each character stands, whatever its case: a glossary has many terms, and a sentence few of them.
  fileprivate let places: [Unicode.Scalar: [Int]]
  /// Where each character begins, and at the end where the text ends.
  private let offsets: [Int]

  /// What stands where a protected span is: in no term.
  private static let gap: Unicode.Scalar = "\u{0}"

  init(_ text: ProseText) {
    var letters: [Unicode.Scalar] = []
    var offsets: [Int] = []
    var offset = 0
    for scalar in String(decoding: text.prose, as: UTF8.self).unicodeScalars {
      let isBlank = scalar.properties.isWhitespace
      let isHidden = scalar == " " && !(text.bytes[offset] == .space || text.bytes[offset] == .lineFeed)
      let letter = isHidden ? Self.gap : isBlank ? " " : scalar.straightened
      if letter != letters.last || !isBlank {
        letters.append(letter)
        offsets.append(offset)
      }
      offset += UTF8.width(scalar)
    }
    self.letters = letters
    folded = letters.map(\.folded)
    places = Dictionary(grouping: letters.indices) { [folded] in folded[$0] }
    self.offsets = offsets + [offset]
  }

  /// The bytes of some characters.
  func bytes(_ range: Range<Int>) -> ByteRange { ByteRange(offsets[range.lowerBound], offsets[range.upperBound]) }
}

extension Unicode.Scalar {
  /// With a straight apostrophe for a curly one.
  fileprivate var straightened: Unicode.Scalar { self == "’" ? "'" : self }

  /// In lower case, where that is one character.
  fileprivate var folded: Unicode.Scalar {
    let lowered = properties.lowercaseMapping.unicodeScalars
    return (lowered.count == 1 ? lowered.first : nil)?.straightened ?? straightened
  }
}
