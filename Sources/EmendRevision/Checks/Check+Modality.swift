// SPDX-License-Identifier: Apache-2.0

extension Check {
  /// Refuses a text that binds more or less than the original, or is more or less certain: an obligation or a piece of
  /// advice that is lost or new, a hedge that is lost.
  ///
  /// "can", "could" and their like may take a hedge's place and come and go: people who edit change them freely. The words
  /// are known for English, German, French and Spanish.
  ///
  /// ## Before
  /// `You should keep a copy, since the update may fail.`
  /// ## After
  /// `You must keep a copy, since the update fails.`
  static let modality = Check(name: "modality", summary: "an obligation or advice lost or new; a hedge lost") { input in
    guard let modality = input.lexicon?.modality else { return nil }
    let (before, after) = (input.original.words, input.replacement.words)
    let kinds = [
      ("obligation", modality.obligation), ("advice", modality.advice), ("hedge", modality.hedges),
      ("possibility", modality.possibility),
    ]
    for (name, members) in kinds.prefix(2) {
      let (old, new) = (words(of: members, in: before), words(of: members, in: after))
      // Where it becomes another kind of statement, one that is lost among several is lost, too.
      let others = kinds.filter { $0.0 != name }.map(\.1)
      let isReplaced = others.contains { count($0, after) > count($0, before) }
      if old.count > new.count, new.isEmpty || isReplaced {
        let lost = old.first { word in !new.contains { $0.lowered == word.lowered } } ?? old[old.count - 1]
        return CheckProblem(
          "the \(name) in \"\(input.original.surroundings(of: lost.range))\" is lost", original: lost.range)
      }
      let isReplacement = others.contains { count($0, after) < count($0, before) }
      if new.count > old.count, old.isEmpty || isReplacement {
        let added = new.first { word in !old.contains { $0.lowered == word.lowered } } ?? new[new.count - 1]
        return CheckProblem(
          "the \(name) in \"\(input.replacement.surroundings(of: added.range))\" is new", replacement: added.range)
      }
    }
    let hedges = before.filter { modality.hedges.contains($0.lowered) }
    // What is a hedge in the new text counts as one, and so does what may stand for it and was not there.
    let substitutes = max(0, count(modality.possibility, after) - count(modality.possibility, before))
    if hedges.count > count(modality.hedges, after) + substitutes {
      let there = Set(after.map(\.lowered))
      let lost = hedges.first { !there.contains($0.lowered) } ?? hedges[0]
      return CheckProblem(
        "the hedge \"\(lost.text)\" in \"\(input.original.surroundings(of: lost.range))\" is lost",
        original: lost.range)
    }
    return nil
  }

  /// The words that are members, or that are one together with the word after.
  private static func words(of members: Set<String>, in words: [Word]) -> [Word] {
    words.indices.filter { index in
      let next = index + 1 < words.count ? " \(words[index + 1].lowered)" : ""
      return members.contains(words[index].lowered) || members.contains(words[index].lowered + next)
    }.map { words[$0] }
  }

  private static func count(_ members: Set<String>, _ words: [Word]) -> Int {
    self.words(of: members, in: words).count
  }
}
