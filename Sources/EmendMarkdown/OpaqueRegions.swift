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
    var searchesInVain = 0
    var number = 1
    while number <= source.lineCount {
      let line = Self.text(ofLine: number, in: source)
      // What begins so many regions in vain is not made of regions.
      if !isCode[number], let closing = Self.closing(of: line), searchesInVain < 16,
        !absent.contains(closing)
      {
        let end = closing.end(after: number, in: source)
        if let end {
          for line in number...end { isOpaque[line] = true }
          number = end
        } else {
          if closing.isAbsentForGood { absent.insert(closing) }
          if closing != .holdingInParagraph("$$") { searchesInVain += 1 }
        }
      }
      number += 1
    }
  }

  func overlap(_ lines: ClosedRange<Int>) -> Bool { lines.contains { isOpaque[$0] } }

  /// How many more brackets a line opens than it closes.
  fileprivate static func depth(of line: ArraySlice<UInt8>) -> Int {
    line.reduce(0) { $0 + ("{([".utf8.contains($1) ? 1 : "})]".utf8.contains($1) ? -1 : 0) }
  }

  /// A line without the byte order mark, and without quotation marks, list markers and blanks around it.
  fileprivate static func text(ofLine number: Int, in source: SourceText) -> ArraySlice<UInt8> {
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
    /// A line that holds this, with no blank one before it.
    case holdingInParagraph(String)
    /// A line of at least so many colons and nothing else.
    case colons(Int)
    /// The line that closes all brackets which the region's lines open.
    case balance
    /// A line that ends with `>`.
    case endOfTag
    /// A line that holds the closing tag of Hugo's shortcode of this name.
    case closingShortcode(String)

    /// Whether what is not behind one line is not behind a later one either.
    var isAbsentForGood: Bool {
      switch self {
      case .holdingInParagraph, .balance: false
      default: true
      }
    }

    /// Returns the line that ends a region begun on line `start`.
    func end(after start: Int, in source: SourceText) -> Int? {
      var depth = OpaqueRegions.depth(of: OpaqueRegions.text(ofLine: start, in: source))
      for number in (start + 1)..<(source.lineCount + 1) {
        let line = OpaqueRegions.text(ofLine: number, in: source)
        switch self {
        case .holding(let text): if line.contains(Array(text.utf8)) { return number }
        case .holdingInParagraph(let text):
          if line.isEmpty { return nil }
          if line.contains(Array(text.utf8)) { return number }
        case .colons(let count): if line.count >= count, line.allSatisfy({ $0 == UInt8(ascii: ":") }) { return number }
        case .closingShortcode(let name):
          if line.contains(Array("/\(name)".utf8)) || line.contains(Array("/ \(name)".utf8)) { return number }
        case .balance:
          depth += OpaqueRegions.depth(of: line)
          if depth <= 0 { return number }
        case .endOfTag:
          // The `>` of a line of its own is no quotation mark here.
          if source.bytes[source.lineContent(number).indices].last(where: { !$0.isBlank }) == UInt8(ascii: ">") {
            return number
          }
        }
      }
      return nil
    }
  }

  /// What ends the region that a line begins; `nil` if it begins none.
  private static func closing(of line: ArraySlice<UInt8>) -> Closing? {
    // Most lines are told by their first byte.
    guard let first = line.first, "$\\%:{<ei".utf8.contains(first) else { return nil }
    if line.starts(with: "$$".utf8) {
      if line.count == 2 { return .holding("$$") }
      return line.dropFirst(2).contains(Array("$$".utf8)) ? nil : .holdingInParagraph("$$")
    }
    if line.starts(with: "\\[".utf8) { return line.contains(Array("\\]".utf8)) ? nil : .holding("\\]") }
    if line.starts(with: "%%".utf8) { return line.dropFirst(2).contains(Array("%%".utf8)) ? nil : .holding("%%") }
    if line.starts(with: "{/*".utf8) { return line.contains(Array("*/}".utf8)) ? nil : .holding("*/}") }
    if line.starts(with: "{::comment".utf8) { return .holding("{:/") }
    if first == UInt8(ascii: "<") {
      // A tag of JSX whose attributes go on behind its line.
      let isComponent = line.dropFirst().first.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 } ?? false
      return isComponent && !line.contains(UInt8(ascii: ">")) ? .endOfTag : nil
    }
    if line.starts(with: "\\begin{".utf8) {
      let name = String(decoding: line.dropFirst(7).prefix { $0 != UInt8(ascii: "}") }, as: UTF8.self)
      return line.contains(Array("\\end{\(name)}".utf8)) ? nil : .holding("\\end{\(name)}")
    }
    if line.starts(with: ":::".utf8) {
      let colons = line.prefix { $0 == UInt8(ascii: ":") }.count
      return directiveHoldsProse(line.dropFirst(colons)) ? nil : .colons(colons)
    }
    if line.starts(with: "{{".utf8) || line.starts(with: "{%".utf8) { return closingTag(of: line) }
    if line.starts(with: "{:".utf8) || line.starts(with: "{#".utf8) { return nil }
    if DialectLine.isModuleStatement(line), let last = line.last {
      if last == UInt8(ascii: "`") { return .holding("`") }
      if "{([".utf8.contains(last) { return .balance }
    }
    // An expression of MDX that goes on behind its line.
    return first == UInt8(ascii: "{") && depth(of: line) > 0 ? .balance : nil
  }

  /// A directive `{name}` as MyST writes it holds prose only if it is an admonition; a bare fence ends one.
  private static func directiveHoldsProse(_ head: ArraySlice<UInt8>) -> Bool {
    let head = head.drop { $0.isBlank }
    guard head.first == UInt8(ascii: "{"), let next = head.dropFirst().first, next.isASCIILetter else {
      return !tags.contains(String(decoding: head.prefix { $0.isWord }, as: UTF8.self))
    }
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
    // A tag whose parameters go on behind its line.
    for (opening, closing) in [("{{", "}}"), ("{%", "%}")]
    where line.starts(with: opening.utf8) && !line.contains(Array(closing.utf8)) {
      return .holding(closing)
    }
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
