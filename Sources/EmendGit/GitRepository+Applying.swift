// SPDX-License-Identifier: Apache-2.0

import EmendText
import Foundation

extension GitRepository {
  /// Puts new contents into the index in place of what is staged.
  ///
  /// All of them at once: git writes another index and has it take the old one's place. A commit of some paths alone has an
  /// index of its own, and beside it the one that will be there after it; both get the contents.
  ///
  /// - Parameter gitFolder: See ``Folders/git``.
  package func stage(
    _ files: [(file: StagedFile, contents: [UInt8])], gitFolder: String
  ) async throws(GitError) {
    var entries: [UInt8] = []
    for (file, contents) in files {
      let name = try await process.output(["hash-object", "-w", "--stdin"], input: contents)
      entries += Array("\(file.mode) ".utf8) + name.prefix { $0 != .lineFeed } + [UInt8(ascii: "\t")] + file.path + [0]
    }
    guard !entries.isEmpty else { return }
    _ = try await process.output(["update-index", "-z", "--index-info"], input: entries)
    let index = ProcessInfo.processInfo.environment["GIT_INDEX_FILE"] ?? ""
    let later = "\(gitFolder)/index.lock"
    guard index.split(separator: "/").last?.hasPrefix("next-index-") == true,
      FileManager.default.fileExists(atPath: later)
    else { return }
    _ = try await GitProcess(folder: process.folder, index: later).output(
      ["update-index", "-z", "--index-info"], input: entries)
  }

  /// Applies a patch to the files of the work tree: all of it, or nothing.
  package func apply(patch path: String) async throws(GitError) {
    _ = try await process.output(["apply", "--whitespace=nowarn", path])
  }
}
