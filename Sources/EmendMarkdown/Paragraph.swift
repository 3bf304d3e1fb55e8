// SPDX-License-Identifier: Apache-2.0

import EmendText

/// A paragraph or heading of a document: the unit that can be edited.
package struct Paragraph: Equatable, Sendable {
  /// Its number in the document, counted from 1; `nil` for a heading.
  package let number: Int?
  /// Its lines in the file, counted from 1.
  package let lines: ClosedRange<Int>
  /// Whether it stands in a block quotation.
  package let isQuoted: Bool
  /// Whether it stands in a list item.
  package let isListItem: Bool
  /// Its words, as ``wordCount(in:)`` counts them.
  package let words: Int
  /// The index of its block in ``MarkdownDocument/blocks``.
  let block: Int
  /// What of each line is text: without container prefixes, indentation and trailing blanks.
  ///
  /// One for each of `lines`.
  let contents: [ByteRange]
  /// What cmark reads before and after these contents in the same block, without prefixes, such as a task marker, the
  /// lines of a directive, or a heading's attributes.
  let lead: [UInt8]
  let trail: [UInt8]

  /// Whether this is a heading.
  package var isHeading: Bool { number == nil }

  /// What stands in its block before and after its text and is no prose, such as `[x]` or `{#id}`.
  ///
  /// One space stands for all blanks; the number signs that may close a heading say nothing.
  package var marks: String {
    let closing = isHeading && trail.allSatisfy { $0 == UInt8(ascii: "#") || $0.isBlank } ? [] : trail
    let words = (lead + [.space] + closing).split { $0.isBlank || $0.isLineEnding }
    return String(decoding: Array(words.joined(separator: [.space])), as: UTF8.self)
  }

  var parsing: InlineParsing { isHeading ? .heading : .paragraph }
}

/// Counts words: runs of characters between blanks that hold a letter or a digit; Chinese and Japanese characters count
/// one each.
package func wordCount(in bytes: ArraySlice<UInt8>) -> Int {
  if bytes.allSatisfy({ $0 < 0x80 }) {
    return bytes.split(whereSeparator: { $0.isBlank || $0.isLineEnding }).count { word in
      word.contains { $0.isASCIILetter || $0.isDigit }
    }
  }
  var count = 0
  var isInWord = false
  for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
    switch scalar.value {
    case 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFD:
      count += 1
      isInWord = false
    default:
      if scalar.properties.isWhitespace {
        isInWord = false
      } else if !isInWord, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        isInWord = true
        count += 1
      }
    }
  }
  return count
}
