// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTemplates
import EmendText

/// A part of a passage that a model is asked about at a time.
struct PassageUnit {
  /// Its place in the passage's text.
  let range: ByteRange
  let prose: ProseText
  /// Whether its sentences are taken or left as a whole.
  let isWhole: Bool

  /// A sentence of fewer words is left alone.
  private static let fewestWords = 3

  /// Returns the passage's sentences, or the passage.
  static func units(of passage: Passage, template: Template) -> [PassageUnit] {
    let whole = ProseText(passage.text, markup: passage.markup)
    guard template.unit == .sentence else {
      return [PassageUnit(range: ByteRange(0, whole.bytes.count), prose: whole, isWhole: true)]
    }
    return whole.sentences.filter { whole.words(in: $0).count >= fewestWords }.map { range in
      let text = whole.string(range)
      return PassageUnit(
        range: range, prose: ProseText(text, markup: passage.markup(of: text)), isWhole: template.take == .sentences)
    }
  }
}
