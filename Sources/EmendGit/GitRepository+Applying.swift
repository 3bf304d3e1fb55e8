// SPDX-License-Identifier: Apache-2.0

import EmendText
import Foundation

extension GitRepository {
  /// Puts new contents into the index in place of what is staged.
  ///
  /// All of them at once: git writes another index and has it take the old one's place. A commit of some paths alone has an
  /// index of its own, and beside it the one that will be there after it; both get the contents.
  ///
  /// - Parameters:
  ///   - files: With paths in UTF-8.
  ///   - gitFolder: See ``Folders/git``.
  /// - Throws: ``GitError`` if nothing was changed.
  package func stage(
    _ files: [(file: StagedFile, contents: [UInt8])], gitFolder: String
  ) async throws(GitError) {
    guard !files.isEmpty else { return }
    var entries: [String] = []
    for (file, contents) in files {
      let name = try await process.output(["hash-object", "-w", "--stdin"], input: contents)
      let object = String(decoding: name.prefix { $0 != .lineFeed }, as: UTF8.self)
      entries += ["--cacheinfo", "\(file.mode),\(object),\(String(decoding: file.path, as: UTF8.self))"]
    }
    // Without --add it fails on an index that has not these files: one that git has given up in the meantime, and that
    // would else be made anew with these files alone.
    let arguments = ["update-index"] + entries
    if let index = ProcessInfo.processInfo.environment["GIT_INDEX_FILE"],
      index.split(separator: "/").last?.hasPrefix("next-index-") == true
    {
      let later = "\(gitFolder)/index.lock"
      guard FileManager.default.fileExists(atPath: later) else {
        throw .failed(command: "commit", message: "the index of after this commit cannot be told")
      }
      _ = try await GitProcess(folder: process.folder, index: later).output(arguments)
    }
    _ = try await process.output(arguments)
  }

  /// The files that git is told not to look at in the work tree (skip-worktree), or to take for unchanged; new contents would
  /// end that.
  ///
  /// - Parameter paths: In UTF-8.
  package func unwatched(_ paths: [[UInt8]]) async throws(GitError) -> Set<[UInt8]> {
    guard !paths.isEmpty else { return [] }
    let names = paths.map { ":(top,literal)" + String(decoding: $0, as: UTF8.self) }
    let output = try await process.output(["ls-files", "-v", "-z", "--full-name", "--"] + names)
    // "<tag> <path> NUL"; H is what git looks at.
    return Set(
      output.split(separator: 0).filter { $0.first != UInt8(ascii: "H") }.map { Array($0.dropFirst(2)) })
  }

  /// Whether a patch can be applied to the files of the work tree.
  package func canApply(patch path: String) async throws(GitError) -> Bool {
    try await process.run(["apply", "--check", path]).status == 0
  }

  /// Returns the files that a patch changes, as paths from the top of the work tree.
  package func files(changedBy patch: String) async throws(GitError) -> [[UInt8]] {
    // "<added> TAB <removed> TAB <path> NUL"
    try await process.output(["apply", "--numstat", "-z", patch]).split(separator: 0).map { record in
      Array(record.split(separator: UInt8(ascii: "\t"), maxSplits: 2, omittingEmptySubsequences: false).last ?? [])
    }
  }

  /// Applies a patch to the files of the work tree; where one of them cannot be written, those before it are.
  package func apply(patch path: String) async throws(GitError) {
    _ = try await process.output(["apply", "--whitespace=nowarn", path])
  }
}
