// SPDX-License-Identifier: Apache-2.0

import EmendText

/// A Markdown document made at random, with what must outlive any edit of it.
///
/// Containers in containers, the blocks and marks of the dialects, all line endings, scripts of several directions and
/// widths. The same seed makes the same document.
package struct RandomMarkdown: Sendable {
  package var bytes: [UInt8]
  /// Marks inside paragraphs, each of them with a number of its own.
  package var marks: [String]
  /// Lines of blocks that are no prose, without line ending.
  package var opaqueLines: [[UInt8]]

  package init(seed: UInt64) {
    var writer = MarkdownWriter(seed: seed)
    let lines = writer.document()
    let endings = writer.lineEndings()
    bytes = writer.chance(10) ? [0xEF, 0xBB, 0xBF] : []
    opaqueLines = []
    for (index, line) in lines.enumerated() {
      let isLast = index + 1 == lines.count
      bytes += line.text.utf8
      if line.isOpaque { opaqueLines.append(Array(line.text.utf8)) }
      guard !isLast || !writer.chance(20) else { break }
      let ending = writer.pick(endings)
      // A line feed behind a carriage return would make one line ending of the two.
      bytes += ending == [10] && bytes.last == 13 ? [13, 10] : ending
    }
    marks = writer.marks
  }
}

/// Writes one document, line by line.
struct MarkdownWriter {
  struct Line {
    var text: String
    /// Whether it belongs to a block that is no prose.
    var isOpaque = false
  }

