// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import EmendText
import Testing

struct AlignmentTests {
  @Test("Kept elements are found between replaced, added and removed ones")
  func middle() {
    #expect(Alignment(of: ["a", "x", "c", "d"], to: ["a", "b", "c", "e", "d"]).oldIndices == [0, nil, 2, 4])
    let changes = Alignment(of: ["a", "x", "c", "d"], to: ["a", "b", "c", "e", "d"]).changes
    #expect(changes.map(\.old) == [1..<2, 3..<4])
    #expect(changes.map(\.new) == [1..<2, 3..<3])
  }

  @Test("Empty sides")
  func empty() {
    #expect(Alignment(of: [Int](), to: [1, 2]).changes.map(\.old) == [0..<2])
    #expect(Alignment(of: [1], to: []).changes.map(\.new) == [0..<1])
    #expect(Alignment(of: [Int](), to: []).changes.isEmpty)
  }

  @Test("Aligned elements are equal and in order, for any two sequences")
  func random() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      let old = (0..<Int.random(in: 0...12, using: &generator)).map { _ in Int.random(in: 0...3, using: &generator) }
      let new = (0..<Int.random(in: 0...12, using: &generator)).map { _ in Int.random(in: 0...3, using: &generator) }
      let alignment = Alignment(of: new, to: old)
      let pairs = alignment.oldIndices.enumerated().compactMap { index, oldIndex in oldIndex.map { (index, $0) } }
      #expect(pairs.allSatisfy { new[$0.0] == old[$0.1] })
      #expect(zip(pairs, pairs.dropFirst()).allSatisfy { $0.1 < $1.1 })
      var rebuilt = old
      for change in alignment.changes.reversed() { rebuilt.replaceSubrange(change.old, with: new[change.new]) }
      #expect(rebuilt == new)
    }
  }
}
