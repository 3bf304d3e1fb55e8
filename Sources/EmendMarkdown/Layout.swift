// SPDX-License-Identifier: Apache-2.0

import EmendText

/// How a passage lies in its lines: its words, what stands between them, and how it is wrapped.
///
/// New text is laid out the same way. Where it keeps a word and the word before it, the bytes between them stay what they
/// were, so that a diff shows changed words and not moved line breaks.
struct Layout: Equatable, Sendable {
  /// How a passage is broken into lines.
  enum Style: Equatable, Sendable {
    /// No line break that could be anywhere else.
    case oneLine
    /// Hard-wrapped so that no line is wider than this many columns.
    case wrapped(columns: Int)
    /// Each sentence begins a line.
    case sentencePerLine
  }

  /// What stands before a word.
  enum Gap: Equatable, Sendable {
    case blank, softBreak, hardBreak
  }

  let style: Style
  /// The words as they stand in the source, the backslash of a hard break not counted to its word.
  let words: [ByteRange]
  /// The gap before each word; the first counts as blank and is without meaning.
  let gaps: [Gap]
  /// The passage's text: blanks as they are, a blank for a soft break, and hard breaks as two spaces or a backslash with
  /// a line feed.
  let text: String
  private let source: SourceText
  private let lineEnding: [UInt8]
  private let followingPrefix: [UInt8]
  private let firstColumn: Int

  /// Reads the layout of lines whose text `contents` gives; `nil` if a line has none.
  init?(of contents: [ByteRange], in source: SourceText) {
    let bytes = source.bytes
    var words: [ByteRange] = []
    var gaps: [Gap] = []
    var text: [UInt8] = []
    var gap = Gap.blank
    for (index, content) in contents.enumerated() {
      guard !content.isEmpty else { return nil }
      let lineEnd = index + 1 < contents.count ? Self.lineEnd(after: content, in: bytes) : nil
      if index > 0, gap == .softBreak { text.append(.space) }
      var line = Self.words(in: bytes[content.indices])
      if lineEnd == .backslash {
        // "word\" or "word \": the backslash belongs to what stands between the lines.
        let last = line.removeLast().dropLast()
        if !last.isEmpty { line.append(last) }
        guard !line.isEmpty else { return nil }
      }
      for (number, word) in line.enumerated() {
        if number > 0 {
          text += bytes[line[number - 1].endIndex..<word.startIndex]
          gap = .blank
        }
        words.append(ByteRange(word.startIndex, word.endIndex))
        gaps.append(gap)
        text += word
      }
      switch lineEnd {
      case nil: break
      case .soft: gap = .softBreak
      case .spaces:
        gap = .hardBreak
        text += [.space, .space, .lineFeed]
      case .backslash:
        gap = .hardBreak
        text += bytes[line[line.count - 1].endIndex..<content.end] + [.lineFeed]
      }
    }
    self.words = words
    self.gaps = gaps
    self.text = String(decoding: text, as: UTF8.self)
    self.source = source

    let lines = contents.map { source.lineNumber(at: $0.start) }
    let first = source.lineContent(lines[0])
    let firstLineBytes = source.line(lines[0])
    lineEnding = Array(bytes[first.end..<firstLineBytes.end])
    followingPrefix = contents.count > 1 ? Array(bytes[source.line(lines[1]).start..<contents[1].start]) : []
    firstColumn = displayWidth(bytes[first.start..<contents[0].start])
    style = Self.style(
      gaps: gaps, lines: contents.map { bytes[$0.indices] },
      widths: contents.map { displayWidth(bytes[source.line(source.lineNumber(at: $0.start)).start..<$0.end]) })
  }

  private enum LineEnd { case soft, spaces, backslash }

