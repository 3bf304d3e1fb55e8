// SPDX-License-Identifier: Apache-2.0

import EmendText

extension Check {
  /// Refuses a text that has a term of the glossary more or less often than the original where the glossary keeps it as it
  /// is, or brings in a spelling for which it prefers another.
  ///
  /// Kept terms are compared letter by letter, the others whatever their capitals; both count at the borders of words, and
  /// not in code and addresses. Of a text that is new no spelling is the original's. In the example Tidepool is kept.
  ///
  /// ## Before
  /// `The cache of Tidepool is empty.`
  /// ## After
  /// `The cache of TidePool is empty.`
  static let glossary = Check(name: "glossary", summary: "a term of the glossary lost, new or spelt otherwise") {
    input in
    let glossary = input.limits.glossary
    guard !glossary.isEmpty else { return nil }
    let after = GlossaryUse(of: glossary, in: input.replacement)
    guard input.limits.keepsFacts else { return newSpelling(glossary, after: after) }
    let before = GlossaryUse(of: glossary, in: input.original)
    for (index, term) in glossary.kept.enumerated() {
      let (old, new) = (before.kept[index], after.kept[index])
      if new.count < old.count { return CheckProblem("the term \"\(term)\" is missing", original: old[new.count]) }
      // It may come in where a spelling was wrong.
      let mended = glossary.preferences.indices.filter { glossary.preferences[$0].right == term }.reduce(0) {
        $0 + max(before.wrong[$1].count - after.wrong[$1].count, 0)
      }
      if new.count > old.count + mended {
        return CheckProblem("the term \"\(term)\" is new", replacement: new[old.count])
      }
    }
    return newSpelling(glossary, before: before, after: after)
  }

  private static func newSpelling(
    _ glossary: Glossary, before: GlossaryUse? = nil, after: GlossaryUse
  ) -> CheckProblem? {
    for (index, preference) in glossary.preferences.enumerated() {
      let known = before?.wrong[index].count ?? 0
      guard after.wrong[index].count > known else { continue }
      return CheckProblem(
        "\"\(preference.wrong)\" is new; the glossary prefers \"\(preference.right)\"",
        replacement: after.wrong[index][known])
    }
    return nil
  }
}

extension CheckInput {
  /// The same with the original spelt as the glossary has it, where the new text spells it so; `nil` where it does not.
  ///
  /// What only follows the glossary is then no change to those checks that compare words.
  func respelt() -> CheckInput? {
    let glossary = limits.glossary
    guard !glossary.preferences.isEmpty else { return nil }
    let before = GlossaryUse(of: glossary, in: original)
    guard before.wrong.contains(where: { !$0.isEmpty }) else { return nil }
    let after = GlossaryUse(of: glossary, in: replacement)
    var edits: [(range: ByteRange, right: String)] = []
    for (index, preference) in glossary.preferences.enumerated() {
      let gone = before.wrong[index].count - after.wrong[index].count
      let come = after.right[index].count - before.right[index].count
      edits += before.wrong[index].prefix(max(min(gone, come), 0)).map { ($0, preference.right) }
    }
    guard !edits.isEmpty else { return nil }
    var text = original.prose
    for (range, right) in edits.sorted(by: { $0.range.start > $1.range.start }) {
      text.replaceSubrange(range.indices, with: right.utf8)
    }
    return CheckInput(
      original: ProseText(String(decoding: text, as: UTF8.self), markup: nil), replacement: replacement, place: place,
      traits: traits, finishReason: finishReason, instructions: instructions, limits: limits)
  }
}

extension Check {
  /// Whether it compares words of which the glossary may prefer others.
  var toleratesGlossary: Bool {
    [Check.numbers, .negation, .modality, .person, .names, .similarity].contains { $0.name == name }
  }
}
