// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Where a text uses the terms of a glossary.
struct GlossaryUse {
  /// Of each kept term.
  let kept: [[ByteRange]]
  /// Of each preference: where the wrong spelling stands, and where the right one.
  let wrong, right: [[ByteRange]]

  init(of glossary: Glossary, in prose: ProseText) {
    let text = GlossaryText(prose)
    let kept = glossary.keptTerms.map { $0.ranges(in: text) }
    let wrong = glossary.preferredTerms.map { $0.wrong.ranges(in: text) }
    let right = glossary.preferredTerms.map { $0.right.ranges(in: text) }
    // "mail" is no wrong spelling in "e-mail", where that is the right one, and "site" not kept or lost in "web site".
    let good = (kept + right).flatMap { $0 }
    let replaced = (wrong + right).flatMap { $0 }
    func isPart(_ range: Range<Int>, of other: Range<Int>) -> Bool {
      other.lowerBound <= range.lowerBound && range.upperBound <= other.upperBound
    }
    self.kept = kept.map { ranges in
      ranges.filter { range in !replaced.contains { $0.count > range.count && isPart(range, of: $0) } }.map(text.bytes)
    }
    self.wrong = wrong.map { ranges in
      ranges.filter { range in !good.contains { isPart(range, of: $0) } }.map(text.bytes)
    }
    self.right = right.map { $0.map(text.bytes) }
  }
}
