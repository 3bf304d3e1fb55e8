// SPDX-License-Identifier: Apache-2.0

import EmendText

/// One change that an answer makes to a text: words in the place of words, words put in, or words taken out.
///
/// A small model's answer is seldom good as a whole. Taken apart, its good changes need not be lost with its bad ones.
struct Rewording: Hashable, Sendable {
  /// The bytes of the text that it replaces; empty where words are put in.
  let range: ByteRange
  let replacement: String

  /// Returns the changes that make a text of another one, in order.
  ///
  /// ```swift
  /// Rewording.changes(from: "The tool print a list.", to: "The tool prints a list.")  // "print" → "prints"
  /// ```
  static func changes(from original: String, to answer: String) -> [Rewording] {
    let bytes = Array(original.utf8)
    let old = tokens(in: bytes)
    let new = answer.split(whereSeparator: \.isWhitespace).map(String.init)
    let alignment = Alignment(of: new, to: old.map { String(decoding: bytes[$0.indices], as: UTF8.self) })
    let oldWords = old.map { String(decoding: bytes[$0.indices], as: UTF8.self).lowercased() }
    return alignment.changes.flatMap { change -> [Alignment.Change] in
      // "print 3" → "prints 4" are two changes: the one is another form of the word, the other is not.
      let pairs = Array(zip(change.old, change.new))
      let areAlike = pairs.map { areForms(oldWords[$0], new[$1].lowercased()) }
      guard change.old.count == change.new.count, Set(areAlike).count == 2 else { return [change] }
      return pairs.map { Alignment.Change(old: $0..<$0 + 1, new: $1..<$1 + 1) }
    }.map { change in
      let words = new[change.new].joined(separator: " ")
      guard !change.old.isEmpty else {
        guard change.old.lowerBound < old.count else {
          return Rewording(range: ByteRange(bytes.count, bytes.count), replacement: " " + words)
        }
        let start = old[change.old.lowerBound].start
        return Rewording(range: ByteRange(start, start), replacement: words + " ")
      }
      let (first, last) = (old[change.old.lowerBound], old[change.old.upperBound - 1])
      guard words.isEmpty else { return Rewording(range: ByteRange(first.start, last.end), replacement: words) }
      // The blank on one side goes with the words.
      if change.old.upperBound < old.count {
        return Rewording(range: ByteRange(first.start, old[change.old.upperBound].start), replacement: "")
      }
      let start = change.old.lowerBound > 0 ? old[change.old.lowerBound - 1].end : first.start
      return Rewording(range: ByteRange(start, last.end), replacement: "")
    }
  }

  /// Returns the sentences of an answer that stand for other ones of the original, each as one change.
  ///
  /// Sentences that the answer leaves out stay, and those that it adds do not come in.
  static func sentenceChanges(from original: ProseText, to answer: ProseText) -> [Rewording] {
    func range(_ sentences: [ByteRange], _ indices: Range<Int>) -> ByteRange {
      ByteRange(sentences[indices.lowerBound].start, sentences[indices.upperBound - 1].end)
    }
    return SentenceAlignment(original, answer).groups.compactMap { group in
      guard !group.original.isEmpty, !group.replacement.isEmpty else { return nil }
      let place = range(original.sentences, group.original)
      let text = answer.string(range(answer.sentences, group.replacement))
      return text == original.string(place) ? nil : Rewording(range: place, replacement: text)
    }
  }

  /// Runs of bytes without blanks.
  private static func tokens(in bytes: [UInt8]) -> [ByteRange] {
    bytes.split { $0.isBlank || $0.isLineEnding }.map { ByteRange($0.startIndex, $0.endIndex) }
  }

  /// This change in a text in which this one's begins at `offset`.
  func shifted(by offset: Int) -> Rewording { Rewording(range: range.shifted(by: offset), replacement: replacement) }
}

extension String {
  /// The text with some changes made, none overlapping another.
  func applying(_ rewordings: [Rewording]) -> String {
    let edits = EditList(rewordings.map { TextEdit(range: $0.range, replacement: Array($0.replacement.utf8)) })
    return String(decoding: edits.applied(to: Array(utf8)), as: UTF8.self).trimmingBlanks()
  }
}
