// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Laying out new text in the manner of the old.
extension Layout {
  /// Returns the bytes that stand for `text` in the passage's place.
  ///
  /// - Parameter spans: Places in `text`, in bytes and in order, inside which no line may be broken that is not broken in
  ///   the source.
  func laidOut(_ text: String, keeping spans: [ByteRange] = []) -> [UInt8] {
    let new = Self.tokens(of: Array(text.utf8), spans: spans)
    let oldIndices = Alignment(of: new.map(\.word), to: words.map { source.bytes[$0.indices] }).oldIndices
    var line = LineBuilder(layout: self)
    for (index, token) in new.enumerated() {
      if index == 0 {
        line.begin(isAtLineStart: oldIndices[0] == 0)
      } else {
        let gap = sourceGap(before: index, in: oldIndices)
        if token.isHardBreak {
          line.hardBreak(token.marker, source: gap)
        } else if token.isInsideSpan || index == 1 && tiesFirstWord {
          line.fixedGap(token.blanks, source: gap)
        } else {
          line.gap(before: token.word, after: new[index - 1].word, source: gap)
        }
      }
      line.add(token.word)
    }
    return line.bytes
  }

  /// A gap of the source that a gap of the new text stands for.
  private struct SourceGap {
    /// The index of the word after it.
    var index: Int
    /// Whether the word before it is the source's too, so that the line up to here may be as it was.
    var isExact: Bool
    /// Whether the word after it is the source's too, which begins a line there without opening a block.
    var keepsWord: Bool
  }

  /// Returns the source's gap for the one before a new word: between the same two words, or else a soft break next to one
  /// of them.
  private func sourceGap(before index: Int, in oldIndices: [Int?]) -> SourceGap? {
    let previous = oldIndices[index - 1]
    if let old = oldIndices[index] {
      if let previous, previous + 1 == old { return SourceGap(index: old, isExact: true, keepsWord: true) }
      return gaps[old] == .softBreak ? SourceGap(index: old, isExact: false, keepsWord: true) : nil
    }
    guard let previous, previous + 1 < gaps.count, gaps[previous + 1] == .softBreak else { return nil }
    return SourceGap(index: previous + 1, isExact: true, keepsWord: false)
  }

  /// A word of new text with what stands before it.
  private struct Token {
    var word: ArraySlice<UInt8>
    /// The blanks before it, as the text has them.
    var blanks: ArraySlice<UInt8>
    /// Whether the gap before it lies inside a span.
    var isInsideSpan: Bool
    /// The bytes that make a hard line break, without the line feed; empty for a blank.
    var marker: [UInt8]
    var isHardBreak: Bool { !marker.isEmpty }
  }

  private static func tokens(of text: [UInt8], spans: [ByteRange]) -> [Token] {
    var tokens: [Token] = []
    var marker: [UInt8] = []
    var rest = spans[...]
    func token(_ word: ArraySlice<UInt8>) -> Token {
      while let span = rest.first, span.end <= word.startIndex { rest.removeFirst() }
      let gap = (tokens.last?.word.endIndex ?? 0)..<word.startIndex
      let isInsideSpan = rest.first.map { $0.start < gap.lowerBound } ?? false
      return Token(word: word, blanks: text[gap], isInsideSpan: isInsideSpan, marker: marker)
    }
    for line in text.split(separator: .lineFeed, omittingEmptySubsequences: false) {
      for word in line.split(whereSeparator: { $0.isBlank || $0 == .carriageReturn }) {
        tokens.append(token(word))
        marker = []
      }
      let backslashes = line.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
      if backslashes % 2 == 1, line.endIndex < text.endIndex, let last = tokens.last?.word,
        tokens.count > 1 || last.count > 1
      {
        marker = (last.count > 1 ? [] : [.space]) + [UInt8(ascii: "\\")]
        if last.count > 1 { tokens[tokens.count - 1].word = last.dropLast() } else { tokens.removeLast() }
      } else if line.suffix(2).elementsEqual([.space, .space]), !tokens.isEmpty {
        marker = [.space, .space]
      }
    }
    return tokens
  }

  /// Writes words one after the other and decides what comes between them.
  private struct LineBuilder {
    let layout: Layout
    private(set) var bytes: [UInt8] = []
    private var column: Int
    /// Whether the current line has, so far, what a line of the source has.
    private var isAsInSource = false

