// SPDX-License-Identifier: Apache-2.0

import EmendText

/// What one line means in Markdown's dialects; lines come without container prefixes and blanks around them.
enum DialectLine {
  /// A line that is no prose, whatever stands around it: the fence of a directive, the head of an admonition, callout or
  /// tab, a line of template tags or attributes, a target, a comment or block break of MyST, a table of contents.
  static func isMarker(_ line: ArraySlice<UInt8>) -> Bool {
    markers.contains { line.starts(with: $0) } || line.elementsEqual("+++".utf8) || isCallout(line)
      || isTarget(line) || isOnlyTags(line) || isTableOfContents(line)
  }

  private static let markers = [":::", "!!! ", "??? ", "???+ ", "=== \"", "--8<--", "<<< ", "% ", "///", "+++ {"].map {
    Array($0.utf8)
  }

  /// `[!NOTE]`, and Obsidian's `[!note]- Title`.
  private static func isCallout(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.starts(with: "[!".utf8), let end = line.firstIndex(of: UInt8(ascii: "]")), end > line.startIndex + 2
    else { return false }
    return line[(line.startIndex + 2)..<end].allSatisfy { $0.isWord || "-_|".utf8.contains($0) }
      && !"([".utf8.contains(line[(end + 1)...].first ?? .space)
  }

  private static func isTableOfContents(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.first == UInt8(ascii: "[") else { return false }
    return ["[toc]", "[[toc]]", "[[_toc_]]"].contains(String(decoding: line, as: UTF8.self).lowercased())
  }

  /// MyST's `(name)=`.
  private static func isTarget(_ line: ArraySlice<UInt8>) -> Bool {
    line.first == UInt8(ascii: "(") && line.suffix(2).elementsEqual(")=".utf8)
  }

  /// Whether there is nothing here but `{…}`.
  private static func isOnlyTags(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.first == UInt8(ascii: "{"), line.last == UInt8(ascii: "}") else { return false }
    var depth = 0
    for byte in line {
      if byte == UInt8(ascii: "{") {
        depth += 1
      } else if byte == UInt8(ascii: "}") {
        depth -= 1
        if depth < 0 { return false }
      } else if depth == 0, !byte.isBlank {
        return false
      }
    }
    return depth == 0
  }

  /// An option of a MyST directive, `:name: value`.
  static func isOption(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.first == UInt8(ascii: ":") else { return false }
    let name = line.dropFirst().prefix { $0.isWord || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    return !name.isEmpty && line[name.endIndex...].first == UInt8(ascii: ":")
  }

  /// The definition of a term: `: text` or pandoc's `~ text`.
  static func isDefinition(_ line: ArraySlice<UInt8>) -> Bool {
    guard let mark = line.first, ":~".utf8.contains(mark), let next = line.dropFirst().first else { return false }
    return next.isBlank
  }

  /// An abbreviation and what it stands for, `*[HTML]: text`.
  static func isAbbreviation(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.starts(with: "*[".utf8), let end = line.firstIndex(of: UInt8(ascii: "]")) else { return false }
    return line[(end + 1)...].first == UInt8(ascii: ":")
  }

  /// A statement of an MDX module: `import x from "y"`, `export const x = 1`; not a sentence that begins with the word.
  static func isModuleStatement(_ line: ArraySlice<UInt8>) -> Bool {
    let words = line.split(separator: .space)
    guard words.count > 1 else { return false }
    if words[0].elementsEqual("export".utf8) {
      if "{*".utf8.contains(words[1][words[1].startIndex]) { return true }
      let declarations = ["const", "let", "var", "function", "default", "class", "async", "type", "interface", "enum"]
      guard declarations.contains(where: { words[1].elementsEqual($0.utf8) }) else { return false }
      return line.contains { "=({[;`".utf8.contains($0) } || words.count == 3
    }
    guard words[0].elementsEqual("import".utf8) else { return false }
    func isQuoted(_ word: ArraySlice<UInt8>) -> Bool { "\"'".utf8.contains(word[word.startIndex]) }
    if "{*".utf8.contains(words[1][words[1].startIndex]) || isQuoted(words[1]) && words.count == 2 { return true }
    if words[1].last == UInt8(ascii: ",") {
      return line.contains(UInt8(ascii: "{")) || line.contains(UInt8(ascii: "*"))
    }
    return words.count > 3 && words[2].elementsEqual("from".utf8) && isQuoted(words[3])
  }

  /// A tag that does not end on its line, or that has the line for itself: of JSX, since cmark takes HTML's for an HTML
  /// block.
  static func isOpenTag(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.first == UInt8(ascii: "<"), let next = line.dropFirst().first,
      next.isASCIILetter || "/>".utf8.contains(next)
    else { return false }
    // `<https://…>`, `<me@e.org>` and `<b and c` are none.
    let name = line.dropFirst().drop { $0 == UInt8(ascii: "/") }.prefix { $0.isWord || "._-".utf8.contains($0) }
    guard name.endIndex < line.endIndex else { return true }
    guard line[name.endIndex].isBlank || "/>".utf8.contains(line[name.endIndex]) else { return false }
    return !line.contains(UInt8(ascii: ">"))
      || line.last == UInt8(ascii: ">") && !line.dropLast().contains(Array("</".utf8))
  }

  /// The length of `[^name]: ` and the blanks after it; `nil` for none.
  static func footnoteLabel(_ line: ArraySlice<UInt8>) -> Int? {
    guard line.starts(with: "[^".utf8), let end = line.firstIndex(of: UInt8(ascii: "]")), end > line.startIndex + 2,
      line[(end + 1)...].first == UInt8(ascii: ":"), !line[..<end].contains(where: \.isBlank)
    else { return nil }
    return end + 2 - line.startIndex + line[(end + 2)...].prefix { $0.isBlank }.count
  }

  /// The length of `[ ] ` or `[x] ` before something else; 0 for none.
  static func taskMarker(_ line: ArraySlice<UInt8>) -> Int {
    let bytes = Array(line.prefix(4))
    guard line.count > 4, bytes[0] == UInt8(ascii: "["), " xX".utf8.contains(bytes[1]), bytes[2] == UInt8(ascii: "]"),
      bytes[3].isBlank
    else { return 0 }
    return 3 + line.dropFirst(3).prefix { $0.isBlank }.count
  }

  /// The length of Obsidian's ` ^name` at the end of a line, with the blanks before it; 0 for none.
  static func blockIdentifier(_ line: ArraySlice<UInt8>) -> Int {
    let name = line.reversed().prefix { $0.isWord || $0 == UInt8(ascii: "-") }.count
    let rest = line.dropLast(name)
    guard name > 0, rest.last == UInt8(ascii: "^"), rest.dropLast().last?.isBlank == true else { return 0 }
    return name + 1 + rest.dropLast().reversed().prefix { $0.isBlank }.count
  }

  /// The length of an attribute list `{#id .class}` at the end of a heading, with the blanks before it; 0 for none.
  static func headingAttributes(_ line: ArraySlice<UInt8>) -> Int {
    guard line.last == UInt8(ascii: "}"), let start = line.lastIndex(of: UInt8(ascii: "{")), start > line.startIndex,
      line[start - 1].isBlank
    else { return 0 }
    return line.endIndex - start + line[..<start].reversed().prefix { $0.isBlank }.count
  }
}
