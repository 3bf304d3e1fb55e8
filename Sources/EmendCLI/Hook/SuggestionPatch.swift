// SPDX-License-Identifier: Apache-2.0

import EmendGit
import EmendMarkdown
import EmendRevision
import EmendText
import Foundation

/// The suggestions of the last hook as a patch in git's folder.
struct SuggestionPatch {
  let path: String

  /// - Parameter gitFolder: Where this work tree's index is.
  init(gitFolder: String) { path = "\(gitFolder)/emend/pre-commit.patch" }

  var exists: Bool { FileManager.default.fileExists(atPath: path) }

  /// Keeps suggestions in place of those of an earlier commit; none for none.
  ///
  /// - Throws: ``CommandFailure`` if it cannot be written.
  func put(_ revisions: [(item: StagedDocuments.Item, revision: Revision)]) throws {
    let bytes = revisions.flatMap { item, revision in
      UnifiedPatch(path: item.file.path, source: item.opened.document.source.bytes, edits: revision.editList).bytes
    }
    do {
      if bytes.isEmpty {
        if exists { try FileManager.default.removeItem(atPath: path) }
      } else {
        try FileManager.default.createDirectory(atPath: path.splitPath.folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
      }
    } catch {
      throw CommandFailure("cannot write the suggestions to \(path): \(error.localizedDescription)")
    }
  }
}
