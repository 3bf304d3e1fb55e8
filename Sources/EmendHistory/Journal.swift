// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// What emend wrote to the user's files, with the texts that were there before, so that it can be taken back.
///
/// A write is recorded before the file is touched, and once more when it is done. Whenever a process is ended, the file's
/// bytes tell what became of it (``JournalEntry/state(of:)``). Writes of all processes come one after the other.
///
/// ```swift
/// let journal = Journal(folder: "/home/ada/.local/state/emend")
/// try journal.write(new, to: path, over: old, in: session) { … }
/// for id in try journal.ids() { try journal.entry(id) }  // newest first
/// ```
package final class Journal: Sendable {
  /// How much is kept, in bytes.
  package static let standardLimit = 100_000_000

  /// The file, made on first use.
  package let path: String
  private let limit: Int
  private let now: @Sendable () -> Int
  private let tell: @Sendable (String) -> Void
  private let open: @Sendable () throws -> DatabaseFile
  private let opened = Mutex<Opened?>(nil)

  private struct Opened {
    let file: DatabaseFile
    /// Which file it is, whatever has its name by now.
    let number: UInt64?
  }

  /// A run of a command, whose writes of a file are taken back together.
  package struct Session: Sendable {
    package let command: String
    let id = UUID().uuidString

    package init(command: String) { self.command = command }
  }

  /// Why the journal cannot be used.
  package struct Unusable: Error, CustomStringConvertible {
    package let description: String
  }

  /// Another process changed what is recorded of a write.
  package struct Overtaken: Error {}

  /// - Parameters:
  ///   - folder: Made if it is not there.
  ///   - limit: The most that the texts of all writes may take, in bytes; the oldest go, the newest stays.
  ///   - patience: The most time to wait for other processes, in seconds.
  ///   - now: The time in seconds since 1970.
  ///   - tell: Called with a sentence when a damaged journal was moved aside.
  package init(
    folder: String, limit: Int = Journal.standardLimit, patience: Double = 5,
    now: @escaping @Sendable () -> Int = { Int(Date().timeIntervalSince1970) },
    tell: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    let name = "journal.sqlite"
    path = "\(folder)/\(name)"
    self.limit = limit
    self.now = now
    self.tell = tell
    open = { try DatabaseFile(folder: folder, name: name, schema: JournalDatabase.schema, patience: patience) }
  }

  /// Whether anything was ever recorded.
  package var exists: Bool { FileManager.default.fileExists(atPath: path) }

  // MARK: Writing

  /// Records a write of a file, and has it done.
  ///
  /// - Parameters:
  ///   - new: What the file will be.
  ///   - path: That of the file itself, symbolic links followed.
  ///   - old: What it is; `nil` if there is none.
  ///   - replace: Writes the file if it is still what it was; called once at most, and while no other process writes.
  /// - Throws: ``Unusable``, ``Overtaken``, or what `replace` throws; the file is not written then.
  package func write<Result>(
    _ new: [UInt8], to path: String, over old: [UInt8]?, in session: Session, replace: () throws -> Result
  ) throws -> Result {
    let result = try using { database in
      let id = try database.begin(new, to: path, over: old, in: session, at: now())
      do {
        return try database.complete(id, of: session.id, replace)
      } catch {
        try? database.cancel(id, of: session.id)
        throw error
      }
    }
    trim()
    return result
  }

  /// A write by another program that has begun.
  package struct Begun: Sendable {
    package let path: String
    fileprivate let id: Int64
    fileprivate let session: String
  }

  /// Records that another program is about to write a file.
  package func begin(_ path: String, over old: [UInt8], in session: Session) throws -> Begun {
    try using { database in
      Begun(
        path: path, id: try database.begin(nil, to: path, over: old, in: session, at: now()), session: session.id)
    }
  }

  /// Records what another program has written.
  ///
  /// - Parameter new: `nil` if it wrote nothing.
  package func finish(_ begun: Begun, with new: [UInt8]?) throws {
    try using { database in
      if let new {
        try database.complete(begun.id, of: begun.session, with: new)
      } else {
        try database.cancel(begun.id, of: begun.session)
      }
    }
    trim()
  }

  /// What is too much now is so later, too.
  private func trim() { try? attempt { try $0.trim(to: limit) } }

  // MARK: Undoing

  /// The numbers of the writes, newest first: those of one file or of all, of one session or of all.
  package func ids(of path: String? = nil, in session: String? = nil) throws -> [Int64] {
    try using { try $0.ids(of: path, in: session) }
  }

  /// - Returns: `nil` if it is gone.
  package func entry(_ id: Int64) throws -> JournalEntry? { try using { try $0.entry(id) } }

  /// Has a write taken back, and records that it is.
  ///
  /// - Parameters:
  ///   - bytes: What the file is.
  ///   - restore: Writes what was before, or removes the file, if it is still that.
  /// - Throws: ``Unusable``, ``Overtaken``, or what `restore` throws; the file is not written then.
  package func undo(_ entry: JournalEntry, over bytes: [UInt8], restore: () throws -> Void) throws {
    try using { database in
      // A restore that is cut short can be told like a write that is.
      try database.beginUndoing(entry, over: bytes)
      do {
        try database.undo(entry, restore)
      } catch {
        try? database.cancel(entry.id, of: entry.session)
        throw error
      }
    }
  }

  /// Notes that a write has nothing to be taken back: the file is what it was before.
  package func settle(_ entry: JournalEntry) throws { try using { try $0.settle(entry) } }

  // MARK: Errors

  /// Does something with the open file; a damaged one is moved aside, and all is done once more with a new one.
  private func using<Result>(_ work: (JournalDatabase) throws -> Result) throws -> Result {
    do {
      return try attempt(work)
    } catch let error as Useless {
      try moveAside(error)
    }
    do {
      return try attempt(work)
    } catch let error as Useless {
      throw Unusable(description: error.reason)
    }
  }

  private struct Useless: Error {
    let number: UInt64?
    let reason: String
  }

  private func attempt<Result>(_ work: (JournalDatabase) throws -> Result) throws -> Result {
    // Asked before the file is opened: should another take its name in between, that one is left alone.
    var number = number
    do {
      let opened = try opened.withLock { opened in
        if let opened { return opened }
        let new = Opened(file: try open(), number: number ?? self.number)
        opened = new
        return new
      }
      number = opened.number
      return try work(JournalDatabase(opened.file))
    } catch {
      if DatabaseFile.isUseless(after: error) { throw Useless(number: number, reason: DatabaseFile.reason(error)) }
      if DatabaseFile.isOfDatabase(error) { throw Unusable(description: DatabaseFile.reason(error)) }
      throw error
    }
  }

  private func moveAside(_ useless: Useless) throws {
    opened.withLock { opened in
      try? opened?.file.close()
      opened = nil
    }
    // Another process may have been faster.
    if useless.number != number { return }
    let target = "\(path).damaged-\(now())"
    for suffix in DatabaseFile.companions + [""] {
      guard rename(path + suffix, target + suffix) == 0 || errno == ENOENT else {
        throw Unusable(
          description: "\(useless.reason), and it cannot be moved aside: \(String(cString: strerror(errno)))")
      }
    }
    tell("the journal of writes was damaged (\(useless.reason)); it is \(target) now, and a new one is begun")
  }

  /// The number of the file that has the journal's name.
  private var number: UInt64? {
    var status = stat()
    return stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
  }
}
