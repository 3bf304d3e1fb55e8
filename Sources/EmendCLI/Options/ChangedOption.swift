// SPDX-License-Identifier: Apache-2.0

import EmendGit
import Foundation

/// What `--changed` means: alone it stands for the last commit, and the word behind it may be a file.
enum ChangedOption {
  /// Returns the files and the commit to compare with; `nil` if that was not asked for.
  ///
  /// As with git, the word behind it is a commit if there is one of that name, else the first file.
  static func read(
    _ changed: String?, _ paths: [String], in context: CommandContext
  ) async throws -> (paths: [String], revision: String?) {
    guard let changed else { return (paths, nil) }
    let isPath = FileManager.default.fileExists(atPath: context.absolute(changed))
    if isPath {
      let isRevision = try await isCommit(changed, in: context)
      if paths.isEmpty || !isRevision { return ([changed] + paths, "HEAD") }
    }
    guard !paths.isEmpty else {
      throw CommandFailure("--changed \(changed): there is no file \(changed); name the files to look at")
    }
    return (paths, changed)
  }

  private static func isCommit(_ name: String, in context: CommandContext) async throws -> Bool {
    do {
      return try await GitRepository(at: context.currentDirectory).hasCommit(name)
    } catch .noRepository {
      return false
    } catch {
      throw CommandFailure(error.description)
    }
  }
}
