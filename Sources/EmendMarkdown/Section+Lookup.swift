// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Finding the section that an address means, and what may have been meant where it means none.
extension MarkdownDocument {
  /// - Throws: ``SelectionError`` with the nearest headings if the address names no section, or several.
  func section(at address: Selection.Address) throws(SelectionError) -> Section {
    var found = sections.filter { $0.matches(address) }
    // A whole path names its section even if it is the end of another's.
    if found.count > 1, case .section(let path) = address {
      let whole = found.filter { $0.path.count == path.count }
      if !whole.isEmpty { found = whole }
    }
    guard let section = found.first else {
      throw .noSection(address, nearest: suggestions(from: nearest(to: address)))
    }
    guard found.count == 1 else { throw .ambiguousSection(address, candidates: suggestions(from: found)) }
    return section
  }

  private func nearest(to address: Selection.Address) -> [Section] {
    let wanted: [Character]
    switch address {
    case .section(let path): wanted = Array((path.last ?? "").lowercased())
    case .slug(let slug): wanted = Array(slug.lowercased())
    default: return []
    }
    let ranked = sections.map { section in
      let name = if case .slug = address { section.slug } else { section.title }
      return (section: section, distance: editDistance(Array(name.lowercased()), wanted))
    }
    return ranked.sorted { $0.distance < $1.distance }.prefix(3).map(\.section)
  }

  func noParagraph(onLines lines: ClosedRange<Int>) -> SelectionError {
    let distances = sections.map { section in
      (section: section, distance: abs(section.lines.lowerBound - lines.lowerBound))
    }
    let nearest = distances.sorted { $0.distance < $1.distance }.prefix(3).map(\.section)
    return .noParagraphOnLines(lines, lineCount: source.lineCount, nearest: suggestions(from: nearest))
  }

  func suggestions(from sections: [Section]) -> [SelectionError.Suggestion] {
    sections.prefix(3).map {
      SelectionError.Suggestion(address: $0.address, line: $0.lines.lowerBound)
    }
  }
}

extension Section {
  fileprivate func matches(_ address: Selection.Address) -> Bool {
    switch address {
    case .slug(let slug): return self.slug == slug
    case .section(let wanted):
      let path = path.map { $0.lowercased() }
      var rest = wanted.map { $0.lowercased() }
      guard let last = rest.popLast(), path.last == last else { return false }
      var above = path.dropLast()
      for title in rest.reversed() {
        guard let index = above.lastIndex(of: title) else { return false }
        above = above[..<index]
      }
      return true
    default: return false
    }
  }
}
