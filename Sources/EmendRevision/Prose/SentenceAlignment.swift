// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Which sentences of two texts say the same.
///
/// ```swift
/// SentenceAlignment(of: ["It works.", "It is fast and small."], to: ["It works.", "It is fast.", "It is small."]).groups
/// // [0..<1 ↔ 0..<1, 1..<2 ↔ 1..<3]
/// ```
struct SentenceAlignment: Equatable {
  /// Sentences of the one text, and those of the other that stand for them; one of the two may be empty.
  struct Group: Equatable {
    let original: Range<Int>
    let replacement: Range<Int>
  }

  /// In order; each sentence is in one of them.
  let groups: [Group]

  /// Finds the groups of one to one, one to two and two to one, and of sentences that are lost or new, whose words have the
  /// most in common.
  ///
  /// The method is Gale and Church's (1993, https://aclanthology.org/J93-1004/), with words in common in place of lengths.
  ///
  /// - Parameters:
  ///   - original: Each sentence's words.
  ///   - replacement: Each sentence's words.
  init(of original: [[String]], to replacement: [[String]]) {
    guard original.count * replacement.count <= Self.mostPairs else {
      groups = Self.equalGroups(original, replacement)
      return
    }
    let moves = [(1, 1), (1, 0), (0, 1), (1, 2), (2, 1)]
    let columns = replacement.count + 1
    var scores = Array(repeating: -Double.infinity, count: (original.count + 1) * columns)
    var taken = Array(repeating: (0, 0), count: scores.count)
    scores[0] = 0
    for row in 0...original.count {
      for column in 0...replacement.count where scores[row * columns + column] > -.infinity {
        for (rows, steps) in moves where row + rows <= original.count && column + steps <= replacement.count {
          let gain = Self.gain(original[row..<row + rows], replacement[column..<column + steps])
          let target = (row + rows) * columns + column + steps
          let score = scores[row * columns + column] + gain
          if score > scores[target] {
            scores[target] = score
            taken[target] = (rows, steps)
          }
        }
      }
    }
    var groups: [Group] = []
    var (row, column) = (original.count, replacement.count)
    while row > 0 || column > 0 {
      let (rows, steps) = taken[row * columns + column]
      groups.append(Group(original: row - rows..<row, replacement: column - steps..<column))
      row -= rows
      column -= steps
    }
    self.groups = groups.reversed()
  }

  /// Of longer texts only equal sentences are found, and what stands between them is one group: the time grows with the
  /// product of their numbers.
  private static let mostPairs = 10_000

  private static func equalGroups(_ original: [[String]], _ replacement: [[String]]) -> [Group] {
    let alignment = Alignment(of: replacement, to: original)
    let equal = alignment.oldIndices.enumerated().compactMap { new, old in
      old.map { Group(original: $0..<$0 + 1, replacement: new..<new + 1) }
    }
    let changed = alignment.changes.map { Group(original: $0.old, replacement: $0.new) }
    return (equal + changed).sorted {
      ($0.original.lowerBound, $0.replacement.lowerBound) < ($1.original.lowerBound, $1.replacement.lowerBound)
    }
  }

  /// How well two runs of sentences match: twice the share of words in common, whatever their number.
  private static func gain(_ original: ArraySlice<[String]>, _ replacement: ArraySlice<[String]>) -> Double {
    if original.isEmpty || replacement.isEmpty { return 0.1 }
    return 2 * wordOverlap(original.flatMap { $0 }, replacement.flatMap { $0 })
  }
}

/// The share of words that two texts have in common, as Dice (1945) counts it: 0 for none, 1 for the same words.
func wordOverlap(_ one: [String], _ other: [String]) -> Double {
  guard !one.isEmpty || !other.isEmpty else { return 1 }
  var counts: [String: Int] = [:]
  for word in one { counts[word, default: 0] += 1 }
  var common = 0
  for word in other {
    guard let count = counts[word], count > 0 else { continue }
    counts[word] = count - 1
    common += 1
  }
  return Double(2 * common) / Double(one.count + other.count)
}
