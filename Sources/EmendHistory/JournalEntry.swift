// SPDX-License-Identifier: Apache-2.0

/// A write of a file, as the journal knows it: all that one session wrote to it, from the first write to the last.
package struct JournalEntry: Equatable, Sendable {
  package let id: Int64
  /// What tells the run that wrote from any other.
  package let session: String
  /// The file itself, symbolic links followed.
  package let path: String
  /// The subcommand that wrote.
  package let command: String
  /// When, in seconds since 1970.
  package let time: Int
  /// What the file was; `nil` if there was none.
  package let before: [UInt8]?
  /// What was written; `nil` as long as nothing is known to be.
  package let after: [UInt8]?
  /// What was about to be written, unless that is known to be done or given up.
  package let pending: [UInt8]?
  package let isUndone: Bool

  package init(
    id: Int64, session: String, path: String, command: String, time: Int, before: [UInt8]?, after: [UInt8]?,
    pending: [UInt8]?, isUndone: Bool
  ) {
    self.id = id
    self.session = session
    self.path = path
    self.command = command
    self.time = time
    self.before = before
    self.after = after
    self.pending = pending
    self.isUndone = isUndone
  }
}

extension JournalEntry {
  /// What emend wrote, or would have.
  package var written: [UInt8]? { pending ?? after }

  /// What a file is, seen from a write.
  package enum State: Equatable, Sendable {
    /// What emend wrote.
    case written
    /// Partly what emend was about to write: it was ended while it wrote the file in place.
    case halfWritten
    /// What it was before, whether it was never written or somebody took the write back.
    case original
    /// Something else: it was changed since.
    case changed
    /// Not there any more.
    case gone
  }

  /// Compares a file with what was written.
  ///
  /// - Parameter bytes: What the file holds; `nil` if there is none.
  package func state(of bytes: [UInt8]?) -> State {
    if bytes == before { return .original }
    guard let bytes else { return .gone }
    if bytes == after || bytes == pending { return .written }
    if let pending, Self.isMixture(bytes, of: pending, over: after ?? before ?? []) { return .halfWritten }
    return .changed
  }

  /// Whether bytes are what a file holds while it is overwritten from its beginning, before it is cut to its new length.
  private static func isMixture(_ bytes: [UInt8], of new: [UInt8], over old: [UInt8]) -> Bool {
    let same = zip(bytes, new).prefix { $0 == $1 }.count
    if bytes.count == old.count { return bytes[same...] == old[same...] }
    // Nothing is left of the old bytes; there are no more than have been written.
    return bytes.count > old.count && same == bytes.count
  }
}
