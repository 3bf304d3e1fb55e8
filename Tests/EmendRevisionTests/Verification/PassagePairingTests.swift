// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

struct PassagePairingTests {
  private let one = "The cat sat on the mat all day."
  private let two = "A dog barked at the moon at night."
  private let three = "Nobody knows where the bird has gone."

  private func pairs(_ old: [String], _ new: [String]) -> [[[Int]]] {
    PassagePairing(old: old, new: new).pairs.map { [$0.old, $0.new] }
  }

  @Test("The same, moved, changed, lost, new")
  func simple() {
    #expect(pairs([one, two], [one, two]) == [[[0], [0]], [[1], [1]]])
    #expect(pairs([one, two, three], [three, one, two]) == [[[0], [1]], [[1], [2]], [[2], [0]]])
    #expect(pairs([one, two], [two + " Again.", "The cat sat on a mat."]) == [[[0], [1]], [[1], [0]]])
    #expect(pairs([one, two], [two]) == [[[0], []], [[1], [0]]])
    #expect(pairs([one], [one, two]) == [[[0], [0]], [[], [1]]])
    #expect(pairs([one], [two, one]) == [[[], [0]], [[0], [1]]])
    #expect(pairs([], []) == [])
    #expect(pairs([one], []) == [[[0], []]])
    #expect(pairs([], [one, two]) == [[[], [0]], [[], [1]]])
    #expect(pairs([one, one], [one, one]) == [[[0], [0]], [[1], [1]]])
    #expect(pairs([one, one], [one]) == [[[0], [0]], [[1], []]])
  }

  @Test("Of texts that are alike, the one is lost that is lost from between its neighbours")
  func alike() {
    #expect(
      pairs([one, two, one, three, one], [one, two, three, one]) == [
        [[0], [0]], [[1], [1]], [[2], []], [[3], [2]], [[4], [3]],
      ])
    #expect(pairs([one, two, one], [one, one, two, one]).contains([[1], [2]]))
  }

  @Test("Split and joined, with a word changed, beside others")
  func pieces() {
    #expect(pairs(["\(one) \(two)", three], [one, two, three]) == [[[0], [0, 1]], [[1], [2]]])
    #expect(pairs([one, two, three], ["\(one) \(two)", three]) == [[[0, 1], [0]], [[2], [1]]])
    #expect(
      pairs([three, "\(one) \(two)"], [three, "The cat sat on the mat.", two]) == [[[0], [0]], [[1], [1, 2]]])
  }

  @Test("What stands in a lost text's place is compared with it, whatever it says")
  func place() {
    let other = "Etwas ganz anderes steht hier."
    #expect(pairs([one, two, three], [one, other, three]) == [[[0], [0]], [[1], [1]], [[2], [2]]])
    #expect(pairs([one], [other]) == [[[0], [0]]])
    #expect(pairs([one, three], [one, other, three]) == [[[0], [0]], [[], [1]], [[1], [2]]])
  }

  @Test("Of several new texts in a lost one's place it is the first, in every run")
  func severalInPlace() {
    for count in 2...6 {
      let others = (0..<count).map { "Etwas \($0) ganz anderes \($0) steht \($0) hier \($0)." }
      let found = pairs([one, two, three], [one] + others + [three])
      #expect(found.prefix(2) == [[[0], [0]], [[1], [1]]])
      #expect(found.last == [[2], [count + 1]])
    }
  }

  @Test("Each text is in one pair, whatever is done to a document")
  func cover() {
    let all = (0..<40).map { "Paragraph \($0) has \($0 * 3) words, \($0 * 5) of them long, and \($0 * 7) not." }
    for seed in 1...20 {
      var new = all.enumerated().compactMap { $0 % (seed % 7 + 2) == 0 ? nil : $1 }
      new.insert("Something new \(seed) came.", at: seed)
      if seed % 2 == 0 { new.reverse() }
      let pairs = PassagePairing(old: all, new: new).pairs
      #expect(pairs.flatMap(\.old).sorted() == Array(all.indices))
      #expect(pairs.flatMap(\.new).sorted() == Array(new.indices))
    }
  }
}
