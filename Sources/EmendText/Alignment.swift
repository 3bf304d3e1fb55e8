// SPDX-License-Identifier: Apache-2.0

/// Which elements of a new sequence stand, in order, in an old one: what a diff of lines or words is made from.
///
/// ```swift
/// Alignment(of: ["a", "x", "c"], to: ["a", "b", "c"]).oldIndices  // [0, nil, 2]
/// ```
package struct Alignment: Equatable, Sendable {
  /// For each new element the index of the old one that it is, `nil` for an added one; increasing.
  package let oldIndices: [Int?]
  /// The number of old elements.
  package let oldCount: Int

  /// Aligns by a longest common subsequence.
  ///
  /// Where the differing middle parts are so long that this could take more than a moment (16 million comparisons; the
  /// number of differences alone may be as great as both lengths together), they count as replaced entirely.
  package init<Element: Hashable>(of new: [Element], to old: [Element]) {
    // Numbers in place of the elements: comparing them is what takes the time.
    var numbers: [Element: Int] = [:]
    func number(_ element: Element) -> Int {
      if let known = numbers[element] { return known }
      numbers[element] = numbers.count
      return numbers.count - 1
    }
    oldIndices = Self.indices(of: new.map(number), in: old.map(number))
    oldCount = old.count
  }

  private static func indices(of new: [Int], in old: [Int]) -> [Int?] {
    let shorter = min(old.count, new.count)
    var prefix = 0
    while prefix < shorter, old[prefix] == new[prefix] { prefix += 1 }
    var suffix = 0
    while suffix < shorter - prefix, old[old.count - 1 - suffix] == new[new.count - 1 - suffix] { suffix += 1 }

    var indices: [Int?] = Array(0..<prefix)
    let oldMiddle = old[prefix..<(old.count - suffix)]
    let newMiddle = new[prefix..<(new.count - suffix)]
    if oldMiddle.count + newMiddle.count <= 4000 {
      indices += middle(of: newMiddle, in: oldMiddle)
    } else {
      indices += Array(repeating: nil, count: newMiddle.count)
    }
    return indices + Array((old.count - suffix)..<old.count)
  }

  private static func middle(of new: ArraySlice<Int>, in old: ArraySlice<Int>) -> [Int?] {
    let difference = new.difference(from: old)
    let removed = Set(difference.removals.map { change in change.offset + old.startIndex })
    let inserted = Set(difference.insertions.map { change in change.offset + new.startIndex })
    var kept = old.indices.lazy.filter { !removed.contains($0) }.makeIterator()
    return new.indices.map { inserted.contains($0) ? nil : kept.next() }
  }

  /// A stretch of old elements and the new ones that stand in their place; one of them may be empty.
  package struct Change: Equatable, Sendable {
    package var old: Range<Int>
    package var new: Range<Int>

    package init(old: Range<Int>, new: Range<Int>) {
      self.old = old
      self.new = new
    }
  }

  /// The stretches that differ, in order.
  package var changes: [Change] {
    var changes: [Change] = []
    var nextOld = 0
    var nextNew = 0
    for (newIndex, oldIndex) in oldIndices.enumerated() {
      guard let oldIndex else { continue }
      if nextOld < oldIndex || nextNew < newIndex {
        changes.append(Change(old: nextOld..<oldIndex, new: nextNew..<newIndex))
      }
      nextOld = oldIndex + 1
      nextNew = newIndex + 1
    }
    if nextOld < oldCount || nextNew < oldIndices.count {
      changes.append(Change(old: nextOld..<oldCount, new: nextNew..<oldIndices.count))
    }
    return changes
  }
}

extension CollectionDifference.Change {
  fileprivate var offset: Int {
    switch self {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }
}
