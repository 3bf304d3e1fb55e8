// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

/// `emend verify --changed`.
struct VerifyChangedTests {
  private let old = "It took 14 days, more or less.\n"
  private let new = "It took 15 days, more or less.\n"

  private func verify(_ arguments: String..., in folder: TemporaryFolder) async throws -> CommandRun {
    try await CommandRun(["verify"] + arguments, in: folder, hasModel: false, model: plainSpeaker)
  }

  @Test("Against a branch, a tag, an earlier commit; nothing changed since the last is nothing to say")
  func revisions() async throws {
    let repository = try TemporaryRepository()
    try repository.commit("a.md", old)
    try repository.git("tag", "first")
    try repository.commit("a.md", new)
    for revision in ["first", "HEAD~1", "main~1"] {
      let run = try await verify("--changed", revision, "a.md", in: repository.folder)
      #expect(run.status == 1)
      #expect(run.output == "a.md:1: the number 14 is missing (was \(revision):a.md:1) [numbers]\n")
    }
    let same = try await verify("--changed", "a.md", in: repository.folder)
    #expect(same.status == 0 && same.output == "")
    #expect(same.errors == "1 passage, 0 changed: 0 checks failed, 0 passages not checked\n")
  }

  @Test("Several files and folders, each file once")
  func several() async throws {
    let repository = try TemporaryRepository()
    for name in ["a.md", "sub/b ü.md", "sub/c.txt"] { try repository.commit(name, old) }
    for name in ["a.md", "sub/b ü.md", "sub/c.txt"] { try repository.folder.write(name, new) }
    let run = try await verify("--changed", "HEAD", "sub", "a.md", "./a.md", in: repository.folder)
    #expect(run.status == 1)
    #expect(run.output.split(separator: "\n").map { $0.prefix { $0 != ":" } } == ["sub/b ü.md", "a.md"])
  }

  @Test("A file that is not in the commit is told of and makes the status another; the others are compared")
  func untracked() async throws {
    let repository = try TemporaryRepository()
    try repository.commit("a.md", old)
    try repository.folder.write("b.md", new)
    let run = try await verify("--changed", "HEAD", "b.md", "a.md", in: repository.folder)
    #expect(run.status == 3)
    let message = "b.md: not checked: it is not in HEAD, so there is nothing to compare it with\n"
    #expect(run.errors.hasPrefix(message + "1 passage, 0 changed"))
    #expect(try await verify("--changed", "HEAD", "b.md", "-q", in: repository.folder).errors == message)
  }

  @Test("Before the first commit no file has anything to be compared with")
  func noCommit() async throws {
    let repository = try TemporaryRepository()
    try repository.folder.write("a.md", new)
    let run = try await verify("--changed", "a.md", in: repository.folder)
    #expect(run.status == 3 && run.output == "")
  }

  @Test("A file outside git, a missing file, a folder without Markdown, no file at all: could not run")
  func mistakes() async throws {
    let repository = try TemporaryRepository()
    try repository.commit("a.md", old)
    try repository.folder.write("empty/x.txt", new)
    let missing = try await verify("--changed", "HEAD", "none.md", in: repository.folder)
    #expect(missing.status == 2 && missing.errors == "emend: none.md: no such file\n")
    let empty = try await verify("--changed", "HEAD", "empty", in: repository.folder)
    #expect(empty.status == 2)
    #expect(empty.errors.contains("no Markdown files (*.md, *.markdown) in the folder empty"))
    #expect(try await verify("--changed", in: repository.folder).status == 2)
    let outside = try TemporaryFolder()
    try outside.write("a.md", new)
    let run = try await verify("--changed", "HEAD", "a.md", in: outside)
    #expect(run.status == 2 && run.errors.contains("is not in a git repository"))
  }

  @Test("A file that .emendignore names is left alone, and it is said")
  func ignored() async throws {
    let repository = try TemporaryRepository()
    try repository.commit("a.md", old)
    try repository.folder.write("a.md", new)
    try repository.folder.write(".emendignore", "a.md\n")
    let run = try await verify("--changed", "HEAD", "a.md", in: repository.folder)
    #expect(run.status == 0 && run.output == "")
    #expect(run.errors.contains("a.md: left alone, ignored by "))
  }

  @Test("What the commit has that is no text is told with its name")
  func binary() async throws {
    let repository = try TemporaryRepository()
    try repository.commit("a.md", "a\u{0}b")
    try repository.folder.write("a.md", new)
    let run = try await verify("--changed", "a.md", in: repository.folder)
    #expect(run.status == 2 && run.errors.hasPrefix("emend: HEAD:a.md: not a text file"))
  }
}