  /// How the line break after `content` reads: a hard one after two spaces or an unescaped backslash.
  private static func lineEnd(after content: ByteRange, in bytes: [UInt8]) -> LineEnd {
    let blanks = bytes[content.end...].prefix { $0.isBlank }
    if blanks.count >= 2, blanks.suffix(2).allSatisfy({ $0 == .space }) { return .spaces }
    let backslashes = bytes[content.indices].reversed().prefix { $0 == UInt8(ascii: "\\") }.count
    return blanks.isEmpty && backslashes % 2 == 1 ? .backslash : .soft
  }

  private static func words(in line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    line.split(whereSeparator: \.isBlank)
  }

  private static func style(gaps: [Gap], lines: [ArraySlice<UInt8>], widths: [Int]) -> Style {
    guard gaps.contains(.softBreak) else { return .oneLine }
    let isSentencePerLine =
      lines.dropLast().allSatisfy { line in words(in: line).last.map(endsSentence) ?? false }
      && lines.allSatisfy { line in
        let words = words(in: line)
        return !zip(words, words.dropFirst()).contains { startsSentence($1, after: $0) }
      }
    return isSentencePerLine ? .sentencePerLine : .wrapped(columns: widths.max() ?? 0)
  }

  // MARK: Sentences

  private static func endsSentence(_ word: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: word, as: UTF8.self)
    return text.reversed().first { !"\"')]}*_”’»".contains($0) }.map { ".!?…。！？".contains($0) } ?? false
  }

  /// Whether a sentence begins with `word`: the word before ends one, and this one is not in lower case.
  private static func startsSentence(_ word: ArraySlice<UInt8>, after previous: ArraySlice<UInt8>) -> Bool {
    guard endsSentence(previous) else { return false }
    let first = String(decoding: word, as: UTF8.self).first { $0.isLetter || $0.isNumber }
    return !(first?.isLowercase ?? true)
  }

  // MARK: Laying out new text

  /// Returns the bytes that stand for `text` in the passage's place.
  func laidOut(_ text: String) -> [UInt8] {
    let new = Self.tokens(of: Array(text.utf8))
    let oldIndices = Alignment(of: new.map(\.word), to: words.map { source.bytes[$0.indices] }).oldIndices
    var line = LineBuilder(layout: self)
    for (index, token) in new.enumerated() {
      if index == 0 {
        line.begin(isAtLineStart: oldIndices[0] == 0)
      } else {
        let gap = sourceGap(before: index, in: oldIndices)
        if token.isHardBreak {
          line.hardBreak(token.marker, source: gap)
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
    /// The bytes that make a hard line break, without the line feed; empty for a blank.
    var marker: [UInt8]
    var isHardBreak: Bool { !marker.isEmpty }
  }

  private static func tokens(of text: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    var marker: [UInt8] = []
    for line in text.split(separator: .lineFeed, omittingEmptySubsequences: false) {
      for word in line.split(whereSeparator: { $0.isBlank || $0 == .carriageReturn }) {
        tokens.append(Token(word: word, marker: marker))
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
      column = displayWidth(gap[(gap.lastIndex(where: \.isLineEnding) ?? gap.startIndex - 1) + 1..<gap.endIndex])
      isAsInSource = true
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
  private static func opensBlock(_ word: ArraySlice<UInt8>) -> Bool {
    guard let first = word.first else { return false }
    if word.allSatisfy({ "-+*#=_:".utf8.contains($0) }) { return true }
    if ">~|<".utf8.contains(first) || word.starts(with: "```".utf8) || word.starts(with: ":::".utf8) { return true }
    let digits = word.prefix { $0.isDigit }.count
    return (1...9).contains(digits) && word.count == digits + 1 && ".)".utf8.contains(word[word.endIndex - 1])
  }

  static func == (left: Layout, right: Layout) -> Bool {
    left.style == right.style && left.words == right.words && left.text == right.text
      && left.source.bytes == right.source.bytes
  }
}

extension Layout.Style {
  fileprivate var isWrapped: Bool {
    if case .wrapped = self { return true }
    return false
  }
}
