// SPDX-License-Identifier: Apache-2.0

package import EmendText
import Subprocess

/// A folder in a git work tree, asked through the program `git`.
///
/// ```swift
/// let repository = try await GitRepository(at: "/home/me/blog/posts")
/// try await repository.changes(of: "/home/me/blog/posts/one.md", since: "HEAD").changed  // [3...4]
/// ```
package struct GitRepository: Sendable {
  private let folder: String

  /// - Throws: ``GitError/noRepository(folder:)`` if `folder` lies in no work tree.
  package init(at folder: String) async throws(GitError) {
    self.folder = folder
    let answer = try await git(["rev-parse", "--is-inside-work-tree"])
    guard answer.status == 0, answer.output.starts(with: "true".utf8) else { throw .noRepository(folder: folder) }
  }

  /// Whether a commit has this name.
  package func hasCommit(_ name: String) async throws(GitError) -> Bool {
    try await git(["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"]).status == 0
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
    guard try await git(["ls-files", "--error-unmatch", "--", literal(path)]).status == 0 else { return everything }
    let arguments = [
      "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--end-of-options",
      revision,
      "--", literal(path),
    ]
    let answer = try await git(arguments)
    guard answer.status == 0 else { throw .failed(command: "diff", message: answer.message) }
    return ChangedLines(unifiedDiff: answer.output)
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
    let listed = try await git(["ls-tree", "-z", "--full-name", revision, "--", path])
    guard listed.status == 0 else { throw .failed(command: "ls-tree", message: listed.message) }
    // "100644 blob <object>\t<path>"; 120000 is a symbolic link, whose blob is where it leads.
    let fields = listed.output.split(separator: UInt8(ascii: "\t")).first?.split(separator: .space) ?? []
    guard fields.count == 3, fields[0].starts(with: "100".utf8), fields[1].elementsEqual("blob".utf8) else {
      return nil
    }
    let blob = try await git(["cat-file", "blob", String(decoding: fields[2], as: UTF8.self)])
    guard blob.status == 0 else { throw .failed(command: "cat-file", message: blob.message) }
    return blob.output
  }

  /// A path in which no character has a meaning for git.
  private func literal(_ path: String) -> String { ":(literal)\(path)" }

  private struct Answer {
    var status: Int32
    var output: [UInt8]
    /// The first line of what git said on standard error.
    var message: String
  }

  private func git(_ arguments: [String]) async throws(GitError) -> Answer {
    do {
      let result = try await run(
        .name("git"), arguments: Arguments(["-C", folder] + arguments), output: .bytes(limit: 1 << 28),
        error: .string(limit: 1 << 16))
      let status: Int32 =
        switch result.terminationStatus {
        case .exited(let code): code
        case .signaled(let code): 128 + code
        }
      let message = result.standardError.split(separator: "\n").first.map(String.init) ?? ""
      return Answer(status: status, output: result.standardOutput, message: message)
    } catch {
      throw .notInstalled
    }
  }
}
