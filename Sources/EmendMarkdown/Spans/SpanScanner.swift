// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Finds, in a paragraph's text, the markup that cmark reads as plain text: escapes, addresses, and what Markdown's
/// dialects add.
///
/// No dialect is asked for: what is markup in any of them is protected in all. Too much protection costs an answer now
/// and then; too little, a broken page. The time is linear in the length of the text, whatever it holds.
struct SpanScanner {
  let text: [UInt8]
  /// cmark's spans, in order, none overlapping another.
  private let known: [ProtectedSpan]
  /// The index of the first of `known` that is not behind the scan.
  private var nextKnown = 0
  private var found: [ProtectedSpan] = []
  /// For each `{` the place after the `}` that closes it; 0 for all other bytes.
  private let braceEnds: [Int]
  /// Closing marks that are nowhere after the scan: what is searched for once in vain is not searched for again.
  private var absent: Set<[UInt8]> = []
  /// The index of a code span in `known` that has none before it but behind the scan.
  private var nextCodeSpan = 0
  /// No formula that begins before this place ends.
  var mathLimit = 0

  /// What a rule finds: markup from the scan's position up to `end`.
  struct Match {
    var kind: ProtectedSpan.Kind
    var end: Int
  }

  /// Returns all protected spans of `text`, in order: `known`, what the rules find, and the union of two that overlap.
  static func spans(in text: [UInt8], known: [ProtectedSpan]) -> [ProtectedSpan] {
    var scanner = SpanScanner(text: text, known: known)
    scanner.scan()
    return scanner.found
  }

  private init(text: [UInt8], known: [ProtectedSpan]) {
    self.text = text
    self.known = known
    braceEnds = Self.braceEnds(in: text)
  }

  private mutating func scan() {
    var position = 0
    while position < text.count {
      while nextKnown < known.count, known[nextKnown].range.end <= position { nextKnown += 1 }
      if nextKnown < known.count, known[nextKnown].range.start <= position {
        let span = known[nextKnown]
        // cmark ends a tag at the first `>`, JSX not inside an expression.
        if span.kind == .html, let end = jsxEnd(at: position), end > span.range.end {
          append(Match(kind: .jsx, end: end), from: position)
        } else {
          found.append(span)
        }
        position = found[found.count - 1].range.end
      } else if let match = match(at: position) {
        append(match, from: position)
        position = found[found.count - 1].range.end
      } else {
        position += 1
      }
    }
  }

  /// A match takes in the spans of cmark's that begin inside it.
  private mutating func append(_ match: Match, from start: Int) {
    var (kind, start, end) = (match.kind, start, match.end)
    while nextKnown < known.count, known[nextKnown].range.start < end {
      end = max(end, known[nextKnown].range.end)
      nextKnown += 1
    }
    // A role is its name and the code after it: {ref}`target`, :ref:`target`.
    if kind == .attributes || kind == .tag || kind == .emoji, let code = knownSpan(at: end), code.kind == .code {
      (kind, end) = (.role, code.range.end)
    }
    // An attribute list belongs to the span, or the bracket, that it touches.
    if kind == .attributes, let last = found.last, last.range.end == start {
      (kind, start) = (last.kind, last.range.start)
      found.removeLast()
    } else if kind == .attributes, start > 0, text[start - 1] == UInt8(ascii: "]") {
      start -= 1
    }
    found.append(ProtectedSpan(kind: kind, range: ByteRange(start, end), in: text))
  }

