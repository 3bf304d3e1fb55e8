// SPDX-License-Identifier: Apache-2.0

import EmendText

extension Check {
  /// Refuses a text that has too few of the original's content words, lacks one of its sentences, or says something that is
  /// not in it.
  ///
  /// Content words are those that are not function words; other forms of a word, and the word spelt right, count as the
  /// word. The least share of them is the template's.
  ///
  /// ## Before
  /// `The cache keeps answers. It is deleted after a month.`
  /// ## After
  /// `The cache keeps answers.`
  static let similarity = Check(name: "similarity", summary: "a sentence lost or new; too few of the original's words")
  { input in
    let before = content(input.original.words, input.lexicon)
    var there = WordForms(content(input.replacement.words, input.lexicon))
    var here = WordForms(before)
    if let problem = lostSentence(input, &there) ?? newSentence(input, &here) ?? newWords(input, &here)
      ?? lostWords(input, &there)
    {
      return problem
    }
    let kept = count(before, &there)
    if input.limits.isForWhole, kept == 0, !before.isEmpty { return "none of the original's content words is there" }
    // Of three words one may always change.
    guard before.count >= 3, Double(kept) < Double(before.count) * input.limits.similarity, before.count - kept > 1
    else {
      return nil
    }
    return "only \(kept) of the original's \(before.count) content words are there"
  }

  static func content(_ words: [Word], _ lexicon: Lexicon?) -> [Word] {
    words.filter { word in
      word.text.unicodeScalars.first!.isIdeograph
        || word.lowered.count >= 3 && !(lexicon?.functionWords.contains(word.lowered) ?? false)
    }
  }

  private static func count(_ words: [Word], _ forms: inout WordForms) -> Int {
    var count = 0
    for word in words where forms.contains(word) { count += 1 }
    return count
  }

  /// A sentence with hardly a word left, or without a counterpart though most of its words are gone.
  private static func lostSentence(_ input: CheckInput, _ there: inout WordForms) -> CheckProblem? {
    let alignment = SentenceAlignment(input.original, input.replacement)
    for group in alignment.groups {
      for index in group.original {
        let sentence = input.original.sentences[index]
        let words = content(input.original.words(in: sentence), input.lexicon)
        let kept = count(words, &there)
        let isLost =
          if group.replacement.isEmpty {
            words.count >= 2 && kept * 4 < words.count * 3
          } else if group.original.count > 1 {
            words.count >= 2 && kept * 4 < words.count
          } else {
            words.count >= 3 && kept == 0 && input.original.sentences.count > 1
          }
        guard isLost else { continue }
        return CheckProblem(
          "the sentence \"\(input.original.line(sentence).shortened)\" is missing", original: sentence)
      }
    }
    return nil
  }

  private static func newSentence(_ input: CheckInput, _ here: inout WordForms) -> CheckProblem? {
    guard input.replacement.sentences.count > 1 else { return nil }
    for group in SentenceAlignment(input.original, input.replacement).groups {
      for index in group.replacement {
        let sentence = input.replacement.sentences[index]
        let words = content(input.replacement.words(in: sentence), input.lexicon)
        let known = count(words, &here)
        let isNew =
          group.original.isEmpty ? words.count >= 2 && known * 5 < words.count * 3 : words.count >= 3 && known == 0
        guard isNew else { continue }
        return CheckProblem(
          "the sentence \"\(input.replacement.line(sentence).shortened)\" is new", replacement: sentence)
      }
    }
    return nil
  }

  /// A run of words that is put in, not put in the place of others.
  private static func newWords(_ input: CheckInput, _ here: inout WordForms) -> CheckProblem? {
    let (old, new) = (input.original.words, input.replacement.words)
    for change in Alignment(of: new.map(\.lowered), to: old.map(\.lowered)).changes {
      let removed = content(Array(old[change.old]), input.lexicon).count
      let added = content(Array(new[change.new]), input.lexicon).filter { !here.contains($0) }
      guard added.count >= 4, added.count >= 2 * removed + 4, let first = added.first, let last = added.last else {
        continue
      }
      let range = ByteRange(first.range.start, last.range.end)
      return CheckProblem("\"\(input.replacement.line(range))\" is not in the original", replacement: range)
    }
    return nil
  }

  /// A run of words that is taken out, with nothing in its place: a clause, a condition.
  private static func lostWords(_ input: CheckInput, _ there: inout WordForms) -> CheckProblem? {
    let (old, new) = (input.original.words, input.replacement.words)
    for change in Alignment(of: new.map(\.lowered), to: old.map(\.lowered)).changes {
      let added = content(Array(new[change.new]), input.lexicon).count
      let removed = content(Array(old[change.old]), input.lexicon).filter { !there.contains($0) }
      guard removed.count >= 3, removed.count >= 2 * added + 3, let first = removed.first, let last = removed.last
      else {
        continue
      }
      let range = ByteRange(first.range.start, last.range.end)
      return CheckProblem("\"\(input.original.line(range))\" is missing", original: range)
    }
    return nil
  }
}

extension SentenceAlignment {
  init(_ original: ProseText, _ replacement: ProseText) {
    // Words that begin alike are taken for forms of one.
    func words(_ text: ProseText) -> [[String]] {
      text.sentences.map { text.words(in: $0).map { String($0.lowered.prefix(5)) } }
    }
    self.init(of: words(original), to: words(replacement))
  }
}
