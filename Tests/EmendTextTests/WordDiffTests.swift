// SPDX-License-Identifier: Apache-2.0

import EmendText
import Testing

struct WordDiffTests {
  private func marked(_ old: String, _ new: String) -> String {
    WordDiff(from: old, to: new).runs.map { run in
      switch run.kind {
      case .kept: run.text
      case .removed: "[-\(run.text)-]"
      case .added: "{+\(run.text)+}"
      }
    }.joined()
  }

  @Test(
    "Words differ, and what stands between them only with them",
    arguments: [
      ("a small dog", "a big dog", "a [-small-]{+big+} dog"), ("same", "same", "same"), ("", "new", "{+new+}"),
      ("gone", "", "[-gone-]"), ("in order to go", "to go", "[-in order -]to go"),
      ("I made the attempt to go", "I tried to go", "I [-made the attempt-]{+tried+} to go"),
      ("don't go.", "do not go.", "[-don't-]{+do not+} go."), ("one, two", "one and two", "one[-,-]{+ and+} two"),
      ("小さな庭", "大きな庭", "[-小さな庭-]{+大きな庭+}"),
    ])
  func runs(old: String, new: String, expected: String) {
    #expect(marked(old, new) == expected)
  }

  @Test("Kept and removed runs are the old text, kept and added ones the new")
  func whole() {
    let (old, new) = ("The quick, brown fox — it jumps.\nTwice!", "A quick brown fox: it jumped.\nOnce, twice!")
    let runs = WordDiff(from: old, to: new).runs
    #expect(runs.filter { $0.kind != .added }.map(\.text).joined() == old)
    #expect(runs.filter { $0.kind != .removed }.map(\.text).joined() == new)
    #expect(runs.allSatisfy { !$0.text.isEmpty })
  }
}
