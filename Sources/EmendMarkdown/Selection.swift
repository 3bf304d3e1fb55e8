// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Which paragraphs of a document are asked for.
///
/// Addresses add up; without any, every paragraph of prose outside quotations is meant.
package struct Selection: Equatable, Sendable {
  package enum Address: Equatable, Hashable, Sendable {
    /// A section by the texts of headings, the last its own, others among those above it in order.
    case section(path: [String])
    /// A section by its anchor, without the `#`.
    case slug(String)
    /// Every paragraph with a line among these, counted from 1.
    case lines(ClosedRange<Int>)
    /// A paragraph by its number, counted from 1.
    case paragraph(Int)
  }

  package var addresses: [Address]

  package init(_ addresses: [Address] = []) { self.addresses = addresses }
}

/// The passages of a document that a selection means.
package struct SelectedPassages: Sendable {
  package var passages: [Passage] = []
  /// Paragraphs that were asked for but cannot be edited safely.
  package var declined: [(paragraph: Paragraph, refusal: Passage.Refusal)] = []
}

extension MarkdownDocument {
  /// Returns the passages that `selection` means, in document order.
  ///
  /// A paragraph that is named by line or number is taken whatever it holds. In a section, and without any address, only
  /// prose is: no quotations, no list items shorter than a sentence, nothing that is but code, links or a few words.
  /// - Throws: ``SelectionError`` if an address means nothing in this document.
  package func passages(in selection: Selection) throws(SelectionError) -> SelectedPassages {
    var named: Set<Int> = []
    var swept: Set<Int> = []
    for address in selection.addresses {
      switch address {
      case .section, .slug:
        let section = try section(at: address)
        if let paragraphs = section.paragraphs { swept.formUnion(paragraphs) }
      case .lines(let lines):
        let found = paragraphs.filter { $0.lines.overlaps(lines) }
        guard !found.isEmpty else { throw noParagraph(onLines: lines) }
        named.formUnion(found.map(\.number))
      case .paragraph(let number):
        guard (1...max(paragraphs.count, 1)).contains(number), !paragraphs.isEmpty else {
          throw .noParagraph(number: number, count: paragraphs.count, nearest: suggestions(from: sections))
        }
        named.insert(number)
      }
    }
    if selection.addresses.isEmpty { swept = Set(paragraphs.map(\.number)) }

    var selected = SelectedPassages()
    for paragraph in paragraphs where named.contains(paragraph.number) || swept.contains(paragraph.number) {
      let isNamed = named.contains(paragraph.number)
      if paragraph.isQuoted, !isNamed { continue }
      do {
        let passage = try passage(paragraph)
        if isNamed || passage.isProse { selected.passages.append(passage) }
      } catch {
        selected.declined.append((paragraph, error))
      }
    }
    return selected
  }

  private func section(at address: Selection.Address) throws(SelectionError) -> Section {
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
    let wanted: String
    switch address {
    case .section(let path): wanted = path.last ?? ""
    case .slug(let slug): wanted = slug
    default: return []
    }
    let ranked = sections.map { section in
      let name = if case .slug = address { section.slug } else { section.title }
      return (section: section, distance: editDistance(name.lowercased(), wanted.lowercased()))
    }
    return ranked.sorted { $0.distance < $1.distance }.prefix(3).map(\.section)
  }

  private func noParagraph(onLines lines: ClosedRange<Int>) -> SelectionError {
    let distances = sections.map { section in
      (section: section, distance: abs(section.lines.lowerBound - lines.lowerBound))
    }
    let nearest = distances.sorted { $0.distance < $1.distance }.prefix(3).map(\.section)
    return .noParagraphOnLines(lines, lineCount: source.lineCount, nearest: suggestions(from: nearest))
  }

  private func suggestions(from sections: [Section]) -> [SelectionError.Suggestion] {
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

extension Passage {
  /// Whether there is enough prose here that rephrasing could mean anything: a sentence's worth of words, and in a list
  /// item a sentence or as many words as a long one.
  package var isProse: Bool {
    let words = proseWords
    guard paragraph.isListItem else { return words >= 4 }
    let end = text.last { !"\"')]}*_`”’»".contains($0) }
    return words >= 8 || (words >= 4 && end.map { ".!?…。！？".contains($0) } ?? false)
  }
}

/// Levenshtein's distance in characters.
private func editDistance(_ first: String, _ second: String) -> Int {
  let second = Array(second)
  var row = Array(0...second.count)
  for (index, character) in first.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for column in second.indices {
      let substituted = diagonal + (character == second[column] ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(substituted, diagonal + 1, row[column] + 1)
    }
  }
  return row[second.count]
}
