// SPDX-License-Identifier: Apache-2.0

/// The edits of one file as a unified diff that `git apply` and `patch -p1` accept.
///
/// The format is that of GNU diffutils' manual, "Detailed Description of Unified Format", with git's `a/` and `b/`.
package struct UnifiedPatch: Equatable, Sendable {
  /// A line of the diff with what it stands for; colours hang on it.
  package struct Line: Equatable, Sendable {
    package enum Kind: Equatable, Sendable { case fileHeader, hunkHeader, context, removed, added, noNewline }
    package var kind: Kind
    /// The whole line, marker included, line ending not.
    package var bytes: [UInt8]
  }

  /// No line if nothing changes.
  package let lines: [Line]

  /// Makes the diff of a text and its edits.
  ///
  /// - Parameters:
  ///   - path: The file's name as the diff shows it, relative to where the diff is to be applied.
  ///   - context: The number of unchanged lines around each change.
  package init(path: String, source: [UInt8], edits: EditList, context: Int = 3) {
    self.init(path: Array(path.utf8), source: source, edits: edits, context: context)
  }

  /// The same for a path that may be no UTF-8.
  package init(path: [UInt8], source: [UInt8], edits: EditList, context: Int = 3) {
    let old = source.rawLines
    let changes = Self.changes(of: old, source: source, edits: edits)
    guard !changes.isEmpty else {
      lines = []
      return
    }
    var lines = Self.header(path)
    var offset = 0
    for hunk in Self.hunks(changes, context: context) {
      lines += Self.hunkLines(hunk, old: old, offset: &offset, context: context)
    }
    self.lines = lines
  }

  static func header(_ path: [UInt8]) -> [Line] {
    [
      Line(kind: .fileHeader, bytes: Array("--- ".utf8) + name(Array("a/".utf8) + path)),
      Line(kind: .fileHeader, bytes: Array("+++ ".utf8) + name(Array("b/".utf8) + path)),
    ]
  }

  /// The diff as text, each line ended.
  package var bytes: [UInt8] { lines.flatMap { $0.bytes + [.lineFeed] } }

  /// Old lines that are replaced; both counted from 0.
  struct Change {
    var old: Range<Int>
    var new: [ArraySlice<UInt8>]
  }

  /// The smallest changes of lines that the edits amount to: only the lines that an edit touches are compared.
  static func changes(of old: [ArraySlice<UInt8>], source: [UInt8], edits: EditList) -> [Change] {
    var regions: [(lines: Range<Int>, edits: [TextEdit])] = []
    for edit in edits.edits {
      let first = lineIndex(of: edit.range.start, in: old)
      // The line after the edit comes along: an edit may take away the ending before it.
      let last = lineIndex(of: edit.range.end, in: old)
      let lines = first..<min(last + 1, old.count)
      if let previous = regions.last, lines.lowerBound < previous.lines.upperBound {
        regions[regions.count - 1].lines = previous.lines.lowerBound..<max(previous.lines.upperBound, lines.upperBound)
        regions[regions.count - 1].edits.append(edit)
      } else {
        regions.append((lines, [edit]))
      }
    }
    return regions.flatMap { region in
      let lines = region.lines
      let start = lines.isEmpty ? source.count : old[lines.lowerBound].startIndex
      let end = lines.isEmpty ? source.count : old[lines.upperBound - 1].endIndex
      let moved = region.edits.map { TextEdit(range: $0.range.shifted(by: -start), replacement: $0.replacement) }
      let new = EditList(moved).applied(to: Array(source[start..<end])).rawLines
      return Alignment(of: new, to: Array(old[lines])).changes.map { change in
        Change(
          old: (lines.lowerBound + change.old.lowerBound)..<(lines.lowerBound + change.old.upperBound),
          new: Array(new[change.new]))
      }
    }
  }

  /// The index of the line that holds the byte at `offset`; the number of lines for the end of an ended text.
  static func lineIndex(of offset: Int, in lines: [ArraySlice<UInt8>]) -> Int {
    var low = 0
    var high = lines.count
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].endIndex <= offset { low = middle + 1 } else { high = middle }
    }
    // A last line without an ending takes what is inserted after it.
    if low == lines.count, let last = lines.last, last.last != .lineFeed { return low - 1 }
    return low
  }

  /// Changes with at most twice the context between them share a hunk.
  private static func hunks(_ changes: [Change], context: Int) -> [[Change]] {
    var hunks: [[Change]] = []
    for change in changes {
      if let last = hunks.last?.last, change.old.lowerBound - last.old.upperBound <= 2 * context {
        hunks[hunks.count - 1].append(change)
      } else {
        hunks.append([change])
      }
    }
    return hunks
  }

  /// The lines of a hunk.
  ///
  /// - Parameters:
  ///   - offset: How many lines the hunks before it have added.
  ///   - bounds: The old lines that it may show; `nil` for all.
  static func hunkLines(
    _ changes: [Change], old: [ArraySlice<UInt8>], offset: inout Int, context: Int, bounds: Range<Int>? = nil
  ) -> [Line] {
    let (first, last) = (changes[0].old.lowerBound, changes[changes.count - 1].old.upperBound)
    let start = max(bounds.map { min($0.lowerBound, first) } ?? 0, first - context)
    let end = min(bounds.map { max($0.upperBound, last) } ?? old.count, last + context, old.count)
    let growth = changes.reduce(0) { $0 + $1.new.count - $1.old.count }
    var body: [Line] = []
    var position = start
    for change in changes {
      for line in old[position..<change.old.lowerBound] { body += diffLines(.context, " ", line) }
      for line in old[change.old] { body += diffLines(.removed, "-", line) }
      for line in change.new { body += diffLines(.added, "+", line) }
      position = change.old.upperBound
    }
    for line in old[position..<end] { body += diffLines(.context, " ", line) }

    let oldRange = numbers(start: start, count: end - start)
    let newRange = numbers(start: start + offset, count: end - start + growth)
    offset += growth
    return [Line(kind: .hunkHeader, bytes: Array("@@ -\(oldRange) +\(newRange) @@".utf8))] + body
  }

  /// An empty range names the line before it; a count of one is left out.
  private static func numbers(start: Int, count: Int) -> String {
    if count == 0 { return "\(start),0" }
    return count == 1 ? "\(start + 1)" : "\(start + 1),\(count)"
  }

  private static func diffLines(_ kind: Line.Kind, _ marker: Character, _ line: ArraySlice<UInt8>) -> [Line] {
    let bytes = Array(String(marker).utf8) + line
    guard line.last == .lineFeed else {
      return [
        Line(kind: kind, bytes: bytes),
        Line(kind: .noNewline, bytes: Array("\\ No newline at end of file".utf8)),
      ]
    }
    return [Line(kind: kind, bytes: bytes.dropLast())]
  }

  /// Quotes a name as git does when it holds quotes, backslashes or control characters; a tab ends one with spaces.
  private static func name(_ path: [UInt8]) -> [UInt8] {
    let special = path.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0x22 || $0 == 0x5C }
    guard special else { return path.contains(.space) ? path + [0x09] : path }
    var quoted: [UInt8] = [0x22]
    for byte in path {
      switch byte {
      case 0x22, 0x5C: quoted += [0x5C, byte]
      case 0..<0x20, 0x7F: quoted += [0x5C, 0x30 + byte / 64, 0x30 + byte / 8 % 8, 0x30 + byte % 8]
      default: quoted.append(byte)
      }
    }
    return quoted + [0x22]
  }
}
