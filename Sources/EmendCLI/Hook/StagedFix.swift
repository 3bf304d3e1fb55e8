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
  private let store: DocumentStore

  init(_ repository: GitRepository, _ folders: GitRepository.Folders, context: CommandContext) {
    self.repository = repository
    self.folders = folders
    store = DocumentStore(command: "hook", in: context)
  }

  /// What became of the edits of a file.
  struct Result {
    /// Why nothing was done; `nil` if something was.
    var obstacle: String?
    /// Whether the file in the work tree could not be written.
    var failure: CommandFailure?
    /// Edits that are in the index, and not in the work tree, whose lines are others.
    var missed: [TextEdit] = []
  }

  /// Does so for all files: the index in one step, then each file in one.
  ///
  /// - Parameter revisions: Each with an edit.
  /// - Throws: ``GitError`` if the index cannot be written; nothing is then changed.
  func apply(_ revisions: [(item: StagedDocuments.Item, revision: Revision)]) async throws -> [Result] {
    let names = revisions.map(\.item.file.path).filter { String(validating: $0, as: UTF8.self) != nil }
    let unwatched = try await repository.unwatched(names)
    let files = revisions.map { file(of: $0.item, unwatched) }
    var staged: [(file: StagedFile, contents: [UInt8])] = []
    for ((item, revision), file) in zip(revisions, files) {
      guard case .success = file else { continue }
      staged.append((item.file, revision.editList.applied(to: item.opened.document.source.bytes)))
    }
    if !staged.isEmpty {
      Interruption.beginWriting()
      try await repository.stage(staged, gitFolder: folders.git)
    }
    return zip(revisions, files).map { revision, file in
      switch file {
      case .failure(let obstacle): Result(obstacle: obstacle.reason)
      case .success(let file): write(revision.revision, of: revision.item, to: file)
      }
    }
  }

  private struct Obstacle: Error { let reason: String }

  private func write(_ revision: Revision, of item: StagedDocuments.Item, to file: DocumentFile) -> Result {
    let edits = WorkTreeEdits(revision.editList, of: item.opened.document.source.bytes, in: file.bytes)
    var result = Result(missed: edits.missed)
    guard !edits.edits.isEmpty else { return result }
    do {
      _ = try store.write(edits.edits.applied(to: file.bytes), replacing: file)
    } catch {
      result.failure = error as? CommandFailure ?? CommandFailure("\(error)")
    }
    return result
  }

  /// The file in the work tree, or why what is staged of it is not edited.
  private func file(
    of item: StagedDocuments.Item, _ unwatched: Set<[UInt8]>
  ) -> Swift.Result<DocumentFile, Obstacle> {
    guard let name = String(validating: item.file.path, as: UTF8.self) else {
      return .failure(Obstacle(reason: "its name is not UTF-8"))
    }
    if unwatched.contains(item.file.path) {
      return .failure(Obstacle(reason: "git is told to look away from it (skip-worktree or assume-unchanged)"))
    }
    let path = "\(folders.top)/\(name)"
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let file = try? DocumentFile(reading: path)
    else { return .failure(Obstacle(reason: "there is no such file in the work tree")) }
    return .success(file)
  }
}
