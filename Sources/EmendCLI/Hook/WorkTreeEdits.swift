// SPDX-License-Identifier: Apache-2.0

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
    var edits: [TextEdit] = []
    var missed: [TextEdit] = []
    for edit in staged.edits {
      let first = Self.index(of: edit.range.start, in: old)
      let last = max(first, Self.index(of: max(edit.range.end - 1, edit.range.start), in: old))
      let found = (first...last).map { places[$0] }
      guard let start = found[0], found.enumerated().allSatisfy({ $1 == start + $0 }) else {
        missed.append(edit)
        continue
      }
      // Carriage returns within the edit come along.
      let lower = new[start].startIndex + edit.range.start - old[first].startIndex
      let upper = new[start + last - first].startIndex + edit.range.end - old[last].startIndex
      let replacement =
        isConverted
        ? edit.replacement.flatMap { $0 == .lineFeed ? [.carriageReturn, .lineFeed] : [$0] } : edit.replacement
      edits.append(TextEdit(range: ByteRange(lower, upper), replacement: replacement))
    }
    self.edits = EditList(edits)
    self.missed = missed
  }

  private static func hasCarriageReturns(_ bytes: [UInt8]) -> Bool {
    bytes.indices.allSatisfy { bytes[$0] != .lineFeed || ($0 > 0 && bytes[$0 - 1] == .carriageReturn) }
      && bytes.contains(.lineFeed)
  }

  private static func index(of offset: Int, in lines: [ArraySlice<UInt8>]) -> Int {
    lines.firstIndex { offset < $0.endIndex } ?? max(lines.count - 1, 0)
  }
}
