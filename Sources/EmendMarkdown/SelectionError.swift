// SPDX-License-Identifier: Apache-2.0

/// An address that means nothing, or more than one thing, in a document.
package enum SelectionError: Error, Equatable, Sendable {
  /// What could have been meant: an address for `--section` and the line of its heading.
  package struct Suggestion: Equatable, Sendable {
    package var address: String
    package var line: Int
  }

  case noSection(Selection.Address, nearest: [Suggestion])
  case ambiguousSection(Selection.Address, candidates: [Suggestion])
  case noParagraphOnLines(ClosedRange<Int>, lineCount: Int, nearest: [Suggestion])
  case noParagraph(number: Int, count: Int, nearest: [Suggestion])
  case noMatch(String, nearest: [Suggestion])
  /// A regular expression that cannot be read.
  case badPattern(String)
}

extension SelectionError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noSection(let address, let nearest):
      "no section \(address)\(Self.list(nearest, introducedBy: "; the nearest headings are "))"
    case .ambiguousSection(let address, let candidates):
      "\(address) names several sections; say which\(Self.list(candidates, introducedBy: ": "))"
    case .noParagraphOnLines(let lines, let lineCount, let nearest):
      (lines.lowerBound > lineCount
        ? "there \(lines.count == 1 ? "is no" : "are no") \(Self.name(lines)), the document ends with line \(lineCount)"
        : "no paragraph on \(Self.name(lines))")
        + Self.list(nearest, introducedBy: "; the nearest headings are ")
    case .noParagraph(let number, let count, let nearest):
      (count == 0
        ? "no paragraph \(number), the document has none"
        : "no paragraph \(number), the document has \(count)")
        + Self.list(nearest, introducedBy: "; its first headings are ")
    case .noMatch(let pattern, let nearest):
      "no paragraph matches \"\(pattern)\"" + Self.list(nearest, introducedBy: "; the first headings are ")
    case .badPattern(let pattern):
      "\"\(pattern)\" is not a regular expression"
    }
  }

  private static func name(_ lines: ClosedRange<Int>) -> String {
    lines.count == 1 ? "line \(lines.lowerBound)" : "lines \(lines.lowerBound)-\(lines.upperBound)"
  }

  private static func list(_ suggestions: [Suggestion], introducedBy introduction: String) -> String {
    if suggestions.isEmpty { return "; the document has no headings" }
    return introduction + suggestions.map { "\"\($0.address)\" (line \($0.line))" }.joined(separator: ", ")
  }
}

extension Selection.Address: CustomStringConvertible {
  package var description: String {
    switch self {
    case .section(let path): "\"\(path.joined(separator: " > "))\""
    case .slug(let slug): "\"#\(slug)\""
    case .lines(let lines): "lines \(lines.lowerBound)-\(lines.upperBound)"
    case .paragraph(let number): "paragraph \(number)"
    case .match(let pattern): "\"\(pattern)\""
    case .changed: "changed lines"
    }
  }
}
