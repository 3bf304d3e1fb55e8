// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

/// A SQLite file that several processes may use at once, and nobody but its owner may read.
///
/// Readers and writers do not wait for one another (write-ahead log); a writer waits for another one for as long as
/// `patience` allows.
struct DatabaseFile: Sendable {
  /// What is in a file.
  struct Schema: Sendable {
    /// Kept in the file; one with another number is not looked into.
    var version: Int
    /// The statements that make its tables.
    var sql: String
    /// Whether what is written must outlast a crash of the machine; else such a crash may cost what came last, but not
    /// the file.
    var isDurable = false
  }

  let queue: DatabaseQueue

  /// Why a file cannot be used, besides what SQLite says.
  enum Failure: Error, Equatable {
    /// Written by an older or newer emend.
    case otherSchema(Int, expected: Int)
    /// The system's error code.
    case cannotCreate(path: String, code: Int32)
  }

  /// Opens the file, or makes it, and the folder for it.
  ///
  /// - Parameter patience: The time to wait for other processes, in seconds.
  /// - Throws: ``Failure`` or GRDB's `DatabaseError`.
  init(folder: String, name: String, schema: Schema, patience: Double) throws {
    let path = "\(folder)/\(name)"
    try Self.createFile(path, in: folder)
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(patience)
    queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { db in
      // Without effect on a file that has it. Where it cannot be had, such as on a network drive or while another
      // process makes the same file, the file is as safe without, and slower.
      _ = try? String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: "PRAGMA synchronous = \(schema.isDurable ? "FULL" : "NORMAL")")
      if try Self.version(db) == 0 { try db.inTransaction(.immediate) { try Self.create(schema, in: db) } }
      let version = try Self.version(db)
      guard version == schema.version else { throw Failure.otherSchema(version, expected: schema.version) }
    }
  }

  /// SQLite would make a file that everybody may read; it gives its companions the mode of this one.
  private static func createFile(_ path: String, in folder: String) throws {
    // Why there is no folder, if there is none.
    var reason: Int32?
    do {
      // Other people's eyes are kept out by the file's mode, too; a folder that is there stays as it is.
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      reason = ((error as? CocoaError)?.underlying as? POSIXError)?.code.rawValue
    }
    // A file that is there must not be opened here: closing it would drop the locks that SQLite holds on it.
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      Foundation.close(descriptor)
    } else if errno != EEXIST {
      throw Failure.cannotCreate(path: path, code: errno == ENOENT ? reason ?? ENOENT : errno)
    }
  }

  private static func version(_ db: Database) throws -> Int { try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 }

  private static func create(_ schema: Schema, in db: Database) throws -> Database.TransactionCompletion {
    // Another process may have been faster.
    guard try version(db) == 0 else { return .rollback }
    try db.execute(sql: "\(schema.sql) PRAGMA user_version = \(schema.version);")
    return .commit
  }

  func close() throws { try queue.close() }

  /// What SQLite keeps beside a file; where the file goes, they go before it.
  static let companions = ["-wal", "-shm"]
}

extension DatabaseFile {
  /// Whether an error means that the file is of no use to anybody: damaged, of another version, or not emend's at all.
  static func isUseless(after error: any Error) -> Bool {
    switch error {
    case Failure.otherSchema: true
    // An SQL error in statements that never change is a schema that has others' names.
    case let error as DatabaseError: [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR].contains(error.resultCode)
    default: false
    }
  }

  /// Whether an error is the file's, not that of what was done with it.
  static func isOfDatabase(_ error: any Error) -> Bool { error is Failure || error is DatabaseError }

  /// What an error says, in a few words.
  static func reason(_ error: any Error) -> String {
    switch error {
    case Failure.cannotCreate(let path, let code): "cannot create \(path): \(String(cString: strerror(code)))"
    case Failure.otherSchema(let version, let expected): "its schema has the version \(version), not \(expected)"
    case let error as DatabaseError: error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    default: "\(error)"
    }
  }
}
