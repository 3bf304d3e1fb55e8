// SPDX-License-Identifier: Apache-2.0

import EmendGit
import EmendTestSupport
import EmendText
import Foundation
import Testing

/// What git has in its index.
struct GitStagingTests {
  private func git(_ repository: TemporaryRepository) -> GitRepository {
    GitRepository(trusting: repository.folder.path)
  }

  @Test("Staged Markdown is told with its lines, old names and objects; other files, modes, links are not")
  func staged() async throws {
    let repository = try TemporaryRepository()
    let folder = repository.folder
    try folder.write("mode.md", "x\n")
    try repository.commit("old.md", "one\ntwo\nthree\nfour\n")
    try repository.git("mv", "old.md", "new name.md")
    try folder.write("new name.md", "one\nTWO\nthree\nfour\nfive\n")
    try folder.write("fresh.MARKDOWN", "a\nb\n")
    try folder.write("other.txt", "x\n")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/link.md", withDestinationPath: "fresh.MARKDOWN")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path + "/mode.md")
    try repository.git("add", "--all")
    try folder.write("fresh.MARKDOWN", "not staged\n")
    let files = try await git(repository).stagedMarkdown()
    #expect(files.map(\.name) == ["fresh.MARKDOWN", "new name.md"])
    #expect(files.map(\.changes) == [ChangedLines(changed: [1...2]), ChangedLines(changed: [2...2, 5...5])])
    #expect(files.map { $0.oldPath.map { String(decoding: $0, as: UTF8.self) } } == [nil, "old.md"])
    #expect(files[0].oldObject == nil && files[1].oldObject != nil)
    let contents = try await git(repository).contents(ofObjects: files.map(\.object) + [files[1].oldObject!])
    #expect(contents.map { String(decoding: $0, as: UTF8.self) }.first == "a\nb\n")
    #expect(contents.last == Array("one\ntwo\nthree\nfour\n".utf8))
  }

  @Test("Before the first commit everything is new; an object that is not there is an error")
  func first() async throws {
    let repository = try TemporaryRepository()
    try repository.folder.write("a.md", "")
    try repository.folder.write("b.md", "b")
    try repository.git("add", "--all")
    let files = try await git(repository).stagedMarkdown()
    #expect(files.map(\.changes) == [ChangedLines(), ChangedLines(changed: [1...1])])
    #expect(try await git(repository).contents(ofObjects: files.map(\.object)) == [[], [0x62]])
    await #expect(throws: GitError.self) {
      try await git(repository).contents(ofObjects: [String(repeating: "1", count: 40)])
    }
  }

  @Test("New contents come into the index with their modes; the work tree is not touched")
  func stage() async throws {
    let repository = try TemporaryRepository()
    let folder = repository.folder
    try folder.write("a b.md", "one\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path + "/a b.md")
    try repository.git("add", "--all")
    let files = try await git(repository).stagedMarkdown()
    try await git(repository).stage([(files[0], Array("two\r\n".utf8))], gitFolder: folder.path + "/.git")
    #expect(try repository.git("show", ":a b.md") == "two\r\n")
    #expect(try repository.git("ls-files", "--stage").hasPrefix("100755 "))
    #expect(try folder.text("a b.md") == "one\n")
  }

  @Test("Outside a repository, and where git is not to be used, the reason is told")
  func outside() async throws {
    let folder = try TemporaryFolder()
    await #expect(throws: GitError.noRepository(folder: folder.path)) {
      try await GitRepository(trusting: folder.path).stagedMarkdown()
    }
  }
}
