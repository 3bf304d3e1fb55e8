// SPDX-License-Identifier: Apache-2.0

import EmendGit
import EmendMarkdown
import EmendText
import Foundation

/// The Markdown that a commit would bring in, as it is staged, with the passages that it touches.
struct StagedDocuments {
  struct Item {
    let file: StagedFile
    let opened: OpenDocument
    let selected: SelectedPassages
  }

  let items: [Item]
  /// Files that are not looked at, with the reason.
  let leftAlone: [(name: String, reason: String)]

  /// - Throws: ``GitError``, or ``CommandFailure`` if an `.emendignore` cannot be read.
  init(
    _ files: [StagedFile], in repository: GitRepository, folders: GitRepository.Folders,
    settings: Configuration
  ) async throws {
    let own = try await repository.own(files, gitFolder: folders.git)
    var leftAlone: [(name: String, reason: String)] = []
    let rules = IgnoreRules(excluded: settings.exclusions.map(\.value))
    let files = try own.filter { file in
      guard let reason = try rules.reason(ignoring: "\(folders.top)/\(file.name)") else { return true }
      leftAlone.append((file.name, "ignored by \(reason)"))
      return false
    }
    async let filters = repository.filtered(files.map(\.path))
    async let objects = repository.contents(ofObjects: files.map(\.object))
    let (filtered, found) = try await (filters, objects)
    let kinds = settings.include?.value ?? []
    var items: [Item] = []
    for (file, contents) in zip(files, found) {
      if filtered.contains(file.path) {
        leftAlone.append((file.name, "git filters or recodes it, as .gitattributes say"))
        continue
      }
      if Self.isPointer(contents) {
        leftAlone.append((file.name, "it is kept by Git LFS"))
        continue
      }
      do throws(SourceTextError) {
        let document = MarkdownDocument(try SourceText(contents))
        let changes = document.source.recounted(file.changes)
        // What changed is always a place.
        let selected =
          (try? document.passages(in: Selection([.changed(changes)], including: kinds))) ?? SelectedPassages()
        items.append(
          Item(
            file: file, opened: OpenDocument(name: file.name, file: nil, document: document), selected: selected))
      } catch {
        leftAlone.append((file.name, error.description))
      }
    }
    self.items = items
    self.leftAlone = leftAlone
  }

  /// Whether these bytes stand for a file that Git LFS keeps elsewhere.
  ///
  /// The format is in https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md.
  static func isPointer(_ bytes: [UInt8]) -> Bool { bytes.starts(with: "version https://git-lfs".utf8) }
}
