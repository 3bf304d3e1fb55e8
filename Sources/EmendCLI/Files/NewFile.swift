// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file that is not there yet, and that never takes another's place.
struct NewFile {
  /// As the user calls it.
  let name: String
  /// The file itself, links of its folder followed.
  let path: String

  /// - Throws: ``CommandFailure`` if there is something of that name, or no folder for it.
  init(_ name: String, in context: CommandContext) throws {
    self.name = name
    // Not where it ends in a slash, for which there is no file.
    path = name.hasSuffix("/") ? context.absolute(name) : context.resolved(name)
    var status = stat()
    guard lstat(path, &status) != 0 else { throw exists }
    let folder = path.splitPath.folder
    guard stat(folder.isEmpty ? "/" : folder, &status) == 0 else {
      throw CommandFailure("cannot write \(name): there is no folder \(folder)")
    }
    guard access(folder.isEmpty ? "/" : folder, W_OK) == 0 else { throw failure(.last) }
  }

  /// Writes the file, or leaves nothing.
  ///
  /// The bytes go to a file beside it, which then gets its name, unless something has taken that in the meantime.
  func write(_ bytes: [UInt8]) throws {
    let temporary = AtomicFile.temporaryPath(in: path.splitPath.folder)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(.last) }
    defer { unlink(temporary) }
    do {
      defer { close(descriptor) }
      try FileDescriptor.writeAll(bytes, to: descriptor)
      guard fsync(descriptor) == 0 else { throw SystemError.last }
    } catch {
      throw failure((error as? SystemError) ?? .last)
    }
    // Unlike a rename, a link fails where there is something of that name.
    guard link(temporary, path) == 0 else {
      let error = SystemError.last
      if error.code == EEXIST { throw exists }
      return try writeInPlace(bytes)
    }
  }

  /// Where the file system has no links.
  private func writeInPlace(_ bytes: [UInt8]) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      let error = SystemError.last
      throw error.code == EEXIST ? exists : failure(error)
    }
    do {
      defer { close(descriptor) }
      try FileDescriptor.writeAll(bytes, to: descriptor)
      guard fsync(descriptor) == 0 else { throw SystemError.last }
    } catch {
      unlink(path)
      throw failure((error as? SystemError) ?? .last)
    }
  }

  private var exists: CommandFailure {
    CommandFailure("\(name) is there already, and is not overwritten; name another file, or remove it first")
  }

  private func failure(_ error: SystemError) -> CommandFailure {
    CommandFailure("cannot write \(name): \(error.description); nothing was written")
  }
}
