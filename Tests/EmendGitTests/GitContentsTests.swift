// SPDX-License-Identifier: Apache-2.0

import EmendGit
import EmendTestSupport
import Foundation
import Testing

/// What is a file in a commit, and what is none.
struct GitContentsTests {
  private func contents(_ repository: TemporaryRepository, _ name: String, at revision: String = "HEAD") async throws
    -> [UInt8]?
  {
    try await GitRepository(at: repository.folder.path).contents(
      of: repository.folder.path + "/" + name, at: revision)
  }

  @Test("A link is no file: where it leads is not what a document held")
  func link() async throws {
    let repository = try TemporaryRepository()
    let path = repository.folder.path + "/a.md"
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "b.md")
    try repository.commit("b.md", "one\n")
    #expect(try await contents(repository, "a.md") == nil)
    #expect(try await contents(repository, "b.md") == Array("one\n".utf8))
  }

  @Test("A folder is no file, nor is what begins or ends like one")
  func folder() async throws {
    let repository = try TemporaryRepository()
    try repository.commit("sub/a.md", "one\n")
    for name in ["sub", "sub/a", "a.md", "sub/*.md", "sub/a.m?"] {
      #expect(try await contents(repository, name) == nil, "\(name)")
    }
  }

  @Test("The bytes are those of the commit: no line ending is turned, an executable file is one, an empty one, too")
  func bytes() async throws {
    let repository = try TemporaryRepository()
    try repository.folder.write(".gitattributes", "*.md text eol=crlf\n")
    try repository.commit("a.md", "one\r\n\u{FEFF}tw\u{F6}")
    try repository.commit("empty.md", "")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: repository.folder.path + "/empty.md")
    try repository.git("add", "--all")
    try repository.git("commit", "--quiet", "--allow-empty", "--message", "Mode")
    #expect(try await contents(repository, "a.md") == Array("one\n\u{FEFF}tw\u{F6}".utf8))
    #expect(try await contents(repository, "empty.md") == [])
  }

  @Test("A file deleted in the work tree, and one only staged")
  func workTree() async throws {
    let repository = try TemporaryRepository()
    try repository.commit("a.md", "one\n")
    try FileManager.default.removeItem(atPath: repository.folder.path + "/a.md")
    #expect(try await contents(repository, "a.md") == Array("one\n".utf8))
    try repository.folder.write("b.md", "two\n")
    try repository.git("add", "b.md")
    #expect(try await contents(repository, "b.md") == nil)
  }

  @Test("Names that are no commits are errors, an option and a tree among them")
  func mistakes() async throws {
    let repository = try TemporaryRepository()
    try repository.commit("a.md", "one\n")
    for name in ["", "nosuch", "--name-only", "HEAD:a.md", "HEAD^{tree}"] {
      await #expect(throws: GitError.unknownRevision(name)) { try await contents(repository, "a.md", at: name) }
    }
  }
}