    init(layout: Layout) {
      self.layout = layout
      column = layout.firstColumn
    }

    mutating func begin(isAtLineStart: Bool) { isAsInSource = isAtLineStart }

    mutating func add(_ word: ArraySlice<UInt8>) {
      bytes += word
      column += displayWidth(word)
    }

    mutating func hardBreak(_ marker: [UInt8], source: SourceGap?) {
      if let source, layout.gaps[source.index] == .hardBreak { return keepBreak(before: source.index) }
      bytes += marker
      newLine()
    }

    /// A gap inside a span: as it is in the source, if it comes from there, else as it is in the text.
    mutating func fixedGap(_ blanks: ArraySlice<UInt8>, source: SourceGap?) {
      if let source, source.isExact, source.keepsWord { return keepBreak(before: source.index) }
      bytes += blanks.map { $0.isLineEnding ? .space : $0 }
      column += blanks.count
      isAsInSource = false
    }

    mutating func gap(before word: ArraySlice<UInt8>, after previous: ArraySlice<UInt8>, source: SourceGap?) {
      switch source.map({ layout.gaps[$0.index] }) {
      case .softBreak?:
        guard let source, isAsInSource && source.isExact || canEndLine(before: source.index),
          source.keepsWord || !Layout.opensBlock(word)
        else { break }
        return keepBreak(before: source.index)
      case .blank?:
        guard let source, isAsInSource || !layout.style.isWrapped else { break }
        let gap = layout.sourceBytes(before: source.index)
        bytes += gap
        column += gap.count
        return
      case .hardBreak?, nil: break
      }
      isAsInSource = false
      if breaks(before: word, after: previous) {
        newLine()
      } else {
        bytes.append(.space)
        column += 1
      }
    }

    /// Whether a changed line may end where the source's line ends, so that the lines after it stay as they are.
    ///
    /// It may if it is not torn: no less than half as wide as the source's line.
    private func canEndLine(before index: Int) -> Bool {
      guard case .wrapped(let columns) = layout.style else { return true }
      return column <= columns && column * 2 >= layout.sourceColumn(after: index - 1)
    }

    private func breaks(before word: ArraySlice<UInt8>, after previous: ArraySlice<UInt8>) -> Bool {
      guard !Layout.opensBlock(word) else { return false }
      switch layout.style {
      case .oneLine: return false
      case .sentencePerLine: return Layout.startsSentence(word, after: previous)
      case .wrapped(let columns): return column + 1 + displayWidth(word) > columns
      }
    }

    private mutating func keepBreak(before index: Int) {
      let gap = layout.sourceBytes(before: index)
      bytes += gap
      if let lineEnd = gap.lastIndex(where: \.isLineEnding) {
        column = displayWidth(gap[(lineEnd + 1)...])
        isAsInSource = true
      } else {
        column += gap.count
      }
    }

    private mutating func newLine() {
      bytes += layout.lineEnding + layout.followingPrefix
      column = displayWidth(layout.followingPrefix)
      isAsInSource = false
    }
  }

  /// The bytes between a word of the source and the word before it.
  private func sourceBytes(before index: Int) -> ArraySlice<UInt8> {
    source.bytes[words[index - 1].end..<words[index].start]
  }

  /// The width of the source's line up to the end of a word.
  private func sourceColumn(after index: Int) -> Int {
    let end = words[index].end
    return displayWidth(source.bytes[source.line(source.lineNumber(at: end - 1)).start..<end])
  }

  /// Whether a line that begins with `word` could begin a block, or end the paragraph, in CommonMark or a dialect.
  static func opensBlock(_ word: ArraySlice<UInt8>) -> Bool {
    guard let first = word.first else { return false }
    if word.allSatisfy({ "-+*#=_:".utf8.contains($0) }) { return true }
    if ">~|<".utf8.contains(first) || word.starts(with: "```".utf8) || word.starts(with: ":::".utf8) { return true }
    // A percent sign behind a space: to MyST a comment.
    if DialectLine.isMarker(Array(word + [.space])[...]) || word.elementsEqual("$$".utf8) { return true }
    let digits = word.prefix { $0.isDigit }.count
    return (1...9).contains(digits) && word.count == digits + 1 && ".)".utf8.contains(word[word.endIndex - 1])
  }
}

extension Layout.Style {
  fileprivate var isWrapped: Bool {
    if case .wrapped = self { return true }
    return false
  }
}
