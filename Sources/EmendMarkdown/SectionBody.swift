// SPDX-License-Identifier: Apache-2.0

package import EmendText

/// What stands under a heading, up to the next one: a section without those in it.
package struct SectionBody: Sendable {
  /// `nil` for what stands before the first heading.
  package let section: Section?
  /// The lines of the file, counted from 1; none if the next heading follows at once.
  package let lines: Range<Int>
  /// The runs of notes in it, in order.
  package let noteRuns: [NoteRun]
  /// Whether there are notes in it and nothing else.
  package let holdsOnlyNotes: Bool
  /// From the first to the last of its blocks; empty, behind the heading, if there is none.
  package let range: ByteRange
  /// The line of the comment or front matter that asks to leave some of it alone; `nil` for none.
  package let disablingLine: Int?

  /// The headings above its text, outermost first.
  package var path: [String] { section?.path ?? [] }

  /// - Parameter tops: The indexes of its blocks directly in the document.
  init(_ section: Section?, lines: Range<Int>, tops: ArraySlice<Int>, in document: MarkdownDocument) {
    self.section = section
    self.lines = lines
    noteRuns = NoteRun.runs(of: tops, in: document)
    let noted = noteRuns.reduce(0) { $0 + $1.blocks.count }
    holdsOnlyNotes = noted > 0 && noted == tops.count
    if let first = tops.first, let last = tops.last {
      range = ByteRange(document.blocks[first].range.start, document.blocks[last].range.end)
    } else {
      // Behind the heading, or where the text begins.
      let start = document.blocks[0].range.start
      let end = lines.lowerBound > 1 ? document.source.lineContent(lines.lowerBound - 1).end : start
      range = ByteRange(end, end)
    }
    disablingLine = lines.isEmpty ? nil : document.line(disabling: lines.lowerBound...(lines.upperBound - 1))
  }
}

extension MarkdownDocument {
  /// What stands under each heading and before the first, in order.
  package var sectionBodies: [SectionBody] {
    let tops = blocks.indices.filter { blocks[$0].depth == 1 }
    let headings = tops.filter { blocks[$0].kind.isHeading }
    let parts = tops.split(omittingEmptySubsequences: false) { blocks[$0].kind.isHeading }
    return parts.enumerated().map { index, part in
      let next = index < headings.count ? blocks[headings[index]].lines.lowerBound : source.lineCount + 1
      var first = (frontMatter?.lines.upperBound ?? 0) + 1
      if index > 0 {
        // cmark 0.30.2 counts a line that follows an underlined heading without a blank one to it.
        let below = part.first.map { blocks[$0].lines.lowerBound } ?? next
        first = min(blocks[headings[index - 1]].lines.upperBound + 1, below)
      }
      return SectionBody(index > 0 ? sections[index - 1] : nil, lines: min(first, next)..<next, tops: part, in: self)
    }
  }

  /// What stands under the headings of the sections that an address means, those in them included.
  ///
  /// - Throws: ``SelectionError`` if it means none, or several.
  package func sectionBodies(at address: Selection.Address) throws(SelectionError) -> [SectionBody] {
    let lines = try section(at: address).lines
    return sectionBodies.filter { $0.section.map { lines.contains($0.lines.lowerBound) } ?? false }
  }
}

extension Block.Kind {
  var isHeading: Bool { if case .heading = self { true } else { false } }
}
