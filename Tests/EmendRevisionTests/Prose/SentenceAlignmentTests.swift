// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

struct SentenceAlignmentTests {
  private typealias Group = SentenceAlignment.Group

  private func groups(_ original: [String], _ replacement: [String]) -> [Group] {
    let words = { (texts: [String]) in texts.map { $0.split(separator: " ").map(String.init) } }
    return SentenceAlignment(of: words(original), to: words(replacement)).groups
  }

  private func group(_ original: Range<Int>, _ replacement: Range<Int>) -> Group {
    Group(original: original, replacement: replacement)
  }

  private let cat = "the cat sat on a mat"
  private let dog = "one dog barked at night"
  private let bird = "some bird has flown away"

  @Test("The same, changed, lost at each place, new at each place")
  func simple() {
    #expect(groups([cat, dog], [cat, dog]) == [group(0..<1, 0..<1), group(1..<2, 1..<2)])
    #expect(
      groups([cat, dog], ["the cat sat on the mat", "a dog barked at night"])
        == [group(0..<1, 0..<1), group(1..<2, 1..<2)])
    #expect(groups([cat, dog, bird], [dog, bird]).first == group(0..<1, 0..<0))
    #expect(groups([cat, dog, bird], [cat, bird]).contains(group(1..<2, 1..<1)))
    #expect(groups([cat, dog, bird], [cat, dog]).last == group(2..<3, 2..<2))
    #expect(groups([dog, bird], [cat, dog, bird]).first == group(0..<0, 0..<1))
    #expect(groups([cat], []) == [group(0..<1, 0..<0)])
    #expect(groups([], [cat]) == [group(0..<0, 0..<1)])
  }

  @Test("Split and joined, between others that stay")
  func pieces() {
    #expect(
      groups([cat, "\(dog) \(bird)", cat], [cat, dog, bird, cat])
        == [group(0..<1, 0..<1), group(1..<2, 1..<3), group(2..<3, 3..<4)])
    #expect(
      groups([cat, dog, bird, cat], [cat, "\(dog) \(bird)", cat])
        == [group(0..<1, 0..<1), group(1..<3, 1..<2), group(3..<4, 2..<3)])
  }

  @Test("Every sentence is in one group, in order, in short and in long texts", arguments: [3, 99, 101, 400])
  func cover(count: Int) {
    let original = (0..<count).map { "sentence number \($0) is about thing \($0 * 7)" }
    let replacement = original.indices.compactMap { index in
      index % 5 == 0 ? nil : index % 7 == 0 ? "this is new \(index)" : original[index]
    }
    let groups = groups(original, replacement)
    #expect(groups.flatMap { Array($0.original) } == Array(original.indices))
    #expect(groups.flatMap { Array($0.replacement) } == Array(replacement.indices))
    #expect(groups.contains(group(1..<2, 0..<1)))
  }
}
