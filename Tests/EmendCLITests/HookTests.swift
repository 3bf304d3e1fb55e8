// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

/// The hook in real repositories, called by git, with the real model.
@Suite(.serialized)
struct HookTests {
  static let bad =
    "Due to the fact that the model is small, I made the attempt to utilise it in each and every one of my posts."
  static let good = bad.replacing("utilise", with: "use")

  /// One home for all, so that the model is asked once.
  private static let home = Result { try TemporaryFolder() }

  private func run(_ script: String, mode: String = "report", in folder: TemporaryFolder) throws -> ProcessRun {
    try folder.write("repository/.keep", "")
    return try ProcessRun(
      "/bin/sh", ["-c", HookCases.preamble + script], in: folder.path + "/repository",
      environment: [
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": try Self.home.get().path, "EMEND": ProgramTests.program,
        "EMEND_THREADS": "1", "TEMPLATES": Repository.root + "/templates", "BAD": Self.bad, "GOOD": Self.good,
        "MODE": mode, "LC_ALL": "C.UTF-8",
        "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@localhost", "GIT_COMMITTER_NAME": "Test",
        "GIT_COMMITTER_EMAIL": "test@localhost", "GIT_EDITOR": "true",
      ])
  }

  @Test("A report shows suggestions and changes nothing; they can be applied", arguments: HookCases.commits.map(\.name))
  func report(name: String) throws {
    let script = try #require(HookCases.commits.first { $0.name == name }).script
    let run = try run(
      """
      \(script)
      staged post.md | has "$BAD"; has "$BAD" <post.md
      has '+Due to the fact' <"$(git rev-parse --git-dir)/emend/pre-commit.patch"
      "$EMEND" hook apply; has "$GOOD" <post.md
      """, in: TemporaryFolder())
    #expect(run.status == 0, "\(run.errors)\(run.text)")
    #expect(run.errors.contains("[-utilise-]{+use+}"), "\(run.errors)")
  }

  @Test("A fix is in the commit and in the work tree", arguments: HookCases.commits.map(\.name))
  func fix(name: String) throws {
    let script = try #require(HookCases.commits.first { $0.name == name }).script
    let run = try run(
      """
      \(script)
      staged post.md | has "$GOOD"; has "$GOOD" <post.md
      test -z "$(git status --porcelain -- post.md)"; git diff --quiet -- post.md; git fsck --strict 2>&1 | hasnot error
      """, mode: "fix", in: TemporaryFolder())
    #expect(run.status == 0, "\(run.errors)\(run.text)")
  }

  @Test("Special cases", arguments: (HookCases.special + HookCases.undo).map(\.name))
  func special(name: String) throws {
    let found = try #require((HookCases.special + HookCases.undo).first { $0.name == name })
    let run = try run(found.script, mode: found.mode, in: TemporaryFolder())
    #expect(run.status == 0, "\(run.errors)\(run.text)")
  }
}
