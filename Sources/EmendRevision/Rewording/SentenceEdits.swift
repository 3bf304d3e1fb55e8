// SPDX-License-Identifier: Apache-2.0

import EmendText

/// A new version of a text, taken apart into parts that may be taken or left: the sentences that it changes.
///
/// ```swift
/// let edits = SentenceEdits(from: "It work. It is good. It fail.", to: "It works. It is good. It fails.")
/// edits.count               // 2
/// edits.text(taking: [1])   // "It work. It is good. It fails."
/// ```
package struct SentenceEdits: Sendable {
  private let original: String
  /// The changes of each sentence, or of several that one change goes across.
  private let parts: [[Rewording]]

  /// The number of parts; 0 for a version that cannot be taken apart.
  package var count: Int { parts.count }

  package init(from original: String, to text: String) {
    self.original = original
    let changes = Rewording.changes(from: original, to: text)
    let sentences = SentenceSplitter.sentences(in: original)
    /// The sentence that holds a byte, or comes before it.
    func sentence(at offset: Int) -> Int { max(sentences.count { $0.start <= offset } - 1, 0) }
    var parts: [[Rewording]] = []
    var last = -1
    for change in changes {
      let first = sentence(at: change.range.start)
      if first > last { parts.append([change]) } else { parts[parts.count - 1].append(change) }
      last = max(last, sentence(at: max(change.range.end - 1, change.range.start)))
    }
    // Blanks and line breaks may be all that differs, or be lost between words.
    self.parts = original.applying(parts.joined().map { $0 }) == text ? parts : []
  }

  /// Returns the text with some of its changes.
  ///
  /// - Parameter indices: Those of the parts that are taken.
  package func text(taking indices: Set<Int>) -> String {
    original.applying(parts.indices.filter(indices.contains).flatMap { parts[$0] })
  }
}
