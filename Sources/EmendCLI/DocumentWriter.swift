// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendRevision
import EmendText
import Foundation

/// Writes revised documents to their files, once all answers are in.
struct DocumentWriter {
  let isQuiet: Bool
  let context: CommandContext

  /// Returns whether every file could be written; of each that could not the reason is told.
  func write(_ revisions: [(opened: OpenDocument, revision: Revision)]) throws -> Bool {
    var isWritten = true
    for (opened, revision) in revisions {
      do {
        try write(revision, of: opened)
      } catch let failure as CommandFailure {
        context.tell("emend: \(failure.description)")
        isWritten = false
      }
    }
    return isWritten
  }

  private func write(_ revision: Revision, of opened: OpenDocument) throws {
    guard let file = opened.file, !revision.edits.isEmpty else { return }
    try context.atomicFile.write(
      revision.editList.applied(to: opened.document.source.bytes), replacing: file)
    if !isQuiet {
      context.tell("\(opened.name): \(count(revision.edits.count, "edit")) written")
    }
  }
}
