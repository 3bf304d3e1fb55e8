// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Goes through the blocks of a document and finds its paragraphs, its headings and its link reference definitions.
struct ParagraphFinder {
  private(set) var paragraphs: [Paragraph] = []
  private(set) var headings: [Paragraph] = []
  private(set) var definitions = LinkDefinitions()
  private let source: SourceText
  private let blocks: [Block]
  private let opaque: OpaqueRegions
  /// Lines of dialect tables' rules, which cmark takes for thematic breaks.
  private let tableRules: Set<Int>

  init(source: SourceText, blocks: [Block]) {
    self.source = source
    self.blocks = blocks
    opaque = OpaqueRegions(source: source, blocks: blocks)
    tableRules = Set(blocks.lazy.filter { Self.isTableRule($0, in: source) }.map(\.lines.lowerBound))
    for (index, block) in blocks.enumerated() {
      switch block.kind {
      case .paragraph: addParagraph(index)
      case .heading: addHeading(index)
      default: break
      }
    }
    definitions.add(between: blocks, in: source)
  }

  // MARK: Paragraphs

  private mutating func addParagraph(_ index: Int) {
    let block = blocks[index]
    let ancestry = ancestors(of: index)
    let quoteDepth = ancestry.count { blocks[$0].kind == .quotation }
    var lines = block.lines
    var contents = contents(of: block, lines: lines, quoteDepth: quoteDepth)
    // cmark 0.30.2 counts the definitions at a paragraph's start among its lines.
    let defined = definitions.add(leading: contents.map { source.bytes[$0.indices] })
    if defined > 0 {
      guard defined < contents.count else { return }
      contents.removeFirst(defined)
      lines = (lines.lowerBound + defined)...lines.upperBound
    }
    let isInTable = tableRules.contains(lines.lowerBound - 1) || tableRules.contains(lines.upperBound + 1)
    if opaque.overlap(lines) || isInTable || isTerm(index) { return }
    let isFirstInItem = block.parent == index - 1 && blocks[index - 1].kind == .item && defined == 0
    guard
      case .prose(let leadingLines, let label, let trailer, let trailingLines) = DialectBlock(
        reading: contents.map { source.bytes[$0.indices] }, isFirstInItem: isFirstInItem)
    else { return }
    let prose = leadingLines..<(contents.count - trailingLines)
    var text = Array(contents[prose])
    text[0].start += label
    text[text.count - 1].end -= trailer
    paragraphs.append(
      Paragraph(
        number: paragraphs.count + 1,
        lines: (lines.lowerBound + prose.lowerBound)...(lines.lowerBound + prose.upperBound - 1),
        isQuoted: quoteDepth > 0, isListItem: ancestry.contains { blocks[$0].kind == .item }, words: words(in: text),
        block: index, contents: text,
        lead: joined(contents[..<prose.lowerBound]) + source.bytes[contents[prose.lowerBound].start..<text[0].start],
        trail: trail(after: text[text.count - 1], contents[prose.upperBound...])))
  }

  /// Whether this is the term of a definition list whose definition stands after a blank line.
  private func isTerm(_ index: Int) -> Bool {
    guard index + 1 < blocks.count else { return false }
    let next = blocks[index + 1]
    guard next.kind == .paragraph, next.parent == blocks[index].parent else { return false }
    let line = content(ofLine: next.lines.lowerBound, start: next.range.start, quoteDepth: 0)
    return DialectLine.isDefinition(source.bytes[line.indices])
  }

  /// Lines joined as cmark sees them, each with its line break and the blanks that may make it a hard one.
  private func joined(_ lines: ArraySlice<ByteRange>) -> [UInt8] {
    lines.flatMap { line in source.bytes[line.start..<lineEnd(of: line)] + [.lineFeed] }
  }

  /// What follows the text on its line, and the lines after it.
  private func trail(after text: ByteRange, _ lines: ArraySlice<ByteRange>) -> [UInt8] {
    var rest = Array(source.bytes[text.end..<lineEnd(of: text)])
    if lines.isEmpty, rest.allSatisfy(\.isBlank) { rest = [] }
    return rest + lines.flatMap { [.lineFeed] + source.bytes[$0.indices] }
  }

