// SPDX-License-Identifier: Apache-2.0

package import EmendText

/// A folder in a git work tree, asked through the program `git`.
///
/// ```swift
/// let repository = try await GitRepository(at: "/home/me/blog/posts")
/// try await repository.changes(of: "/home/me/blog/posts/one.md", since: "HEAD").changed  // [3...4]
/// ```
package struct GitRepository: Sendable {
  let process: GitProcess

  /// A folder of which the caller knows that it lies in a work tree, as that of a hook does.
  package init(trusting folder: String) { process = GitProcess(folder: folder) }

  /// - Throws: ``GitError/noRepository(folder:)`` if `folder` lies in no work tree.
  package init(at folder: String) async throws(GitError) {
    process = GitProcess(folder: folder)
    let answer = try await process.run(["rev-parse", "--is-inside-work-tree"])
    guard answer.status == 0, answer.output.starts(with: "true".utf8) else { throw .noRepository(folder: folder) }
  }

  /// Whether a commit has this name.
  package func hasCommit(_ name: String) async throws(GitError) -> Bool {
    try await process.run(["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"]).status == 0
  }

  /// Returns what is other in a file of the work tree than in a commit.
  ///
  /// A file that git does not track, or that the commit does not have, is new from its first line to its last; so is every
  /// file before the first commit.
  ///
  /// - Parameters:
  ///   - path: An absolute path.
  ///   - revision: The name of a commit.
  /// - Returns: Lines counted at line feeds alone, as git counts them.
  package func changes(of path: String, since revision: String) async throws(GitError) -> ChangedLines {
    let everything = ChangedLines(changed: [1...Int.max])
    guard try await hasCommit(revision) else {
      if revision == "HEAD" { return everything }
      throw .unknownRevision(revision)
    }
    guard try await process.run(["ls-files", "--error-unmatch", "--", literal(path)]).status == 0 else {
      return everything
    }
    let arguments = [
      "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--end-of-options",
      revision,
      "--", literal(path),
    ]
    return ChangedLines(unifiedDiff: try await process.output(arguments))
  }

  /// Returns what a file held in a commit; `nil` if the commit does not have it, or has a symbolic link of that name.
  ///
  /// - Parameters:
  ///   - path: An absolute path.
  ///   - revision: The name of a commit.
  package func contents(of path: String, at revision: String) async throws(GitError) -> [UInt8]? {
    guard try await hasCommit(revision) else {
      if revision == "HEAD" { return nil }
      throw .unknownRevision(revision)
    }
    // Asked by its name from the top of the work tree, which git tells; none for a file that it does not track.
    let listed = try await process.output(["ls-tree", "-z", "--full-name", revision, "--", path])
    // "100644 blob <object>\t<path>"; 120000 is a symbolic link, whose blob is where it leads.
    let fields = listed.split(separator: UInt8(ascii: "\t")).first?.split(separator: .space) ?? []
    guard fields.count == 3, fields[0].starts(with: "100".utf8), fields[1].elementsEqual("blob".utf8) else {
      return nil
    }
    return try await process.output(["cat-file", "blob", String(decoding: fields[2], as: UTF8.self)])
  }

  /// A path in which no character has a meaning for git.
  private func literal(_ path: String) -> String { ":(literal)\(path)" }
}
