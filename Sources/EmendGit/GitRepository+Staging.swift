// SPDX-License-Identifier: Apache-2.0

import EmendText
import Foundation

extension GitRepository {
  /// Returns the Markdown files that a commit of the index would change.
  ///
  /// - Parameter revision: What to compare with; `nil` for the last commit, before the first for nothing.
  package func stagedMarkdown(since revision: String? = nil) async throws(GitError) -> [StagedFile] {
    let arguments =
      ["diff", "--cached", "--raw", "-z", "--patch", "--unified=0", "--inter-hunk-context=0", "--no-abbrev"]
      + [
        "--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--text", "--submodule=short",
        "--find-renames", "--diff-filter=ACMR",
      ]
      + (revision.map { ["--end-of-options", $0] } ?? []) + ["--", ":(top,icase)*.md", ":(top,icase)*.markdown"]
    let answer = try await process.run(arguments)
    if answer.status != 0 {
      // Where there is no repository, or none that may be used, diff speaks of its options; another command says why.
      _ = try await folders()
      throw .failed(command: "diff", message: answer.message)
    }
    return StagedFile.files(inDiff: answer.output)
  }

  /// The folders that a hook needs to know.
  package struct Folders: Equatable, Sendable {
    /// The work tree's top.
    package let top: String
    /// Where this work tree's index and head are: `.git`, or a folder of its own in it.
    package let git: String
    /// Where git looks for hooks, which `core.hooksPath` may say.
    package let hooks: String
  }

  package func folders() async throws(GitError) -> Folders {
    let answer = try await process.run([
      "rev-parse", "--path-format=absolute", "--show-toplevel", "--absolute-git-dir", "--git-path", "hooks",
    ])
    let lines = String(decoding: answer.output, as: UTF8.self).split(separator: "\n").map(String.init)
    guard answer.status == 0, lines.count == 3 else {
      throw answer.message.contains("not a git repository")
        ? .noRepository(folder: process.folder) : .failed(command: "rev-parse", message: answer.message)
    }
    return Folders(top: lines[0], git: lines[1], hooks: lines[2])
  }

  /// The commits that an unfinished merge, cherry-pick, revert or rebase takes text from.
  ///
  /// A revert takes it from before the commit that it undoes.
  ///
  /// - Parameter gitFolder: See ``Folders/git``.
  package func otherSides(gitFolder: String) -> [String] {
    let isRebasing = ["rebase-merge", "rebase-apply"].contains {
      FileManager.default.fileExists(atPath: "\(gitFolder)/\($0)")
    }
    // git leaves this one behind.
    let rebased = isRebasing ? [("REBASE_HEAD", "")] : []
    return ([("MERGE_HEAD", ""), ("CHERRY_PICK_HEAD", ""), ("REVERT_HEAD", "^")] + rebased).flatMap { name, suffix in
      let text = (try? String(contentsOfFile: "\(gitFolder)/\(name)", encoding: .utf8)) ?? ""
      return text.split(whereSeparator: \.isNewline).map { String($0) + suffix }
    }
  }

  /// Leaves of staged files the lines that none of the commit's sides had: what a merge or the like brings in from others is
  /// left out, whole files and lines.
  package func own(_ files: [StagedFile], gitFolder: String) async throws(GitError) -> [StagedFile] {
    var files = files
    for commit in otherSides(gitFolder: gitFolder) where !files.isEmpty {
      guard try await hasCommit(commit) else { continue }
      let changes = try await stagedMarkdown(since: commit)
      files = files.compactMap { file in
        guard let other = changes.first(where: { $0.path == file.path }) else { return nil }
        var own = file
        own.changes = file.changes.common(with: other.changes)
        return own
      }
    }
    return files
  }

  /// Returns the contents of objects, in order.
  ///
  /// - Throws: ``GitError`` if one is not there.
  package func contents(ofObjects names: [String]) async throws(GitError) -> [[UInt8]] {
    guard !names.isEmpty else { return [] }
    let output = try await process.output(
      ["cat-file", "--batch"], input: Array((names.joined(separator: "\n") + "\n").utf8))
    var rest = output[...]
    var contents: [[UInt8]] = []
    for name in names {
      // "<name> blob <size>\n<contents>\n", or "<name> missing\n".
      let header = rest.prefix { $0 != .lineFeed }
      let words = header.split(separator: .space)
      guard words.count == 3, let size = Int(String(decoding: words[2], as: UTF8.self)),
        rest.count > header.count + size
      else { throw .failed(command: "cat-file", message: "there is no object \(name)") }
      rest = rest.dropFirst(header.count + 1)
      contents.append(Array(rest.prefix(size)))
      rest = rest.dropFirst(size + 1)
    }
    return contents
  }

  /// The files that git changes on their way into the index or out of it, by a filter such as Git LFS's, in another encoding
  /// than UTF-8, or by keywords.
  package func filtered(_ paths: [[UInt8]]) async throws(GitError) -> Set<[UInt8]> {
    guard !paths.isEmpty else { return [] }
    let output = try await process.output(
      ["check-attr", "--cached", "-z", "--stdin", "filter", "working-tree-encoding", "ident"],
      input: paths.flatMap { $0 + [0] })
    let fields = output.split(separator: 0, omittingEmptySubsequences: false).map(Array.init)
    var filtered: Set<[UInt8]> = []
    // "<path> NUL <attribute> NUL <value> NUL"
    for index in stride(from: 0, to: fields.count - 2, by: 3)
    where !["unspecified", "unset"].contains(String(decoding: fields[index + 2], as: UTF8.self)) {
      filtered.insert(fields[index])
    }
    return filtered
  }
}
