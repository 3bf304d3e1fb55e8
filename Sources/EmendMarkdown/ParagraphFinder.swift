// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Goes through the blocks of a document and finds its paragraphs and its link reference definitions.
struct ParagraphFinder {
  private(set) var paragraphs: [Paragraph] = []
  private(set) var definitions = LinkDefinitions()
  private let source: SourceText
  private let blocks: [Block]

  init(source: SourceText, blocks: [Block]) {
    self.source = source
    self.blocks = blocks
    for (index, block) in blocks.enumerated() where block.kind == .paragraph { add(index) }
    addDefinitionsBetweenBlocks()
  }

  // MARK: Paragraphs

  private mutating func add(_ index: Int) {
    let block = blocks[index]
    let quoteDepth = ancestors(of: index).count { blocks[$0].kind == .quotation }
    var lines = block.lines
    var contents = lines.map { number in
      content(ofLine: number, start: number == block.lines.lowerBound ? block.range.start : nil, quoteDepth: quoteDepth)
    }
    // cmark 0.30.2 counts the definitions at a paragraph's start among its lines.
    let defined = definitions.add(leading: contents.map { source.bytes[$0.indices] })
    if defined > 0 {
      guard defined < contents.count else { return }
      contents.removeFirst(defined)
      lines = (lines.lowerBound + defined)...lines.upperBound
    }
    if Self.isTable(contents.map { source.bytes[$0.indices] }) { return }

    let item = block.parent.flatMap { blocks[$0].kind == .item ? $0 : nil }
    var taskMarker = ByteRange(contents[0].start, contents[0].start)
    if let item, item == index - 1, defined == 0, let length = taskMarkerLength(contents[0]) {
      taskMarker = ByteRange(contents[0].start, contents[0].start + length)
      contents[0].start = taskMarker.end
    }
    paragraphs.append(
      Paragraph(
        number: paragraphs.count + 1, lines: lines, isQuoted: quoteDepth > 0,
        isListItem: ancestors(of: index).contains { blocks[$0].kind == .item },
        words: contents.reduce(0) { $0 + wordCount(in: source.bytes[$1.indices]) }, block: index, contents: contents,
        taskMarker: taskMarker))
  }

  private func ancestors(of index: Int) -> [Int] {
    Array(sequence(first: index) { blocks[$0].parent }.dropFirst())
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

  /// The length of `[ ] ` or `[x] ` before something else.
  private func taskMarkerLength(_ content: ByteRange) -> Int? {
    let bytes = source.bytes[content.indices]
    let marks: [UInt8] = [.space, UInt8(ascii: "x"), UInt8(ascii: "X")]
    guard bytes.count > 4, bytes.first == UInt8(ascii: "["), marks.contains(bytes[bytes.startIndex + 1]),
      bytes[bytes.startIndex + 2] == UInt8(ascii: "]"), bytes[bytes.startIndex + 3].isBlank
    else { return nil }
    return 3 + bytes.dropFirst(3).prefix { $0.isBlank }.count
  }

  /// Whether lines that cmark takes for a paragraph hold a GitHub table: a delimiter row under a line with a pipe.
  private static func isTable(_ lines: [ArraySlice<UInt8>]) -> Bool {
    let pipe = UInt8(ascii: "|")
    return zip(lines, lines.dropFirst()).contains { header, row in
      guard row.contains(pipe) || header.contains(pipe), row.contains(UInt8(ascii: "-")) else { return false }
      return row.allSatisfy { $0 == pipe || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") || $0.isBlank }
    }
  }

  // MARK: Link reference definitions

  /// Lines that belong to no block but are not blank are definitions, which cmark takes out of the tree.
  private mutating func addDefinitionsBetweenBlocks() {
    var isCovered = Array(repeating: false, count: source.lineCount + 1)
    for block in blocks {
      switch block.kind {
      case .document, .quotation, .list, .item: continue
      default: for line in block.lines { isCovered[line] = true }
      }
    }
    var group: [ArraySlice<UInt8>] = []
    for number in 1...source.lineCount {
      var line = source.bytes[source.lineContent(number).indices]
      line = line.drop { $0.isBlank || $0 == UInt8(ascii: ">") }
      if isCovered[number] || line.isEmpty {
        if !group.isEmpty { _ = definitions.add(leading: group) }
        group = []
      } else {
        group.append(line)
      }
    }
    _ = definitions.add(leading: group)
  }
}
