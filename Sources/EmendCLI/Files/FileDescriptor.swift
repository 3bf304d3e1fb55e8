// SPDX-License-Identifier: Apache-2.0

import Foundation

/// An error of the operating system, with its own words for it.
package struct SystemError: Error, Equatable, CustomStringConvertible {
  package let code: Int32

  /// The error of the call that failed just now.
  static var last: SystemError { SystemError(code: errno) }

  package var description: String { String(cString: strerror(code)) }
}

/// Reading and writing whole contents; a short count or a signal in the middle is no error.
enum FileDescriptor {
  static func readAll(_ descriptor: Int32) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .last }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
    var position = 0
    while position < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        write(descriptor, buffer.baseAddress! + position, buffer.count - position)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .last }
      position += count
    }
  }
}