  private(set) var random: SeededGenerator
  private(set) var marks: [String] = []
  private var definitions: [String] = []
  private var number = 0

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &random)]
  }

  mutating func lineEndings() -> [[UInt8]] {
    pick([[[10]], [[10]], [[13, 10]], [[13]], [[10], [13, 10]], [[10], [13], [13, 10]]])
  }

  private mutating func next() -> Int {
    number += 1
    return number
  }

  // MARK: Blocks

  mutating func document() -> [Line] {
    var lines: [Line] = []
    if chance(15) {
      lines += pick([["---", "title: t", "---"], ["+++", "t = 1", "+++"], ["{", "\"t\": 1", "}"]]).map {
        Line(text: $0, isOpaque: true)
      }
    }
    lines += blocks(depth: 0, count: Int.random(in: 1...6, using: &random))
    for definition in definitions { lines += [Line(text: ""), Line(text: definition, isOpaque: true)] }
    return lines
  }

  private mutating func blocks(depth: Int, count: Int) -> [Line] {
    var lines: [Line] = []
    for _ in 0..<count {
      let block = block(depth: depth)
      // Prose may follow prose without a blank line between; what it is then is for cmark to say.
      let isBlockApart = lines.last?.isOpaque == true || block[0].isOpaque || !chance(12)
      if !lines.isEmpty, isBlockApart { lines += Array(repeating: Line(text: ""), count: chance(85) ? 1 : 2) }
      lines += block
    }
    return lines
  }

  private mutating func block(depth: Int) -> [Line] {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<48: return paragraph()
    case 48..<58 where depth < 4: return quotation(depth: depth)
    case 58..<74 where depth < 4: return list(depth: depth)
    case 74..<79: return heading()
    default: return opaqueBlock()
    }
  }

  private mutating func quotation(depth: Int) -> [Line] {
    let prefix = pick(["> ", "> ", ">", ">  ", " > ", ">\t"])
    let inner = blocks(depth: depth + 1, count: Int.random(in: 1...3, using: &random))
    let isAlert = chance(15) && !inner[0].isOpaque
    var lines = isAlert ? [Line(text: prefix + "[!NOTE]")] : []
    for (index, line) in inner.enumerated() {
      // A line that only goes on with a paragraph may go without the mark.
      let isLazy =
        index > 0 && !line.text.isEmpty && !line.isOpaque && !inner[index - 1].text.isEmpty
        && !inner[index - 1].isOpaque
        && chance(10)
      // The first space behind a bare mark is the mark's, not the line's.
      let mark = prefix == ">" && line.text.first == " " ? "> " : prefix
      lines.append(Line(text: isLazy ? line.text : mark + line.text, isOpaque: line.isOpaque))
    }
    return lines
  }

  private mutating func list(depth: Int) -> [Line] {
    // What a tab comes to depends on the marks before it.
    let marker = pick(["- ", "* ", "+ ", "1. ", "7) ", "-   ", depth == 0 ? "-\t" : "-  ", "10. "])
    let indentation = marker == "-\t" ? "\t" : String(repeating: " ", count: marker.count)
    let isLoose = chance(40)
    var lines: [Line] = []
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      if isLoose, !lines.isEmpty { lines.append(Line(text: "")) }
      let inner = blocks(depth: depth + 1, count: isLoose ? Int.random(in: 1...2, using: &random) : 1)
      let task = chance(20) && !inner[0].isOpaque ? pick(["[ ] ", "[x] "]) : ""
      for (index, line) in inner.enumerated() {
        let prefix = index == 0 ? marker + task : line.text.isEmpty ? "" : indentation
        lines.append(Line(text: prefix + line.text, isOpaque: line.isOpaque))
      }
    }
    return lines
  }

  private mutating func heading() -> [Line] {
    let text = words(3)
    return pick([
      [Line(text: "# \(text)")], [Line(text: "### \(text) ###")], [Line(text: "## \(text) {#id\(next())}")],
      [Line(text: text), Line(text: "===")], [Line(text: text), Line(text: "---")],
    ])
  }

  private mutating func opaqueBlock() -> [Line] {
    let n = next()
    // A first word that begins no block of its own.
    let text = "Row " + words(3)
    let blocks: [[String]] = [
      ["```swift", "let opaque\(n) = \"\(text)\"", "", "```"], ["~~~~", "opaque\(n) \(text)", "~~~~"],
      ["<div class=\"opaque\(n)\">", text, "</div>"], ["<!-- opaque\(n) \(text) -->"],
      ["| opaque\(n) | b |", "|---|:-:|", "| \(text) | x |"], ["opaque\(n) | b", "--- | ---", "\(text) | x"],
      ["Term opaque\(n)", ": \(text)"], ["$$", "opaque\(n) + x^2", "$$"], ["\\[", "opaque\(n)", "\\]"],
      ["<Tabs items={opaque\(n)}", "  value=\"\(text)\"", "/>"], ["import Opaque\(n) from \"./opaque\(n)\""],
      ["export const opaque\(n) = {", "  a: 1", "}"], ["::: opaque\(n)"], ["!!! note \"opaque\(n)\""],
      ["{% opaque\(n) %}"], ["{{< opaque\(n) a=\"b\" >}}"], ["{: .opaque\(n)}"], ["(opaque\(n))="], ["***"], ["* * *"],
      ["[opaque\(n)]: /u\(n) 'title \(n)'"], ["{% raw %}", "opaque\(n) \(text)", "{% endraw %}"], ["[TOC]"],
      ["*[opaque\(n)]: \(text)"], ["+---+", "| opaque\(n) |", "+---+"],
    ]
    return pick(blocks).map { Line(text: $0, isOpaque: true) }
  }

  // MARK: Paragraphs

  private mutating func paragraph() -> [Line] {
    var pieces: [String] = []
    if chance(8) { pieces.append("[^f\(next())]:") }
    for _ in 0..<Int.random(in: 1...14, using: &random) {
      pieces.append(chance(28) ? mark() : words(Int.random(in: 1...4, using: &random)))
    }
    pieces.append(words(2) + pick([".", ".", "!", "?", "。", ""]))
    return wrapped(pieces)
  }

  /// Lays pieces out in lines, in one of the ways in which people do.
  private mutating func wrapped(_ pieces: [String]) -> [Line] {
    let style = Int.random(in: 0..<4, using: &random)
    var lines: [String] = []
    var line = ""
    for piece in pieces {
      let breaksHere =
        switch style {
        case 0: false
        case 1: line.count > 40
        case 2: line.hasSuffix(".")
        default: chance(15)
        }
      if !line.isEmpty, breaksHere {
        lines.append(line + pick(["", "", "", "", " ", "  ", "\\", "\t"]))
        line = style == 3 && chance(10) ? pick([" ", "   ", "\t"]) : ""
      }
      line += (line.isEmpty || line.last?.isWhitespace == true ? "" : chance(95) ? " " : "  ") + piece
    }
    return (lines + [line + (chance(10) ? pick(["  ", "\t", " "]) : "")]).map { Line(text: $0) }
  }

  private static let vocabulary = [
    "the", "a", "quick", "brown", "fox", "jumps", "over", "lazy", "dog.", "We", "utilise", "things", "Überall", "ist",
    "schön",
    "École", "été", "naïve", "Москва", "слово", "日本語の文章です。", "中文", "한국어", "العربية", "עברית", "हिन्दी", "e\u{301}a\u{308}",
    "👩‍👩‍👧‍👦", "🇩🇪", "it's", "“quoted”", "—", "(aside)", "3", "1,340", "v2.1", "C++", "a/b", "and_so_on", "50%", "x=y", "&",
    "<5",
    "5*6", "a_b_c", "- dash", "1. one", "#", "+", "|", "~", "$5", "100:1",
  ]

  private mutating func words(_ count: Int) -> String {
    (0..<count).map { _ in pick(Self.vocabulary) }.joined(separator: " ")
  }

  /// A mark with a number of its own; it is noted as one that must outlive every edit.
  private mutating func mark() -> String {
    let n = next()
    let word = pick(["word", "two words", "été", "語"])
    if chance(6) {
      definitions.append("[ref\(n)]: https://e.org/ref\(n) \"title\"")
      return keep("[\(word)", pick(["][ref\(n)]"]))
    }
    switch Int.random(in: 0..<40, using: &random) {
    case 0: return keep("", "`code\(n)`")
    case 1: return keep("", "``co`de\(n)``")
    case 2: return keep("[\(word)", "](https://e.org/\(n))")
    case 3: return keep("[\(word)", "](<a b\(n)> \"title\(n)\")")
    case 4: return keep("", "![alt](img\(n).png)")
    case 5: return keep("", "<https://e.org/a\(n)>")
    case 6: return keep("", "https://e.org/b\(n)?q=1")
    case 7: return keep("", "me\(n)@e.org")
    case 8: return keep("", "<span class=\"c\(n)\">") + word + "</span>"
    case 9: return keep("", "<Tag a={n\(n)} />")
    case 10: return keep("", "&#\(1000 + n);")
    case 11: return keep("", "[^n\(n)]")
    case 12: return keep("", "[@key\(n)]")
    case 13: return keep("", "@user\(n)")
    case 14: return keep("", "[[Page\(n)|\(word)]]")
    case 15: return keep("", "![[embed\(n).png]]")
    case 16: return keep("", "$a_{\(n)}+b$")
    case 17: return keep("", "$$x^{\(n)}$$")
    case 18: return keep("", "\\(y_\(n)\\)")
    case 19: return keep("", "{{ var\(n) }}")
    case 20: return keep("", "{% tag\(n) %}")
    case 21: return keep("", "{{< code\(n) >}}")
    case 22: return keep("", "{ref}`role\(n)`")
    case 23: return "*\(word)*" + keep("", "{#id\(n)}")
    case 24: return keep("", ":emoji\(n):")
    case 25: return keep("", "#1\(n)")
    case 26: return keep("", "abcd\(1000 + n)ef")
    case 27: return keep("", "<kbd>") + "Ctrl" + "</kbd>"
    case 28: return keep("", "==mark\(n)==")
    case 29: return keep("", "~~strike\(n)~~")
    case 30: return "H" + keep("", "~\(n)~") + "O"
    case 31: return "x" + keep("", "^\(n)^")
    case 32: return "*\(word)*"
    case 33: return "**\(word)**"
    case 34: return "_\(word)_"
    case 35: return "***\(word)***"
    case 36: return "*a **\(word)** b*"
    case 37: return "\\*"
    case 38: return "[`code\(n)` \(word)" + keep("", "](u\(n))")
    default: return "!\\[\(word)]"
    }
  }

  private mutating func keep(_ before: String, _ mark: String) -> String {
    marks.append(mark)
    return before + mark
  }
}
