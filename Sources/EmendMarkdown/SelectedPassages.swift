// SPDX-License-Identifier: Apache-2.0

import EmendText

/// The passages of a document that a selection means.
package struct SelectedPassages: Sendable {
  package var passages: [Passage] = []
  /// Paragraphs that were asked for but cannot be edited safely, or are to be left alone.
  package var declined: [(paragraph: Paragraph, refusal: Passage.Refusal)] = []
  /// Passages that a person has decided about before, in words for a message; they are not asked about again.
  package var settled: [(passage: Passage, detail: String)] = []

  /// No passage.
  package init() {}
}

extension MarkdownDocument {
  /// Returns the passages that `selection` means, in document order.
  ///
  /// A paragraph that is named by line or number is taken whatever it holds. All other addresses, and none at all, mean
  /// prose: no quotations and headings unless they are included, no list items shorter than a sentence, nothing that is
  /// but code, links or a few words. What a comment or the front matter asks to leave alone is left alone; a paragraph
  /// that is named all the same is declined.
  /// - Throws: ``SelectionError`` if an address means nothing in this document.
  package func passages(in selection: Selection) throws(SelectionError) -> SelectedPassages {
    let wanted = try WantedBlocks(selection, in: self)
    var selected = SelectedPassages()
    for paragraph in candidates(including: selection.included) {
      let isNamed = wanted.named.contains(paragraph.block)
      guard isNamed || wanted.swept.contains(paragraph.block) else { continue }
      if paragraph.isQuoted, !isNamed, !selection.included.contains(.quotes) { continue }
      if let line = line(disabling: paragraph) {
        if isNamed { selected.declined.append((paragraph, .disabled(line: line))) }
        continue
      }
      do throws(Passage.Refusal) {
        let passage = try passage(paragraph)
        if isNamed || passage.isProse { selected.passages.append(passage) }
      } catch {
        selected.declined.append((paragraph, error))
      }
    }
    return selected
  }

  /// The paragraphs, and the headings if they are included, in document order.
  fileprivate func candidates(including kinds: Set<Selection.Kind>) -> [Paragraph] {
    kinds.contains(.headings) ? (paragraphs + headings).sorted { $0.block < $1.block } : paragraphs
  }

  /// The line of the comment or front matter that asks to leave a paragraph alone; `nil` for none.
  private func line(disabling paragraph: Paragraph) -> Int? { line(disabling: paragraph.lines) }

  /// The line of the comment or front matter that asks to leave the whole document alone, or its end; `nil` for none.
  package var lineDisablingEnd: Int? {
    ignoreComments.fileComment ?? line(disabling: source.lineCount...source.lineCount)
  }

  /// The line of the comment or front matter that asks to leave one of some lines alone; `nil` for none.
  func line(disabling lines: ClosedRange<Int>) -> Int? {
    if let frontMatter, frontMatter.disablesEmend { return frontMatter.lines.lowerBound }
    return ignoreComments.comment(disabling: lines)
  }
}

/// The blocks that the addresses of a selection mean.
private struct WantedBlocks {
  /// Those that are meant one by one, whatever they hold.
  var named: Set<Int> = []
  /// Those that are meant if they are prose.
  var swept: Set<Int> = []

  init(_ selection: Selection, in document: MarkdownDocument) throws(SelectionError) {
    let candidates = document.candidates(including: selection.included)
    func blocks(_ isMeant: (Paragraph) -> Bool) -> [Int] { candidates.lazy.filter(isMeant).map(\.block) }
    if selection.addresses.isEmpty { swept = Set(candidates.map(\.block)) }
    for address in selection.addresses {
      switch address {
      case .section, .slug:
        let lines = try document.section(at: address).lines
        swept.formUnion(blocks { lines.contains($0.lines.lowerBound) })
      case .lines(let lines):
        let found = blocks { $0.lines.overlaps(lines) }
        guard !found.isEmpty else { throw document.noParagraph(onLines: lines) }
        named.formUnion(found)
      case .paragraph(let number):
        guard document.paragraphs.indices.contains(number - 1) else {
          throw .noParagraph(
            number: number, count: document.paragraphs.count, nearest: document.suggestions(from: document.sections))
        }
        named.insert(document.paragraphs[number - 1].block)
      case .match(let pattern):
        guard let regex = try? Regex(pattern) else { throw .badPattern(pattern) }
        let found = blocks { paragraph in
          let isOffered = !paragraph.isQuoted || selection.included.contains(.quotes)
          return isOffered && (try? regex.firstMatch(in: document.text(of: paragraph))) != nil
        }
        if found.isEmpty { throw .noMatch(pattern, nearest: document.suggestions(from: document.sections)) }
        swept.formUnion(found)
      case .changed(let changes):
        swept.formUnion(blocks { changes.touch($0.lines) })
      }
    }
  }
}

extension MarkdownDocument {
  /// A paragraph's lines as one, without prefixes.
  package func text(of paragraph: Paragraph) -> String {
    paragraph.contents.map { source.string($0) }.joined(separator: " ")
  }
}

extension Passage {
  /// Whether there is enough prose here that rephrasing could mean anything: a sentence's worth of words, and in a list
  /// item a sentence or as many words as a long one.
  package var isProse: Bool {
    let words = proseWords
    if paragraph.isHeading { return words >= 2 }
    guard paragraph.isListItem else { return words >= 4 }
    let end = text.last { !"\"')]}*_`”’»".contains($0) }
    return words >= 8 || (words >= 4 && end.map { ".!?…。！？".contains($0) } ?? false)
  }
}
