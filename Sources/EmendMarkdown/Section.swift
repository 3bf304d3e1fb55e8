// SPDX-License-Identifier: Apache-2.0

import EmendText

/// A heading and all that follows it, up to the next heading of its level or above.
package struct Section: Equatable, Sendable {
  /// The heading's text, its markup left out.
  package let title: String
  /// The texts of the headings above it and its own, outermost first.
  package let path: [String]
  /// 1 for `#` to 6 for `######`.
  package let level: Int
  /// What GitHub links to: letters and digits in lower case, `-` for spaces; numbered when it comes again.
  package let slug: String
  /// What `--section` takes for it: its path, or its anchor where the path would not do.
  package let address: String
  /// The lines of the file from the heading on, counted from 1.
  package let lines: ClosedRange<Int>
  /// The numbers of its paragraphs, subsections included; `nil` if it has none.
  package let paragraphs: ClosedRange<Int>?
  /// The words of its headings and paragraphs, subsections included.
  package let words: Int

  static func sections(of source: SourceText, blocks: [Block], paragraphs: [Paragraph]) -> [Section] {
    let headings: [(level: Int, title: String, line: Int)] = blocks.compactMap { block in
      guard case .heading(let level) = block.kind, block.depth == 1 else { return nil }
      return (level, (block.plainText ?? "").trimmingBlanks(), block.lines.lowerBound)
    }
    // Running totals make each section's count a subtraction.
    var wordsBefore = [0]
    for paragraph in paragraphs { wordsBefore.append(wordsBefore[wordsBefore.count - 1] + paragraph.words) }
    let titleWords = headings.map { wordCount(in: Array($0.title.utf8)[...]) }
    var titleWordsBefore = [0]
    for words in titleWords { titleWordsBefore.append(titleWordsBefore[titleWordsBefore.count - 1] + words) }
    func paragraphsBefore(line: Int) -> Int {
      var (low, high) = (0, paragraphs.count)
      while low < high {
        let middle = (low + high) / 2
        if paragraphs[middle].lines.lowerBound < line { low = middle + 1 } else { high = middle }
      }
      return low
    }

    var paths: [[String]] = []
    var ends = Array(repeating: headings.count, count: headings.count)
    var open: [Int] = []
    for (index, heading) in headings.enumerated() {
      while let last = open.last, headings[last].level >= heading.level {
        ends[last] = index
        open.removeLast()
      }
      open.append(index)
      paths.append(open.map { headings[$0].title })
    }
    let pathCounts = paths.reduce(into: [:]) { $0[lowercased($1), default: 0] += 1 }

    var slugs = SlugCounter()
    return headings.enumerated().map { index, heading in
      let path = paths[index]
      let slug = slugs.slug(of: heading.title)
      // What `--section` would split or take for an anchor, or what comes twice, can only be told by its anchor.
      let isPlain =
        pathCounts[lowercased(path)] == 1 && !path.contains { $0.isEmpty || $0.contains(">") || $0.hasPrefix("#") }
      let lastLine = ends[index] < headings.count ? headings[ends[index]].line - 1 : source.lineCount
      let first = paragraphsBefore(line: heading.line)
      let end = paragraphsBefore(line: lastLine + 1)
      return Section(
        title: heading.title, path: path, level: heading.level, slug: slug,
        address: isPlain ? path.joined(separator: " > ") : "#\(slug)",
        lines: heading.line...max(lastLine, heading.line), paragraphs: first < end ? (first + 1)...end : nil,
        words: wordsBefore[end] - wordsBefore[first] + titleWordsBefore[ends[index]] - titleWordsBefore[index])
    }
  }

  private static func lowercased(_ path: [String]) -> [String] { path.map { $0.lowercased() } }
}

/// Makes the anchors that GitHub gives to headings, each once.
private struct SlugCounter {
  /// How often each anchor would have been given.
  private var seen: [String: Int] = [:]

  mutating func slug(of title: String) -> String {
    var base = ""
    for character in title.lowercased() {
      if character.isLetter || character.isNumber || character == "-" || character == "_" {
        base.append(character)
      } else if character == " " {
        base.append("-")
      }
    }
    var slug = base
    while seen[slug] != nil {
      seen[base, default: 0] += 1
      slug = "\(base)-\(seen[base, default: 0])"
    }
    seen[slug] = 0
    return slug
  }
}

extension MarkdownDocument {
  /// The texts of the headings above a line, outermost first; empty before the first heading.
  package func sectionPath(ofLine line: Int) -> [String] {
    var (low, high) = (0, sections.count)
    while low < high {
      let middle = (low + high) / 2
      if sections[middle].lines.lowerBound <= line { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? sections[low - 1].path : []
  }

  /// The first heading of level 1, else empty.
  package var title: String { sections.first { $0.level == 1 }?.title ?? "" }
}
