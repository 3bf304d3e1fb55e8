// SPDX-License-Identifier: Apache-2.0

import EmendText

/// How the dialects of Markdown read the lines that cmark takes for one paragraph.
enum DialectBlock: Equatable {
  /// A table, definition list, formula, import or other block that is left alone.
  case opaque
  /// Prose between markers: the numbers of lines before and after it that belong to a directive, callout or template, and
  /// what stands before the prose on its first line, and after it on its last, in bytes.
  case prose(leadingLines: Int, label: Int, trailer: Int, trailingLines: Int)

  /// Reads lines without container prefixes and blanks around them; none is empty.
  init(reading lines: [ArraySlice<UInt8>], isFirstInItem: Bool) {
    var leading = lines.prefix { DialectLine.isMarker($0) }.count
    // Behind the fence of a directive stand its options, `:class: tip`.
    if leading > 0, lines[lines.startIndex + leading - 1].starts(with: ":::".utf8) {
      leading += lines.dropFirst(leading).prefix(while: DialectLine.isOption).count
    }
    let trailing = lines.dropFirst(leading).reversed().prefix { DialectLine.isMarker($0) }.count
    let prose = lines[leading..<(lines.count - trailing)]
    guard let first = prose.first, !Self.isOpaque(Array(prose)), !prose.dropFirst().contains(where: Self.interrupts)
    else {
      self = .opaque
      return
    }
    let label = DialectLine.footnoteLabel(first) ?? (isFirstInItem && leading == 0 ? DialectLine.taskMarker(first) : 0)
    guard label < first.count else {
      self = .opaque
      return
    }
    // The last line may be what the label leaves of the first.
    let last = prose.count == 1 ? first.dropFirst(label) : prose[prose.endIndex - 1]
    self = .prose(
      leadingLines: leading, label: label, trailer: DialectLine.blockIdentifier(last), trailingLines: trailing)
  }

  /// Whether a line inside prose belongs to something else.
  private static func interrupts(_ line: ArraySlice<UInt8>) -> Bool {
    DialectLine.isMarker(line) || DialectLine.footnoteLabel(line) != nil || line.elementsEqual("$$".utf8)
  }

  private static func isOpaque(_ lines: [ArraySlice<UInt8>]) -> Bool {
    let first = lines[0]
    return isTable(lines) || lines.contains(where: DialectLine.isDefinition)
      || lines.contains(where: DialectLine.isAbbreviation)
      || DialectLine.isModuleStatement(Array(lines.prefix(3).joined(separator: [.space]))[...])
      || DialectLine.isOpenTag(first) || isFormula(lines)
  }

  /// GitHub's table, a delimiter row under a line with a pipe; a row of a grid table; pandoc's line block.
  private static func isTable(_ lines: [ArraySlice<UInt8>]) -> Bool {
    let pipe = UInt8(ascii: "|")
    if lines.allSatisfy({ $0.first == pipe && ($0.dropFirst().first?.isBlank ?? true || $0.last == pipe) }) {
      return true
    }
    if lines.contains(where: {
      $0.count > 2 && $0.first == UInt8(ascii: "+") && $0.allSatisfy { "+-=:".utf8.contains($0) }
    }) {
      return true
    }
    return zip(lines, lines.dropFirst()).contains { header, row in
      guard row.contains(pipe) || header.contains(pipe), row.contains(UInt8(ascii: "-")) else { return false }
      return row.allSatisfy { $0 == pipe || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") || $0.isBlank }
    }
  }

  /// A formula of its own, from the first byte to the last but for a label.
  private static func isFormula(_ lines: [ArraySlice<UInt8>]) -> Bool {
    let text = Array(lines.joined(separator: [.lineFeed]))
    if text.starts(with: "\\[".utf8) || text.starts(with: "\\begin{".utf8) { return true }
    guard text.starts(with: "$$".utf8) else { return false }
    // A formula that ends on its line with prose after it is part of the prose.
    var index = 2
    while index + 1 < text.count, text[index] != UInt8(ascii: "$") || text[index + 1] != UInt8(ascii: "$") {
      index += 1
    }
    guard index + 1 < text.count else { return false }
    let rest = text.dropFirst(index + 2).drop { $0.isBlank || $0.isLineEnding }
    return rest.isEmpty || "{(,.".utf8.contains(rest.first ?? 0)
  }
}
