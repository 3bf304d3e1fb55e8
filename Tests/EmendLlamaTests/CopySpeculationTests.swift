// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendLlama

struct CopySpeculationTests {
  /// Feeds an answer and returns how many steps it takes when each step takes what was guessed right and one more.
  private func steps(source: [Int32], answer: [Int32], threshold: Double = 0.1) -> (steps: Int, guessed: Int) {
    var speculation = CopySpeculation(source: source, record: GuessRecord())
    var (steps, guessed, place) = (0, 0, 0)
    while place < answer.count {
      let draft = speculation.draft(limit: answer.count - place - 1, threshold: threshold)
      guessed += draft.count
      steps += 1
      for guess in Array(draft) + [-1] {
        speculation.append(answer[place])
        place += 1
        if guess != answer[place - 1] { break }
      }
    }
    return (steps, guessed)
  }

  private let source: [Int32] = Array(100..<160)

  @Test("A copy takes a small part of the steps")
  func copy() { #expect(steps(source: source, answer: source).steps < 12) }

  @Test("After a word changed, left out or put in, guessing goes on where the source does")
  func edits() {
    var changed = source
    changed[20] = 7
    #expect(steps(source: source, answer: changed).steps < 18)
    #expect(steps(source: source, answer: Array(source[..<20] + source[26...])).steps < 18)
    #expect(steps(source: source, answer: Array(source[..<20] + [7, 8, 9] + source[20...])).steps < 22)
    #expect(steps(source: source, answer: Array(source[30...] + source[..<30])).steps < 22)
  }

  @Test("An answer that copies nothing soon brings no more guesses than now and then one")
  func nothingCopied() {
    let answer: [Int32] = Array(1...60)
    let result = steps(source: source, answer: answer, threshold: 0.3)
    #expect(result.steps == 60)
    #expect(result.guessed < 20)
  }

  @Test("Limits hold: room, the source's end, and a threshold that nothing reaches")
  func limits() {
    let speculation = CopySpeculation(source: source, record: GuessRecord())
    #expect(speculation.draft(limit: 2, threshold: 0).count == 2)
    #expect(speculation.draft(limit: -1, threshold: 0).isEmpty)
    #expect(speculation.draft(limit: 100, threshold: 0).count == CopySpeculation.longestDraft)
    #expect(speculation.draft(limit: 100, threshold: 1).isEmpty)
    #expect(CopySpeculation(source: [], record: GuessRecord()).draft(limit: 4, threshold: 0).isEmpty)
    #expect(CopySpeculation(source: [5], record: GuessRecord()).draft(limit: 4, threshold: 0) == [5])
  }
}
