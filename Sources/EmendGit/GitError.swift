// SPDX-License-Identifier: Apache-2.0

/// Why git could not be asked.
package enum GitError: Error, Equatable, Sendable {
  /// There is no program named `git` on the search path, or it cannot be run.
  case notInstalled
  /// The folder lies in no work tree.
  case noRepository(folder: String)
  /// No commit has this name.
  case unknownRevision(String)
  /// git ended with this status and said this.
  case failed(command: String, message: String)
}

extension GitError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notInstalled:
      "git is needed for this and cannot be run; install it, or leave out what needs it"
    case .noRepository(let folder):
      "\(folder) is not in a git repository, so there is no older version to compare with"
    case .unknownRevision(let name):
      "git knows no commit \"\(name)\"; name a branch, a tag or a commit"
    case .failed(_, let message) where message.contains("lazy fetching disabled"):
      "this clone is partial and lacks an older version that is needed, and emend fetches nothing; 'git diff' with that commit does"
    case .failed(let command, let message):
      "git \(command) failed: \(message.isEmpty ? "it gave no reason" : message)"
    }
  }
}
