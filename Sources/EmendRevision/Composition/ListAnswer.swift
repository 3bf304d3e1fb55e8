// SPDX-License-Identifier: Apache-2.0

import EmendText

/// The items of a list that a model answers with.
///
/// Held to a grammar, an answer is bullets and nothing else. A server that takes none lets its model lead in, number the
/// items, make their first words bold and add a few words at the end.
struct ListAnswer {
  /// Without their marks, and without a colon or the like at their ends.
  let items: [String]

  /// - Parameter longest: The most characters of an item: of one that is longer only the bold words at its beginning count,
  ///   if there are some.
  init(_ answer: String, longest: Int) {
    let lines = answer.withoutFence.split(whereSeparator: \.isNewline)
    let marked = lines.compactMap(Self.marked)
    let texts: [Substring]
    if let first = marked.first {
      // What is indented says more about the item above it; a shorter number may be indented by one.
      texts = marked.filter { $0.indentation <= first.indentation + 1 }.map(\.text)
    } else {
      texts = lines.count > 1 && lines[0].isLeadIn ? Array(lines.dropFirst()) : lines
    }
    items = texts.map { Self.plain($0, longest: longest) }
  }

  /// A line with a bullet or a number: what stands behind it, and how far it is indented; `nil` for any other.
  private static func marked(_ line: Substring) -> (indentation: Int, text: Substring)? {
    let text = line.drop { $0.isWhitespace }
    let digits = text.prefix { $0.isNumber }
    let mark = text.dropFirst(digits.count)
    guard let sign = mark.first, (digits.isEmpty ? "-*+•" : ".)").contains(sign),
      mark.dropFirst().first?.isWhitespace ?? true
    else { return nil }
    return (line.count - text.count, mark.dropFirst())
  }

  private static func plain(_ text: Substring, longest: Int) -> String {
    let text = trimmed(text)
    guard text.hasPrefix("**"), let end = text.dropFirst(2).firstRange(of: "**") else { return String(text) }
    let bold = text[text.index(text.startIndex, offsetBy: 2)..<end.lowerBound]
    let whole = trimmed(bold + text[end.upperBound...])
    return String(whole.count > longest ? trimmed(bold) : whole)
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0.isWhitespace }
    while let last = text.last, last.isWhitespace || ":;,".contains(last) { text.removeLast() }
    return text
  }
}

extension StringProtocol {
  /// Whether it says that something follows.
  var isLeadIn: Bool { last { !$0.isWhitespace } == ":" }
}

extension String {
  private static let wrappingFences = ["```", "```markdown", "```md", "```text", "```txt"]

  /// An answer without the code fence around it, and without a line that leads in to that.
  var withoutFence: String {
    let lines = split(separator: "\n", omittingEmptySubsequences: false)
    let texts = lines.indices.filter { !lines[$0].allSatisfy(\.isWhitespace) }
    // A fence with a language around it is a block of code, and no wrapping.
    guard let start = texts.prefix(2).first(where: { Self.wrappingFences.contains(lines[$0].trimmingBlanks()) }),
      start == texts[0] || lines[texts[0]].isLeadIn,
      let end = texts.last(where: { $0 > start && lines[$0].hasPrefix("```") })
    else { return self }
    return lines[(start + 1)..<end].joined(separator: "\n")
  }
}
