// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

/// The writes of files in a SQLite file.
struct JournalDatabase {
  static let schema = DatabaseFile.Schema(
    version: 1,
    sql: """
      CREATE TABLE writes (
        id INTEGER PRIMARY KEY, session TEXT NOT NULL, path TEXT NOT NULL, command TEXT NOT NULL, time INTEGER NOT NULL,
        before BLOB, after BLOB, pending BLOB, isUndone INTEGER NOT NULL DEFAULT 0);
      CREATE INDEX writesByPath ON writes (path, id);
      """,
    isDurable: true)

  private let queue: DatabaseQueue

  init(_ file: DatabaseFile) { queue = file.queue }

  // MARK: Writing

  /// Records that a file is about to be written, and returns the number of the write.
  ///
  /// - Parameters:
  ///   - new: What it will be; `nil` if that is not known yet.
  ///   - old: What it is; `nil` if there is none.
  func begin(
    _ new: [UInt8]?, to path: String, over old: [UInt8]?, in session: Journal.Session, at time: Int
  ) throws -> Int64 {
    try queue.write { db in
      let last = try Row.fetchOne(
        db, sql: "SELECT * FROM writes WHERE path = ? AND session = ? ORDER BY id DESC LIMIT 1",
        arguments: [path, session.id]
      ).map(JournalEntry.init)
      if let last, let old, !last.isUndone, last.after == old || last.pending == old {
        // A further write of the session, which one undo takes back, too. What was written last has the highest number.
        try db.execute(
          sql: """
            UPDATE writes SET id = (SELECT MAX(id) + 1 FROM writes), time = ?, after = ?, pending = ? WHERE id = ?
            """, arguments: [time, Data(old), new.map { Data($0) }, last.id])
        return try Int64.fetchOne(db, sql: "SELECT MAX(id) FROM writes") ?? last.id
      }
      try db.execute(
        sql: "INSERT INTO writes (session, path, command, time, before, pending) VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [session.id, path, session.command, time, old.map { Data($0) }, new.map { Data($0) }])
      return db.lastInsertedRowID
    }
  }

  /// Has a file written while no other process writes one, and records that it is.
  ///
  /// - Throws: What `replace` throws, or an error of the database; the file is then not written. What goes wrong after
  ///   it is written is no error: the journal knows what was about to be written.
  func complete<Result>(_ id: Int64, of session: String, _ replace: () throws -> Result) throws -> Result {
    try finish(id, of: session, "after = pending, pending = NULL", replace)
  }

  /// Records the bytes that a file has got.
  func complete(_ id: Int64, of session: String, with new: [UInt8]) throws {
    try update(id, of: session, "after = ?, pending = NULL", [Data(new)])
  }

  /// Records that a file was not written after all.
  func cancel(_ id: Int64, of session: String) throws {
    try queue.write { db in
      let arguments: StatementArguments = [id, session]
      try db.execute(sql: "UPDATE writes SET pending = NULL WHERE id = ? AND session = ?", arguments: arguments)
      try db.execute(sql: "DELETE FROM writes WHERE id = ? AND session = ? AND after IS NULL", arguments: arguments)
    }
  }

  // MARK: Undoing

  /// Records that a write is about to be taken back.
  ///
  /// - Parameter bytes: What the file is.
  func beginUndoing(_ entry: JournalEntry, over bytes: [UInt8]) throws {
    try update(entry.id, of: entry.session, "after = ?, pending = before", [Data(bytes)])
  }

  /// Has a write taken back while no other process writes a file, and records that it is.
  func undo<Result>(_ entry: JournalEntry, _ restore: () throws -> Result) throws -> Result {
    try finish(entry.id, of: entry.session, "isUndone = 1, pending = NULL", restore)
  }

  /// Notes that a write has nothing to be taken back.
  func settle(_ entry: JournalEntry) throws {
    try update(entry.id, of: entry.session, "isUndone = 1, pending = NULL")
  }

  private func update(_ id: Int64, of session: String, _ changes: String, _ values: [Data] = []) throws {
    try queue.write { try Self.update($0, id, of: session, changes, values) }
  }

  /// A number may be another write's by now, and that of this one another: together with the session it is certain.
  private static func update(
    _ db: Database, _ id: Int64, of session: String, _ changes: String, _ values: [Data] = []
  ) throws {
    var arguments = StatementArguments(values)
    arguments += [id, session]
    try db.execute(sql: "UPDATE writes SET \(changes) WHERE id = ? AND session = ?", arguments: arguments)
    guard db.changesCount == 1 else { throw Journal.Overtaken() }
  }

  private func finish<Result>(
    _ id: Int64, of session: String, _ changes: String, _ work: () throws -> Result
  ) throws -> Result {
    var result: Result?
    do {
      return try queue.write { db in
        // First, so that whatever is wrong with the journal shows before the file is touched.
        try Self.update(db, id, of: session, changes)
        let done = try work()
        result = done
        return done
      }
    } catch {
      guard let result else { throw error }
      return result
    }
  }

  // MARK: Reading

  /// The numbers of the writes, newest first.
  ///
  /// - Parameters:
  ///   - path: That of one file; `nil` for all.
  ///   - session: One session; `nil` for all.
  func ids(of path: String?, in session: String?) throws -> [Int64] {
    try queue.read { db in
      try Int64.fetchAll(
        db,
        sql: """
          SELECT id FROM writes WHERE (path = :path OR :path IS NULL) AND (session = :session OR :session IS NULL)
          ORDER BY id DESC
          """, arguments: ["path": path, "session": session])
    }
  }

  func entry(_ id: Int64) throws -> JournalEntry? {
    try queue.read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM writes WHERE id = ?", arguments: [id]).map(JournalEntry.init)
    }
  }

  // MARK: Size

  /// Removes the oldest writes, if the texts of all together take more than `limit` bytes; never the newest.
  func trim(to limit: Int) throws {
    let size = "COALESCE(LENGTH(before), 0) + COALESCE(LENGTH(after), 0) + COALESCE(LENGTH(pending), 0)"
    let sum = try queue.read { try Int.fetchOne($0, sql: "SELECT SUM(\(size)) FROM writes") ?? 0 }
    guard sum > limit else { return }
    try queue.write { db in
      try db.execute(
        sql: """
          DELETE FROM writes WHERE id < (SELECT MAX(id) FROM writes) AND id IN (
            SELECT id FROM (SELECT id, SUM(\(size)) OVER (ORDER BY id DESC) AS total FROM writes) WHERE total > ?)
          """, arguments: [limit])
    }
  }
}

extension JournalEntry {
  init(_ row: Row) {
    func bytes(_ column: String) -> [UInt8]? { (row[column] as Data?).map { Array($0) } }
    self.init(
      id: row["id"], session: row["session"], path: row["path"], command: row["command"], time: row["time"],
      before: bytes("before"), after: bytes("after"), pending: bytes("pending"), isUndone: row["isUndone"])
  }
}
