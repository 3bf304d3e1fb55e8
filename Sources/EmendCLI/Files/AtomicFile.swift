// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Replaces the contents of files so that a reader, or a crash, finds the old bytes or the new ones, never a mixture.
package struct AtomicFile: Sendable {
  /// Where a copy goes while a file has to be written in place.
  package let backupFolder: String

  package init(backupFolder: String) { self.backupFolder = backupFolder }

  /// Writes `bytes` to the file that `original` was read from.
  ///
  /// A new file in the same folder gets mode and owner of the old one and takes its place. Where the folder forbids a new
  /// file, or other hard links would be cut off, the file is written in place with a copy beside the journal until that
  /// is done.
  /// - Throws: ``CommandFailure`` if the file changed since it was read, or cannot be written; it is then what it was.
  package func write(_ bytes: [UInt8], replacing original: DocumentFile) throws {
    let path = original.path
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(path, .last) }
    // A new file could take its place all the same; that is not what a mode without write permission asks for.
    guard access(path, W_OK) == 0 else { throw failure(path, .last) }
    try checkUnchanged(original)
    let folder = path.splitPath.folder
    if status.st_nlink > 1 { return try writeInPlace(bytes, replacing: original) }

    let temporary = Self.temporaryPath(in: folder)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor < 0 {
      let error = SystemError.last
      if [EACCES, EPERM].contains(error.code) { return try writeInPlace(bytes, replacing: original) }
      throw failure(path, error)
    }
    do {
      defer { close(descriptor) }
      try FileDescriptor.writeAll(bytes, to: descriptor)
      // Only root may give a file away: where owner and group cannot be kept, the file itself is kept and written to.
      if fchown(descriptor, status.st_uid, status.st_gid) != 0 {
        unlink(temporary)
        return try writeInPlace(bytes, replacing: original)
      }
      guard fchmod(descriptor, status.st_mode & 0o7777) == 0, fsync(descriptor) == 0 else { throw SystemError.last }
      try checkUnchanged(original)
      guard rename(temporary, path) == 0 else { throw SystemError.last }
    } catch {
      unlink(temporary)
      throw (error as? SystemError).map { failure(path, $0) } ?? error
    }
    syncFolder(folder)
    Self.removeStale(in: folder)
  }

  /// A name of its own in a folder, for a file that is to take another's place.
  static func temporaryPath(in folder: String) -> String {
    "\(folder)/.emend-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).tmp"
  }

  /// Takes away what processes that were killed have left in a folder; no write takes an hour.
  private static func removeStale(in folder: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "/" : folder)) ?? []
    where name.hasPrefix(".emend-") && name.hasSuffix(".tmp") {
      var status = stat()
      guard lstat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        status.st_uid == geteuid(), status.st_mtim.tv_sec < time(nil) - 60 * 60
      else { continue }
      unlink("\(folder)/\(name)")
    }
  }

  private func checkUnchanged(_ original: DocumentFile) throws {
    let now: DocumentFile
    do {
      now = try DocumentFile(reading: original.path)
    } catch {
      throw failure(original.path, error)
    }
    guard now.bytes == original.bytes else {
      throw CommandFailure("\(original.path) changed while emend was at work; not written, run emend again")
    }
  }

  /// The rename is on the disk only when the folder is.
  private func syncFolder(_ folder: String) {
    let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  // MARK: In place

  private func writeInPlace(_ bytes: [UInt8], replacing original: DocumentFile) throws {
    let path = original.path
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, .last) }
    defer { close(descriptor) }
    let backup = try writeBackup(of: original)
    do {
      try overwrite(descriptor, with: bytes)
    } catch {
      // The old bytes fitted on the disk a moment ago; should even that fail, the copy is there.
      do {
        try overwrite(descriptor, with: original.bytes)
      } catch {
        throw CommandFailure("cannot write \(path): \(error.description); its old text is in \(backup)")
      }
      unlink(backup)
      throw failure(path, error)
    }
    unlink(backup)
  }

  private func overwrite(_ descriptor: Int32, with bytes: [UInt8]) throws(SystemError) {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .last }
    try FileDescriptor.writeAll(bytes, to: descriptor)
    guard ftruncate(descriptor, off_t(bytes.count)) == 0, fsync(descriptor) == 0 else { throw .last }
  }

  private func writeBackup(of original: DocumentFile) throws -> String {
    let name = original.path.split(separator: "/").last.map(String.init) ?? "document"
    let backup = "\(backupFolder)/\(name).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).backup"
    do {
      try FileManager.default.createDirectory(atPath: backupFolder, withIntermediateDirectories: true)
      let descriptor = open(backup, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw SystemError.last }
      defer { close(descriptor) }
      try FileDescriptor.writeAll(original.bytes, to: descriptor)
      guard fsync(descriptor) == 0 else { throw SystemError.last }
    } catch {
      unlink(backup)
      let reason = (error as? SystemError)?.description ?? "no folder for it"
      throw CommandFailure(
        "\(original.path) must be written in place, and no copy of it can be made in \(backupFolder): \(reason); not written"
      )
    }
    return backup
  }

  private func failure(_ path: String, _ error: SystemError) -> CommandFailure {
    CommandFailure("cannot write \(path): \(error.description); the file is unchanged")
  }
}

extension CommandContext {
  /// Writes the user's files, with copies among what emend keeps of its runs.
  var atomicFile: AtomicFile {
    AtomicFile(backupFolder: (stateFolder ?? FileManager.default.temporaryDirectory.path) + "/backups")
  }
}
