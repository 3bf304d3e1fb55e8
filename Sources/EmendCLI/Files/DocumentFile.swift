// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file as it was read, to be replaced only while it is still that.
package struct DocumentFile: Equatable, Sendable {
  /// The file itself, symbolic links followed.
  package let path: String
  package let bytes: [UInt8]

  /// A file that was just written.
  init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// Reads a regular file.
  ///
  /// - Throws: ``SystemError``; `EISDIR` for a folder, `EINVAL` for anything else that is not a file.
  package init(reading path: String) throws(SystemError) {
    guard let resolved = realpath(path, nil) else { throw .last }
    defer { free(resolved) }
    self.path = String(cString: resolved)
    let descriptor = open(self.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .last }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw SystemError(code: EISDIR)
    default: throw SystemError(code: EINVAL)
    }
    bytes = try FileDescriptor.readAll(descriptor)
  }
}
