// SPDX-License-Identifier: Apache-2.0

import EmendCLI
import EmendTestSupport
import Foundation
import Testing

struct AtomicFileTests {
  private func write(_ text: String, to path: String, in folder: TemporaryFolder) throws {
    let file = try DocumentFile(reading: path)
    try AtomicFile(backupFolder: folder.path + "/state/backups").write(Array(text.utf8), replacing: file)
  }

  private func attributes(_ path: String) throws -> [FileAttributeKey: Any] {
    try FileManager.default.attributesOfItem(atPath: path)
  }

  @Test("Mode and owner stay, and no other file is left behind")
  func mode() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.md", "old")
    #expect(chmod(path, 0o4640) == 0)
    let owner = geteuid() == 0 ? uid_t(1) : geteuid()
    if geteuid() == 0 { #expect(chown(path, owner, 2) == 0 && chmod(path, 0o4640) == 0) }
    try write("new", to: path, in: folder)
    #expect(try folder.text("a.md") == "new")
    let attributes = try attributes(path)
    #expect(attributes[.posixPermissions] as? Int == 0o4640)
    #expect(attributes[.ownerAccountID] as? Int == Int(owner))
    #expect(try folder.contents() == ["a.md"])
  }

  @Test("A symbolic link stays one, and its target is written")
  func symbolicLink() throws {
    let folder = try TemporaryFolder()
    try folder.write("real/a.md", "old")
    #expect(symlink("real/a.md", folder.path + "/link.md") == 0)
    try write("new", to: folder.path + "/link.md", in: folder)
    #expect(try folder.text("real/a.md") == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/link.md") == "real/a.md")
    #expect(try folder.contents("real") == ["a.md"])
  }

  @Test("What a killed process left in the folder long ago goes, and nothing else")
  func stale() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.md", "old")
    let day = Date(timeIntervalSinceNow: -24 * 60 * 60)
    for name in [".emend-1-2.tmp", ".emend-notes", "x.tmp"] {
      try FileManager.default.setAttributes([.modificationDate: day], ofItemAtPath: try folder.write(name, "x"))
    }
    try folder.write(".emend-3-4.tmp", "of a process at work")
    try write("new", to: path, in: folder)
    #expect(try folder.contents() == [".emend-3-4.tmp", ".emend-notes", "a.md", "x.tmp"])
  }

  @Test("Hard links stay one file")
  func hardLink() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.md", "old and long")
    #expect(link(path, folder.path + "/b.md") == 0)
    try write("new", to: path, in: folder)
    #expect(try folder.text("b.md") == "new")
    #expect(try folder.contents("state/backups").isEmpty)
  }

  @Test("A file that changed since it was read is not written")
  func changed() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.md", "old")
    let file = try DocumentFile(reading: path)
    try folder.write("a.md", "theirs")
    let error = #expect(throws: CommandFailure.self) {
      try AtomicFile(backupFolder: folder.path).write(Array("new".utf8), replacing: file)
    }
    #expect(error?.description == "\(path) changed while emend was at work; not written, run emend again")
    #expect(try folder.text("a.md") == "theirs")
    #expect(try folder.contents() == ["a.md"])
  }

  @Test("A file that was removed since is not made anew")
  func removed() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.md", "old")
    let file = try DocumentFile(reading: path)
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: CommandFailure.self) {
      try AtomicFile(backupFolder: folder.path).write(Array("new".utf8), replacing: file)
    }
    #expect(try folder.contents().isEmpty)
  }
}
