// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendText

/// Edits of a staged text, carried over to the file in the work tree, which may be another.
///
/// Lines are compared as git would stage them: where all of the file's lines end in CR LF and those of the staged text in LF, the
/// edits do, too.
struct WorkTreeEdits {
  /// The edits of the file's bytes.
  let edits: EditList
  /// Those whose lines the file does not have as they are staged.
  let missed: [TextEdit]

  init(_ staged: EditList, of source: [UInt8], in file: [UInt8]) {
    let old = source.rawLines
    let new = file.rawLines
    let isConverted = Self.hasCarriageReturns(file) && !source.contains(.carriageReturn)
    func text(_ line: ArraySlice<UInt8>) -> [UInt8] {
      isConverted && line.suffix(2) == [.carriageReturn, .lineFeed] ? line.dropLast(2) + [.lineFeed] : Array(line)
    }
    var places: [Int: Int] = [:]
    for (place, index) in Alignment(of: new.map(text), to: old.map(Array.init)).oldIndices.enumerated() {
      if let index { places[index] = place }
    }
    let prose = Self.proseLines(of: file)
    var edits: [TextEdit] = []
    var missed: [TextEdit] = []
    for edit in staged.edits {
      // The lines that differ are what has to be there; but all of them, since words may move from one to the next.
      let moved = Self.lineEdits(of: edit, in: source).map { part -> TextEdit? in
        let first = Self.index(of: part.range.start, in: old)
        let last = max(first, Self.index(of: max(part.range.end - 1, part.range.start), in: old))
        let found = (first...last).map { places[$0] }
        guard let start = found[0], found.enumerated().allSatisfy({ $1 == start + $0 }) else { return nil }
        // Carriage returns within the edit come along.
        let lower = new[start].startIndex + part.range.start - old[first].startIndex
        let end = new[start + last - first]
        let upper =
          part.range.end == old[last].endIndex ? end.endIndex : end.startIndex + part.range.end - old[last].startIndex
        guard (start...start + last - first).allSatisfy({ prose.contains($0 + 1) }) else { return nil }
        let replacement =
          isConverted
          ? part.replacement.flatMap { $0 == .lineFeed ? [.carriageReturn, .lineFeed] : [$0] } : part.replacement
        return TextEdit(range: ByteRange(lower, upper), replacement: replacement)
      }
      if moved.contains(nil) { missed.append(edit) } else { edits += moved.compactMap { $0 } }
    }
    self.edits = EditList(edits)
    self.missed = missed
  }

  /// The lines, counted from 1 at line feeds alone, that are prose in the file, too: none that stand in a code block by now.
  private static func proseLines(of file: [UInt8]) -> Set<Int> {
    guard let source = try? SourceText(file) else { return [] }
    let document = MarkdownDocument(source)
    let lines = document.paragraphs.flatMap { Array($0.lines) } + document.sections.map(\.lines.lowerBound)
    return Set(lines)
  }

  /// An edit as edits of the lines that differ, without their endings where both end.
  private static func lineEdits(of edit: TextEdit, in source: [UInt8]) -> [TextEdit] {
    let old = source[edit.range.indices].rawLines
    let new = edit.replacement.rawLines
    return Alignment(of: new.map(Array.init), to: old.map(Array.init)).changes.map { change in
      let start = change.old.lowerBound < old.count ? old[change.old.lowerBound].startIndex : edit.range.end
      var end = change.old.isEmpty ? start : old[change.old.upperBound - 1].endIndex
      var replacement = new[change.new].flatMap { $0 }
      if end > start, source[end - 1] == .lineFeed, replacement.last == .lineFeed {
        end -= 1
        replacement.removeLast()
        if end > start, source[end - 1] == .carriageReturn, replacement.last == .carriageReturn {
          end -= 1
          replacement.removeLast()
        }
      }
      return TextEdit(range: ByteRange(start, end), replacement: replacement)
    }
  }

  private static func hasCarriageReturns(_ bytes: [UInt8]) -> Bool {
    bytes.indices.allSatisfy { bytes[$0] != .lineFeed || ($0 > 0 && bytes[$0 - 1] == .carriageReturn) }
      && bytes.contains(.lineFeed)
  }

  private static func index(of offset: Int, in lines: [ArraySlice<UInt8>]) -> Int {
    lines.firstIndex { offset < $0.endIndex } ?? max(lines.count - 1, 0)
  }
}
