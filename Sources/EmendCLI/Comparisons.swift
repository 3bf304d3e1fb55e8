// SPDX-License-Identifier: Apache-2.0

import EmendGit
import EmendMarkdown
import EmendText
import Foundation

/// Older and newer versions of documents, each to be compared.
struct Comparisons {
  struct Item {
    let oldName: String
    let old: MarkdownDocument
    let new: OpenDocument
    /// Whether passages that are new or gone are passed over, as is usual between two commits.
    var isCommit = false
    /// The lines of the new one that count; `nil` for all.
    var lines: ChangedLines?
  }

  private(set) var found: [Item] = []
  /// Whether these are all that were asked for.
  private(set) var isComplete = true

  /// Two files, or files and what they were in a commit.
  ///
  /// - Parameter changed: What `--changed` says; see ``ChangedOption``.
  init(
    _ paths: [String], changed: String?, rules: IgnoreRules, isQuiet: Bool, in context: CommandContext
  ) async throws {
    let (paths, revision) = try await ChangedOption.read(changed, paths, in: context)
    guard let revision else {
      let documents = try paths.map { path in
        try context.open(path == "-" ? .standardInput : .file(path), inputName: "<stdin>")
      }
      found = [Item(oldName: documents[0].name, old: documents[0].document, new: documents[1])]
      return
    }
    let files = try InputFiles(paths, rules: rules, in: context)
    if let failure = files.failures.first { throw failure }
    if !isQuiet { for file in files.ignored { context.tell("\(file.path): left alone, ignored by \(file.reason)") } }
    for source in files.sources {
      let opened = try context.open(source, inputName: "<stdin>")
      guard let old = try await Self.document(opened, at: revision, in: context) else {
        context.tell("\(opened.name): not checked: it is not in \(revision), so there is nothing to compare it with")
        isComplete = false
        continue
      }
      found.append(Item(oldName: "\(revision):\(opened.name)", old: old, new: opened))
    }
  }

  /// What is staged, and what it was in the last commit; of new files there is nothing to compare with.
  ///
  /// In a merge or the like only what none of its sides had counts.
  ///
  /// - Parameter paths: Files; all for none.
  init(staged paths: [String], rules: IgnoreRules, in context: CommandContext) async throws {
    for path in paths where !FileManager.default.fileExists(atPath: context.absolute(path)) {
      throw CommandFailure("\(path): no such file")
    }
    do {
      let repository = GitRepository(trusting: context.currentDirectory)
      async let places = repository.folders()
      let staged = try await repository.stagedMarkdown()
      guard !staged.isEmpty else { return }
      let folders = try await places
      let isJoined = !repository.otherSides(gitFolder: folders.git).isEmpty
      let wanted = paths.map { Array(context.resolved($0).utf8) }
      let files = try await repository.own(staged, gitFolder: folders.git).filter { file in
        let path = Array("\(folders.top)/".utf8) + file.path
        let isWanted = wanted.contains { $0 == path || path.starts(with: $0 + [UInt8(ascii: "/")]) }
        guard file.oldObject != nil, wanted.isEmpty || isWanted else { return false }
        return try rules.reason(ignoring: String(decoding: path, as: UTF8.self)) == nil
      }
      let objects = files.flatMap { [$0.oldObject ?? $0.object, $0.object] }
      let contents = try await repository.contents(ofObjects: objects)
      for (index, file) in files.enumerated() {
        let name = file.name
        let old: MarkdownDocument
        let new: MarkdownDocument
        do throws(SourceTextError) {
          if StagedDocuments.isPointer(contents[2 * index]) || StagedDocuments.isPointer(contents[2 * index + 1]) {
            continue
          }
          old = MarkdownDocument(try SourceText(contents[2 * index]))
          new = MarkdownDocument(try SourceText(contents[2 * index + 1]))
        } catch {
          context.tell("\(name): not checked: \(error.description)")
          isComplete = false
          continue
        }
        let oldName = file.oldPath.map { String(decoding: $0, as: UTF8.self) } ?? name
        found.append(
          Item(
            oldName: "HEAD:\(oldName)", old: old, new: OpenDocument(name: name, file: nil, document: new),
            isCommit: true, lines: isJoined ? new.source.recounted(file.changes) : nil))
      }
    } catch let error as GitError {
      throw CommandFailure(error.description)
    }
  }

  private static func document(
    _ opened: OpenDocument, at revision: String, in context: CommandContext
  ) async throws -> MarkdownDocument? {
    guard let file = opened.file else { return nil }
    let folder = file.path.splitPath.folder
    do {
      let repository = try await GitRepository(at: folder.isEmpty ? "/" : folder)
      guard let bytes = try await repository.contents(of: file.path, at: revision) else { return nil }
      return MarkdownDocument(try SourceText(bytes))
    } catch let error as GitError {
      throw CommandFailure(error.description)
    } catch let error as SourceTextError {
      throw CommandFailure("\(revision):\(opened.name): \(error.description)")
    }
  }
}
