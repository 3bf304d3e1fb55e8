// SPDX-License-Identifier: Apache-2.0

extension Check {
  /// Refuses a text that speaks of the reader where the original speaks of the writer, or the other way round.
  ///
  /// The words are known for English, German, French and Spanish.
  ///
  /// ## Before
  /// `On my machine the numbers look like this.`
  /// ## After
  /// `On your machine, the numbers look like this.`
  static let person = Check(name: "person", summary: "the writer in the reader's place, or the reader in the writer's")
  { input in
    guard let persons = input.lexicon?.persons else { return nil }
    let (before, after) = (input.original.words, input.replacement.words)
    func count(_ person: Set<String>, _ words: [Word]) -> Int { words.count { person.contains($0.lowered) } }
    for (one, other) in [(persons.writer, persons.reader), (persons.reader, persons.writer)]
    where count(one, after) < count(one, before) && count(other, after) > count(other, before) {
      let there = Set(after.map(\.lowered))
      let old = before.first { one.contains($0.lowered) && !there.contains($0.lowered) } ?? before[0]
      let known = Set(before.map(\.lowered))
      let new = after.first { other.contains($0.lowered) && !known.contains($0.lowered) } ?? after[0]
      return CheckProblem(
        "\"\(old.text)\" becomes \"\(new.text)\"", original: old.range, replacement: new.range)
    }
    return nil
  }
}
