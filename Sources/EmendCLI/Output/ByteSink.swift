// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Where results or messages go.
package protocol ByteSink: Sendable {
  /// Whether a person is likely to look at it.
  var isTerminal: Bool { get }
  /// The width of the terminal, in columns; `nil` if it is none or its width is not known.
  var columns: Int? { get }
  /// Writes all bytes, or throws a ``CommandFailure``.
  func write(_ bytes: [UInt8]) throws
}

/// An open file descriptor.
package struct FileDescriptorSink: ByteSink {
  private let descriptor: Int32
  private let name: String

  package init(_ descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  package var isTerminal: Bool { isatty(descriptor) == 1 }

  package var columns: Int? { TerminalSize(of: descriptor)?.columns }

  package func write(_ bytes: [UInt8]) throws {
    do {
      try FileDescriptor.writeAll(bytes, to: descriptor)
    } catch {
      // SwiftNIO ignores SIGPIPE for the whole process; a reader that goes away ends it all the same.
      if error.code == EPIPE { Interruption.endOfReader() }
      throw CommandFailure("cannot write \(name): \(error.description)")
    }
  }
}

/// Keeps what is written, for tests.
package final class MemorySink: ByteSink {
  package let isTerminal: Bool
  package var columns: Int? { isTerminal ? 80 : nil }
  private let written = Mutex<[UInt8]>([])

  package init(isTerminal: Bool = false) { self.isTerminal = isTerminal }

  package var bytes: [UInt8] { written.withLock { $0 } }
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package func write(_ bytes: [UInt8]) throws { written.withLock { $0 += bytes } }
}
