// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
import EmendText

/// A new text in one of the shapes that templates promise.
package enum ComposedText: Equatable, Sendable {
  /// Paragraphs, each without line breaks.
  case prose([String])
  /// The items of a bullet list.
  case list([String])
  case outline(OutlineNode)

  /// How the text is written down.
  package struct Style: Sendable {
    package var lineEnding: [UInt8] = [.lineFeed]
    /// The width of paragraphs in columns; `nil` for one line each.
    package var width: Int?
    /// The mark of list items.
    package var bullet = "-"
    /// The level of an outline's first heading.
    package var level = 1

    package init() {}
  }

  /// The Markdown, without a line ending at its end.
  package func markdown(_ style: Style = Style()) -> [UInt8] {
    let gap = style.lineEnding + style.lineEnding
    switch self {
    case .prose(let paragraphs):
      let parts = paragraphs.map { paragraph in
        let spans = MarkdownDocument.empty.markup(of: paragraph)?.spans.map(\.range) ?? []
        return wrapped(paragraph, to: style.width, keeping: spans, lineEnding: style.lineEnding)
      }
      return Array(parts.joined(separator: gap))
    case .list(let items):
      return Array(items.map { Array("\(style.bullet) \($0)".utf8) }.joined(separator: style.lineEnding))
    case .outline(let node):
      return Array(node.parts(level: style.level, style).joined(separator: gap))
    }
  }

  /// The blocks that its Markdown must be.
  package func plan(_ style: Style = Style()) -> PlannedBlocks {
    var plan = PlannedBlocks()
    switch self {
    case .prose(let paragraphs): plan.addParagraphs(paragraphs.count)
    case .list(let items): plan.addList(items: items.count)
    case .outline(let node): node.add(to: &plan, level: style.level)
    }
    return plan
  }

  /// Whether its Markdown is what it says.
  var isWhatItSays: Bool {
    guard let source = try? SourceText(markdown()) else { return false }
    return MarkdownDocument(source).consists(of: plan())
  }
}

/// A heading with the points below it, and the headings in it.
package struct OutlineNode: Equatable, Sendable {
  package var heading: String
  package var points: [String] = []
  package var sections: [OutlineNode] = []

  package init(_ heading: String, points: [String] = [], sections: [OutlineNode] = []) {
    self.heading = heading
    self.points = points
    self.sections = sections
  }

  fileprivate func parts(level: Int, _ style: ComposedText.Style) -> [[UInt8]] {
    var parts = [Array("\(String(repeating: "#", count: level)) \(heading)".utf8)]
    if !points.isEmpty { parts.append(ComposedText.list(points).markdown(style)) }
    return parts + sections.flatMap { $0.parts(level: level + 1, style) }
  }

  fileprivate func add(to plan: inout PlannedBlocks, level: Int) {
    plan.addHeading(level: level)
    if !points.isEmpty { plan.addList(items: points.count) }
    for section in sections { section.add(to: &plan, level: level + 1) }
  }
}

extension MarkdownDocument {
  /// A document without a text, to parse others by.
  // An empty text is always UTF-8.
  static let empty = (try? SourceText([])).map { MarkdownDocument($0) }!
}
