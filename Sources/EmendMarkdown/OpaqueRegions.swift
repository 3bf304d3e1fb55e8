// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Lines between two markers of a dialect that hold no prose, though cmark finds paragraphs there: formulas, code in a
/// template's tags, comments, directives whose body is not text.
struct OpaqueRegions {
  /// For each line, counted from 1, whether it lies in such a region.
  private var isOpaque: [Bool]

  init(source: SourceText, blocks: [Block]) {
    isOpaque = Array(repeating: false, count: source.lineCount + 1)
    var isCode = isOpaque
    for block in blocks where block.kind == .codeBlock || block.kind == .htmlBlock {
      for line in block.lines { isCode[line] = true }
    }
    // What is looked for once in vain is not looked for again.
    var absent: Set<Closing> = []
    var number = 1
    while number <= source.lineCount {
      let line = Self.text(ofLine: number, in: source)
      if !isCode[number], let closing = Self.closing(of: line), !absent.contains(closing) {
        let end = ((number + 1)..<(source.lineCount + 1)).first { closing.isMet(by: Self.text(ofLine: $0, in: source)) }
        if let end {
          for line in number...end { isOpaque[line] = true }
          number = end
        } else {
          absent.insert(closing)
        }
      }
      number += 1
    }
  }

  func overlap(_ lines: ClosedRange<Int>) -> Bool { lines.contains { isOpaque[$0] } }

  /// A line without the byte order mark, and without quotation marks, list markers and blanks around it.
  private static func text(ofLine number: Int, in source: SourceText) -> ArraySlice<UInt8> {
    var line = source.bytes[source.lineContent(number).indices]
    if number == 1, line.starts(with: SourceText.byteOrderMark) { line = line.dropFirst(3) }
    while let last = line.last, last.isBlank { line = line.dropLast() }
    while let first = line.first {
      if first.isBlank || first == UInt8(ascii: ">") {
        line = line.dropFirst()
      } else if let length = listMarkerLength(line) {
        line = line.dropFirst(length)
      } else {
        break
      }
    }
    return line
  }

  /// The length of `- ` or `12. `; `nil` for none.
  private static func listMarkerLength(_ line: ArraySlice<UInt8>) -> Int? {
    let digits = line.prefix(9).prefix { $0.isDigit }.count
    let marks = digits == 0 ? "-*+" : ".)"
    guard let mark = line.dropFirst(digits).first, marks.utf8.contains(mark),
      line.dropFirst(digits + 1).first?.isBlank == true
    else { return nil }
    return digits + 1
  }

  /// What ends a region.
  private enum Closing: Hashable {
    /// A line that holds this.
    case holding(String)
    /// A line that is this alone.
    case alone(String)
    /// A line of at least so many colons and nothing else.
    case colons(Int)
    /// A line that begins with a closing brace or bracket.
    case endOfStatement
    /// A line that holds the closing tag of Hugo's shortcode of this name.
    case closingShortcode(String)

    func isMet(by line: ArraySlice<UInt8>) -> Bool {
      switch self {
      case .holding(let text): line.contains(Array(text.utf8))
      case .alone(let text): line.elementsEqual(text.utf8)
      case .colons(let count): line.count >= count && line.allSatisfy { $0 == UInt8(ascii: ":") }
      case .closingShortcode(let name):
        line.contains(Array("/\(name)".utf8)) || line.contains(Array("/ \(name)".utf8))
      case .endOfStatement: "})]".utf8.contains(line.first ?? 0)
      }
    }
  }

  /// What ends the region that a line begins; `nil` if it begins none.
  private static func closing(of line: ArraySlice<UInt8>) -> Closing? {
    // Most lines are told by their first byte.
    guard let first = line.first, "$\\%:{ei".utf8.contains(first) else { return nil }
    if line.starts(with: "$$".utf8) { return line.dropFirst(2).contains(Array("$$".utf8)) ? nil : .holding("$$") }
    if line.starts(with: "\\[".utf8) { return line.contains(Array("\\]".utf8)) ? nil : .holding("\\]") }
    if line.elementsEqual("%%".utf8) { return .alone("%%") }
    if line.starts(with: "\\begin{".utf8) {
      let name = String(decoding: line.dropFirst(7).prefix { $0 != UInt8(ascii: "}") }, as: UTF8.self)
      return line.contains(Array("\\end{\(name)}".utf8)) ? nil : .holding("\\end{\(name)}")
    }
    if line.starts(with: ":::".utf8) {
      let colons = line.prefix { $0 == UInt8(ascii: ":") }.count
      return directiveHoldsProse(line.dropFirst(colons)) ? nil : .colons(colons)
    }
    if line.starts(with: "{{".utf8) || line.starts(with: "{%".utf8) { return closingTag(of: line) }
    if DialectLine.isModuleStatement(line), let last = line.last, "{([".utf8.contains(last) { return .endOfStatement }
    return nil
  }

  /// A directive `{name}` as MyST writes it holds prose only if it is an admonition; a bare fence ends one.
  private static func directiveHoldsProse(_ head: ArraySlice<UInt8>) -> Bool {
    let head = head.drop { $0.isBlank }
    guard head.first == UInt8(ascii: "{"), let next = head.dropFirst().first, next.isASCIILetter else { return true }
    let name = String(decoding: head.dropFirst().prefix { $0.isWord || $0 == UInt8(ascii: "-") }, as: UTF8.self)
    return admonitions.contains(name.lowercased())
  }

  private static let admonitions: Set = [
    "admonition", "attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip", "warning",
    "info", "success", "question", "dropdown", "details", "margin", "sidebar", "topic", "epigraph", "card", "div",
    "grid-item", "grid-item-card", "tab-item", "deprecated", "versionadded", "versionchanged",
  ]

  /// Tags of Liquid and Hugo between which no Markdown stands.
  private static func closingTag(of line: ArraySlice<UInt8>) -> Closing? {
    let name = line.drop { !$0.isASCIILetter }.prefix { $0.isWord || $0 == UInt8(ascii: "_") }
    let words = String(decoding: name, as: UTF8.self)
    guard tags.contains(words) else { return nil }
    if line.starts(with: "{%".utf8) {
      let closing = "end\(words)"
      return line.contains(Array(closing.utf8)) ? nil : .holding(closing)
    }
    let isShortcode = line.starts(with: "{{<".utf8) || line.starts(with: "{{%".utf8)
    guard isShortcode, !line.contains(Array("/\(words)".utf8)), !line.contains(Array("/ \(words)".utf8)) else {
      return nil
    }
    return .closingShortcode(words)
  }

  private static let tags: Set = [
    "highlight", "raw", "comment", "verbatim", "codeblock", "code", "mermaid", "plantuml", "math", "katex", "latex",
    "chart", "rawhtml", "script", "style", "schema", "stylesheet", "javascript", "prism", "gist", "expand_code",
  ]
}
