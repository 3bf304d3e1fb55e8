// SPDX-License-Identifier: Apache-2.0

/// Where a text differs from an older version of it; lines are counted from 1.
package struct ChangedLines: Equatable, Hashable, Sendable {
  /// Lines that are new or other than they were.
  package var changed: [ClosedRange<Int>]
  /// Lines after which others were taken away; 0 for the start of the text.
  package var deletions: [Int]

  package init(changed: [ClosedRange<Int>] = [], deletions: [Int] = []) {
    self.changed = changed
    self.deletions = deletions
  }

  /// Whether one of `lines` changed, or something between two of them was taken away.
  package func touch(_ lines: ClosedRange<Int>) -> Bool {
    changed.contains { $0.overlaps(lines) }
      || deletions.contains { lines.lowerBound <= $0 && $0 < lines.upperBound }
  }
}

extension ChangedLines {
  /// What differs from both of two older versions: in a merge, what neither side had.
  package func common(with other: ChangedLines) -> ChangedLines {
    ChangedLines(
      changed: changed.flatMap { lines in
        other.changed.filter { $0.overlaps(lines) }.map { $0.clamped(to: lines) }
      }, deletions: deletions.filter(Set(other.deletions).contains))
  }
}

extension SourceText {
  /// Returns changes of this text, whose lines are counted at line feeds alone as git counts them, with its own lines.
  ///
  /// The two differ where a carriage return alone ends a line. Lines past the end are left out.
  package func recounted(_ changes: ChangedLines) -> ChangedLines {
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == .lineFeed && offset + 1 < bytes.count {
      starts.append(offset + 1)
    }
    func firstLine(_ number: Int) -> Int { lineNumber(at: starts[number - 1]) }
    func lastLine(_ number: Int) -> Int {
      number < starts.count ? lineNumber(at: starts[number]) - 1 : lineCount
    }
    return ChangedLines(
      changed: changes.changed.compactMap { lines in
        guard lines.lowerBound <= starts.count else { return nil }
        return firstLine(max(lines.lowerBound, 1))...lastLine(min(max(lines.upperBound, 1), starts.count))
      },
      deletions: changes.deletions.map { $0 < 1 ? 0 : lastLine(min($0, starts.count)) })
  }
}
