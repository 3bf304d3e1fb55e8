// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendRevision
import EmendText

/// A document while its edits are decided about, and what was taken so far.
struct ReviewedDocument {
  let opened: OpenDocument
  /// Passages that the model has not been heard about.
  private(set) var coming: Int
  /// What is done with its edits without asking.
  var rest: Rest?
  private(set) var taken: [(passage: Passage, text: String)] = []
  private(set) var declined = 0
  /// As it is now.
  private var file: DocumentFile?

  enum Rest {
    case take, decline
    /// It could not be written: nothing is taken any more.
    case passOver
  }

  init(_ opened: OpenDocument, passages: Int) {
    self.opened = opened
    coming = passages
    file = opened.file
  }

  var document: MarkdownDocument { opened.document }

  mutating func hear() { coming -= 1 }
  mutating func decline() { declined += 1 }

  /// Writes the file with one more edit.
  ///
  /// - Returns: What would change besides; the edit is then not taken.
  /// - Throws: ``CommandFailure`` if the file cannot be written; it is then what it was.
  mutating func take(_ text: String, for passage: Passage, in store: DocumentStore) throws -> StructureChange? {
    let all = taken + [(passage, text)]
    if let change = document.structureChange(replacing: all) { return change }
    guard let file else { return nil }
    let edits = EditList(all.map { $0.passage.edit(to: $0.text) })
    self.file = try store.write(edits.applied(to: document.source.bytes), replacing: file)
    taken = all
    return nil
  }
}
