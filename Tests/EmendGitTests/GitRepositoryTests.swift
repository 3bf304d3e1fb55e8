// SPDX-License-Identifier: Apache-2.0

import EmendGit
import EmendTestSupport
import EmendText
import Testing

struct GitRepositoryTests {
  @Test("Changed, added and removed lines are told apart")
  func changes() async throws {
    let repository = try TemporaryRepository()
    let folder = repository.folder
    try repository.commit("a [1].md", "one\ntwo\nthree\nfour\nfive\n")
    try repository.git("tag", "first")
    try folder.write("a [1].md", "one\nTWO\nthree\nfive\nsix\nseven\n")
    let git = try await GitRepository(at: folder.path)
    let path = folder.path + "/a [1].md"
    let expected = ChangedLines(changed: [2...2, 5...6], deletions: [3])
    #expect(try await git.changes(of: path, since: "HEAD") == expected)
    try repository.git("add", "--all")
    #expect(try await git.changes(of: path, since: "HEAD") == expected)
    try repository.git("commit", "--quiet", "--message", "Second")
    #expect(try await git.changes(of: path, since: "HEAD") == ChangedLines())
    #expect(try await git.changes(of: path, since: "first") == expected)
  }

  @Test("A file that git does not know is new in whole, and so is all before the first commit")
  func untracked() async throws {
    let repository = try TemporaryRepository()
    let path = try repository.folder.write("sub/a.md", "one\n")
    let git = try await GitRepository(at: repository.folder.path + "/sub")
    let everything = ChangedLines(changed: [1...Int.max])
    #expect(try await git.changes(of: path, since: "HEAD") == everything)
    try repository.commit("b.md", "b\n")
    try repository.git("rm", "--cached", "--quiet", "sub/a.md")
    #expect(try await git.changes(of: path, since: "HEAD") == everything)
  }

  @Test("A name that is no commit, an option among them, and a folder outside git are errors")
  func mistakes() async throws {
    let repository = try TemporaryRepository()
    try repository.commit("a.md", "one\n")
    let git = try await GitRepository(at: repository.folder.path)
    for name in ["nosuch", "--output=x", "HEAD:a.md"] {
      await #expect(throws: GitError.unknownRevision(name)) {
        try await git.changes(of: repository.folder.path + "/a.md", since: name)
      }
    }
    #expect(try await git.hasCommit("main"))
    let outside = try TemporaryFolder()
    await #expect(throws: GitError.noRepository(folder: outside.path)) { try await GitRepository(at: outside.path) }
  }

  @Test(
    "What a file held in a commit, whatever its name and the folder it is asked from",
    arguments: ["a.md", "a [1] ü.md", "sub/deep/tab\there.md", "-x.md", ":(top)b.md"])
  func contents(name: String) async throws {
    let repository = try TemporaryRepository()
    try repository.commit(name, "one\n")
    try repository.folder.write(name, "two\n")
    let path = repository.folder.path + "/" + name
    let folder = path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
    let git = try await GitRepository(at: folder)
    #expect(try await git.contents(of: path, at: "HEAD") == Array("one\n".utf8))
    try repository.git("rm", "--quiet", "--force", "--", "./" + name)
    try repository.git("commit", "--quiet", "--message", "Removed")
    #expect(try await GitRepository(at: repository.folder.path).contents(of: path, at: "HEAD") == nil)
    #expect(
      try await GitRepository(at: repository.folder.path).contents(of: path, at: "HEAD~1") == Array("one\n".utf8))
  }

  @Test("A file that is not in a commit has no contents there; an unknown commit is an error, the first may be missing")
  func noContents() async throws {
    let repository = try TemporaryRepository()
    let git = try await GitRepository(at: repository.folder.path)
    let path = repository.folder.path + "/a.md"
    #expect(try await git.contents(of: path, at: "HEAD") == nil)
    try repository.commit("b.md", "one\n")
    #expect(try await git.contents(of: path, at: "HEAD") == nil)
    await #expect(throws: GitError.unknownRevision("nowhere")) { try await git.contents(of: path, at: "nowhere") }
  }
}
