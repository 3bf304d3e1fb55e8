// SPDX-License-Identifier: Apache-2.0

import EmendGit
import EmendMarkdown
import EmendRevision
import EmendText
import Foundation

/// Puts edits into what is staged, and into the work tree where that has the same lines.
struct StagedFix {
  private let repository: GitRepository
  private let folders: GitRepository.Folders
  private let context: CommandContext

  init(_ repository: GitRepository, _ folders: GitRepository.Folders, context: CommandContext) {
    self.repository = repository
    self.folders = folders
    self.context = context
  }

  /// What became of the edits of a file.
  struct Result {
    /// Not in the work tree, as in a sparse checkout: nothing was done.
    var isAbsent = false
    /// Whether the file in the work tree could not be written.
    var failure: CommandFailure?
    /// Edits that are in the index, and not in the work tree, whose lines are others.
    var missed: [TextEdit] = []
  }

  /// Does so for all files: the index in one step, then each file in one.
  ///
  /// - Throws: ``GitError`` if the index cannot be written; nothing is then changed.
  func apply(_ revisions: [(item: StagedDocuments.Item, revision: Revision)]) async throws -> [Result] {
    let files = revisions.map { file(of: $0.item) }
    var staged: [(file: StagedFile, contents: [UInt8])] = []
    for ((item, revision), file) in zip(revisions, files) where file != nil && !revision.edits.isEmpty {
      staged.append((item.file, revision.editList.applied(to: item.opened.document.source.bytes)))
    }
    guard !staged.isEmpty else { return files.map { Result(isAbsent: $0 == nil) } }
    Interruption.beginWriting()
    try await repository.stage(staged, gitFolder: folders.git)
    return zip(revisions, files).map { revision, file in
      guard let file else { return Result(isAbsent: true) }
      return write(revision.revision, of: revision.item, to: file)
    }
  }

  private func write(_ revision: Revision, of item: StagedDocuments.Item, to file: DocumentFile) -> Result {
    guard !revision.edits.isEmpty else { return Result() }
    let edits = WorkTreeEdits(revision.editList, of: item.opened.document.source.bytes, in: file.bytes)
    var result = Result(missed: edits.missed)
    guard !edits.edits.isEmpty else { return result }
    let backups = (context.stateFolder ?? FileManager.default.temporaryDirectory.path) + "/backups"
    do {
      try AtomicFile(backupFolder: backups).write(edits.edits.applied(to: file.bytes), replacing: file)
    } catch {
      result.failure = error as? CommandFailure ?? CommandFailure("\(error)")
    }
    return result
  }

  /// The file in the work tree; `nil` if there is none, or something that is no file, or it cannot be named.
  private func file(of item: StagedDocuments.Item) -> DocumentFile? {
    guard let name = String(validating: item.file.path, as: UTF8.self) else { return nil }
    let path = "\(folders.top)/\(name)"
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return try? DocumentFile(reading: path)
  }
}
