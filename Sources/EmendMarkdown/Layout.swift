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
  let source: SourceText
  let lineEnding: [UInt8]
  let followingPrefix: [UInt8]
  let firstColumn: Int
  let tiesFirstWord: Bool

  /// Reads the layout of lines whose text `contents` gives; `nil` if a line has none.
  ///
  /// - Parameter tiesFirstWord: Whether no line may end behind the first word.
  init?(of contents: [ByteRange], in source: SourceText, tiesFirstWord: Bool = false) {
    self.tiesFirstWord = tiesFirstWord
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

  /// The line of the file that holds a word, counted from 0; the last word's for one that is not there.
  func line(ofWord index: Int) -> Int { source.lineNumber(at: words[min(index, words.count - 1)].start) }

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

  static func endsSentence(_ word: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: word, as: UTF8.self)
    return text.reversed().first { !"\"')]}*_”’»".contains($0) }.map { ".!?…。！？".contains($0) } ?? false
  }

  /// Whether a sentence begins with `word`: the word before ends one, and this one is not in lower case.
  static func startsSentence(_ word: ArraySlice<UInt8>, after previous: ArraySlice<UInt8>) -> Bool {
    guard endsSentence(previous) else { return false }
    let first = String(decoding: word, as: UTF8.self).first { $0.isLetter || $0.isNumber }
    return !(first?.isLowercase ?? true)
  }

  static func == (left: Layout, right: Layout) -> Bool {
    left.style == right.style && left.words == right.words && left.text == right.text
      && left.source.bytes == right.source.bytes
  }
}
