// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendText

/// Grammars in GBNF (https://github.com/ggml-org/llama.cpp/tree/master/grammars) that answers are held to.
enum OutputGrammar {
  /// The most characters of a list item, and of a heading.
  static let longestItem = 100
  static let longestHeading = 60
  /// How many characters more a model may write, so that what comes to its end just below the longest has not been made to
  /// end there: about the longest token.
  private static let room = 16

  /// A capital, or a letter of a script without them, in a class of characters; in Spanish a mark before it.
  private static let initial = #"A-Z\u00A1\u00BF\u00C0-\u1FFF\u2C00-\u2DFF\u3041-\uD7FF\uF900-\uFAFF"#
  /// Control characters, and those that cannot be seen: line separators, marks of direction, for private use.
  private static let unseen =
    #"\x00-\x1F\x7F-\x9F\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uE000-\uF8FF\uFEFF\uFFF0-\uFFFF"#

  /// A bullet list of one level; each item begins with a capital, or a letter of a script without them, and holds no
  /// markup.
  static func list(count: ClosedRange<Int>, longest: Int) -> String {
    #"""
    root ::= item ("\n" item){\#(count.lowerBound - 1),\#(count.upperBound - 1)} "\n"?
    item ::= "- " [\#(initial)] [^\#(unseen)*<>`|~\\\[\]{}_#]{2,\#(longest - 1 + room)}
    """#
  }

  /// A sentence with the links, code and numbers of a note, each once and in their order, and no others.
  ///
  /// Of 32 notes the default model makes 22 sentences that keep all of these with it and 18 without, if it is asked once;
  /// 28 and 24, if it is asked four times.
  static func sentence(of note: ProseText) -> String {
    let pieces = fixedPieces(of: note).map(literal)
    // What stands in the note in another role may stand in the sentence.
    let marks = #"()"“”„«»"#.filter { !note.text.contains($0) }
    let other = "[^" + unseen + #"0-9`<>\[\]{}:|~*_#\\"# + marks + "]"
    guard let first = pieces.first else {
      return "root ::= [\(initial)] f{2,200} \".\"\nf ::= \(other)"
    }
    let rest = pieces.dropFirst().map { "f{1,80} \($0) " }.joined()
    return """
      root ::= ([\(initial)] f{0,80} o)? \(first) \(rest)(f{1,100})? "."
      o ::= " " | "("
      f ::= \(other)
      """
  }

  /// The links, other protected spans, and words with digits of a note, in order.
  private static func fixedPieces(of note: ProseText) -> [String] {
    var ranges: [ByteRange] = (note.markup?.spans ?? []).map(\.range)
    for link in note.markup?.links ?? [] {
      let whole = Array("[\(link.text)\(link.destination)".utf8)
      guard let found = note.bytes.firstRange(of: whole) else { continue }
      ranges.append(ByteRange(found.lowerBound, found.upperBound))
    }
    for word in note.bytes.indices.split(whereSeparator: { note.bytes[$0].isBlank }) {
      let bytes = note.bytes[word.startIndex..<word.endIndex]
      guard note.prose[word.startIndex..<word.endIndex].contains(where: \.isDigit) else { continue }
      let isEdge = { (byte: UInt8) in byte.isASCIIPunctuation && byte != UInt8(ascii: "%") }
      let start = bytes.firstIndex { !isEdge($0) } ?? word.startIndex
      let end = bytes.lastIndex { !isEdge($0) }.map { $0 + 1 } ?? word.endIndex
      ranges.append(ByteRange(start, end))
    }
    // Of what overlaps the larger.
    var pieces: [ByteRange] = []
    for range in ranges.sorted(by: { ($0.start, $1.end) < ($1.start, $0.end) })
    where range.start >= pieces.last?.end ?? 0 {
      pieces.append(range)
    }
    return pieces.map { note.string($0) }
  }

  private static func literal(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
  }
}