  private mutating func match(at position: Int) -> Match? {
    switch text[position] {
    case UInt8(ascii: "{"): tag(at: position)
    case UInt8(ascii: "<"): angleTag(at: position)
    case UInt8(ascii: "$"): dollarMath(at: position) ?? variable(at: position)
    case UInt8(ascii: "\\"): texMath(at: position) ?? texCommand(at: position) ?? escape(at: position)
    case UInt8(ascii: "&"): entity(at: position)
    case UInt8(ascii: "!"): wikiLink(at: position)
    case UInt8(ascii: "["):
      wikiLink(at: position) ?? footnote(at: position) ?? extensionTag(at: position) ?? citation(at: position)
    case UInt8(ascii: "]"): taggedDestination(at: position)
    case UInt8(ascii: "^"): footnote(at: position) ?? script(at: position, .raised)
    case UInt8(ascii: "="): pair("==", .highlight, at: position)
    case UInt8(ascii: "~"): pair("~~", .strikethrough, at: position) ?? script(at: position, .lowered)
    // Not the end of a name such as C++.
    case UInt8(ascii: "+"): isWordStart(position) ? pair("++", .insertion, at: position) : nil
    case UInt8(ascii: "%"): pair("%%", .comment, at: position) ?? format(at: position)
    case UInt8(ascii: ":"): emoji(at: position)
    case UInt8(ascii: "#"): hashtag(at: position)
    case UInt8(ascii: "@"): mention(at: position)
    case let byte where byte.isASCIILetter || byte.isDigit || "._-".utf8.contains(byte):
      isWordStart(position) ? url(at: position) ?? email(at: position) ?? reference(at: position) : nil
    default: nil
    }
  }

  // MARK: What the rules ask

  /// The byte at a place; 0 past the end, which no text holds.
  func byte(_ position: Int) -> UInt8 {
    position >= 0 && position < text.count ? text[position] : 0
  }

  func has(_ string: String, at position: Int) -> Bool {
    position <= text.count && text[position...].starts(with: string.utf8)
  }

  /// The place where plain text ends: where the next span of cmark's begins.
  var limit: Int { nextKnown < known.count ? known[nextKnown].range.start : text.count }

  /// The span of cmark's that begins at a place at or behind the next one.
  func knownSpan(at position: Int) -> ProtectedSpan? {
    nextKnown < known.count && known[nextKnown].range.start == position ? known[nextKnown] : nil
  }

  /// The place of the next code span.
  mutating func nextCode() -> Int {
    nextCodeSpan = max(nextCodeSpan, nextKnown)
    while nextCodeSpan < known.count, known[nextCodeSpan].kind != .code { nextCodeSpan += 1 }
    return nextCodeSpan < known.count ? known[nextCodeSpan].range.start : text.count
  }

  /// Whether a word may begin here: no letter or digit stands before it.
  func isWordStart(_ position: Int) -> Bool { !byte(position - 1).isWord }

  /// The end of the bytes from `position` on that `isPart` holds for, not past the next span of cmark's.
  func end(from position: Int, atMost count: Int = .max, while isPart: (UInt8) -> Bool) -> Int {
    let last = count < limit - position ? position + count : limit
    var end = position
    while end < last, isPart(text[end]) { end += 1 }
    return end
  }

  /// The place of the next `closing` from `position` on.
  mutating func find(_ closing: String, from position: Int) -> Int? {
    let closing = Array(closing.utf8)
    if absent.contains(closing) { return nil }
    var index = position
    while index + closing.count <= text.count {
      if text[index] == closing[0], text[index...].starts(with: closing) { return index }
      index += 1
    }
    absent.insert(closing)
    return nil
  }

  /// The place after the brace that closes the one at `position`.
  func braceEnd(at position: Int) -> Int? { braceEnds[position] > 0 ? braceEnds[position] : nil }

  private static func braceEnds(in text: [UInt8]) -> [Int] {
    var ends = Array(repeating: 0, count: text.count)
    var open: [Int] = []
    for (index, byte) in text.enumerated() {
      if byte == UInt8(ascii: "{") {
        open.append(index)
      } else if byte == UInt8(ascii: "}"), let start = open.popLast() {
        ends[start] = index + 1
      }
    }
    return ends
  }
}

extension UInt8 {
  /// An ASCII letter or digit.
  var isWord: Bool { isASCIILetter || isDigit }
}
