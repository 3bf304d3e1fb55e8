// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendRevision
import EmendText
import Foundation

/// Writes revised documents to their files, each as soon as it is done.
final class DocumentWriter {
  private let store: DocumentStore
  private let isQuiet: Bool
  private let context: CommandContext
  /// Whether every file could be written that was to be.
  private(set) var isComplete = true

  init(_ store: DocumentStore, isQuiet: Bool, context: CommandContext) {
    self.store = store
    self.isQuiet = isQuiet
    self.context = context
  }

  /// Writes a document that has edits; if that cannot be done the reason is told, and the others are written all the same.
  ///
  /// - Returns: Whether it was written.
  @discardableResult
  func write(_ revision: Revision, of opened: OpenDocument) throws -> Bool {
    guard let file = opened.file, !revision.edits.isEmpty else { return false }
    do {
      _ = try store.write(revision.editList.applied(to: opened.document.source.bytes), replacing: file)
    } catch let failure as CommandFailure {
      context.tell("emend: \(failure.description)")
      isComplete = false
      return false
    }
    if !isQuiet {
      context.tell("\(opened.name): \(count(revision.edits.count, "edit")) written")
    }
    return true
  }
}
