// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A git repository of its own for a test, which the user's configuration has no part in.
package struct TemporaryRepository {
  package let folder: TemporaryFolder

  package init() throws {
    folder = try TemporaryFolder()
    try git("init", "--quiet", "--initial-branch=main")
  }

  /// Runs git in the repository; its failure is the test's.
  @discardableResult
  package func git(_ arguments: String...) throws -> String {
    let identity = ["-c", "user.name=Test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"]
    let run = try ProcessRun("/usr/bin/env", ["git"] + identity + arguments, in: folder.path)
    guard run.status == 0 else { throw Failure(command: arguments, message: run.errors) }
    return run.text
  }

  /// Writes a file and commits everything.
  package func commit(_ name: String, _ text: String) throws {
    try folder.write(name, text)
    try git("add", "--all")
    try git("commit", "--quiet", "--message", "Change \(name)")
  }

  package struct Failure: Error {
    let command: [String]
    let message: String
  }
}