  /// Whether a thematic break is two runs of hyphens or more, each of two or more: the rule of a pandoc table.
  private static func isTableRule(_ block: Block, in source: SourceText) -> Bool {
    guard block.kind == .thematicBreak else { return false }
    let runs = source.bytes[block.range.indices].split(whereSeparator: \.isBlank)
    return runs.count > 1 && runs.allSatisfy { $0.count > 1 && $0.first == UInt8(ascii: "-") }
  }

  // MARK: Headings

  private mutating func addHeading(_ index: Int) {
    let block = blocks[index]
    let ancestry = ancestors(of: index)
    let quoteDepth = ancestry.count { blocks[$0].kind == .quotation }
    let isSetext = source.bytes[block.range.indices].first != UInt8(ascii: "#")
    var lines = block.lines
    if isSetext {
      // cmark 0.30.2 counts a line that follows without a blank one to the heading.
      let underline = lines.dropFirst().first { isUnderline(content(ofLine: $0, start: nil, quoteDepth: quoteDepth)) }
      guard let underline else { return }
      lines = lines.lowerBound...(underline - 1)
    }
    guard !opaque.overlap(lines) else { return }
    var text = contents(of: block, lines: lines, quoteDepth: quoteDepth)
    if !isSetext { text[0] = withoutNumberSigns(text[0]) }
    let end = text[text.count - 1].end
    text[text.count - 1].end -= DialectLine.headingAttributes(source.bytes[text[text.count - 1].indices])
    guard text.allSatisfy({ !$0.isEmpty }) else { return }
    headings.append(
      Paragraph(
        number: nil, lines: lines, isQuoted: quoteDepth > 0,
        isListItem: ancestry.contains { blocks[$0].kind == .item }, words: words(in: text), block: index,
        contents: text, lead: [], trail: Array(source.bytes[text[text.count - 1].end..<end])))
  }

  /// Whether a line is `===` or `---`.
  private func isUnderline(_ line: ByteRange) -> Bool {
    guard let mark = source.bytes[line.indices].first, mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-") else {
      return false
    }
    return source.bytes[line.indices].allSatisfy { $0 == mark }
  }

  /// The text of `## Text ##`.
  private func withoutNumberSigns(_ line: ByteRange) -> ByteRange {
    let bytes = source.bytes
    var range = line
    while range.start < range.end, bytes[range.start] == UInt8(ascii: "#") { range.start += 1 }
    while range.start < range.end, bytes[range.start].isBlank { range.start += 1 }
    var end = range.end
    while end > range.start, bytes[end - 1] == UInt8(ascii: "#") { end -= 1 }
    if end == range.start || bytes[end - 1].isBlank {
      while end > range.start, bytes[end - 1].isBlank { end -= 1 }
      range.end = end
    }
    return range
  }

  // MARK: Lines

  private func ancestors(of index: Int) -> [Int] {
    Array(sequence(first: index) { blocks[$0].parent }.dropFirst())
  }

  private func words(in contents: [ByteRange]) -> Int {
    contents.reduce(0) { $0 + wordCount(in: source.bytes[$1.indices]) }
  }

  /// The end of the line that a part of it lies in, without the line ending.
  private func lineEnd(of part: ByteRange) -> Int {
    source.lineContent(source.lineNumber(at: part.start)).end
  }

  private func contents(of block: Block, lines: ClosedRange<Int>, quoteDepth: Int) -> [ByteRange] {
    lines.map { number in
      content(ofLine: number, start: number == block.lines.lowerBound ? block.range.start : nil, quoteDepth: quoteDepth)
    }
  }

  /// A line without what its containers put before it and without blanks around it.
  ///
  /// A lazy continuation line lacks some or all quotation marks; what is wrong here is found when the passage is
  /// verified.
  private func content(ofLine number: Int, start: Int?, quoteDepth: Int) -> ByteRange {
    let line = source.lineContent(number)
    let bytes = source.bytes
    var position = start ?? line.start
    func skipBlanks() { while position < line.end, bytes[position].isBlank { position += 1 } }
    if start == nil {
      for _ in 0..<quoteDepth {
        let before = position
        skipBlanks()
        guard position < line.end, bytes[position] == UInt8(ascii: ">") else {
          position = before
          break
        }
        position += 1
      }
    }
    skipBlanks()
    var end = line.end
    while end > position, bytes[end - 1].isBlank { end -= 1 }
    return ByteRange(min(position, end), end)
  }
}
