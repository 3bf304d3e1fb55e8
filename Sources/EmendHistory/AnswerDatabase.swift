// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Foundation
import GRDB

/// Answers in a SQLite file, which several processes may use at once.
///
/// Readers and writers do not wait for one another (write-ahead log); a writer waits for another one for as long as
/// `patience` allows.
struct AnswerDatabase: Sendable {
  /// The number of the schema, kept in the file; one with another number is not looked into.
  static let schemaVersion = 2
  /// What an answer takes besides its text: key, index and numbers, in bytes.
  private static let overhead = 128

  private let queue: DatabaseQueue

  /// Why a file cannot be used, besides what SQLite says.
  enum Failure: Error, Equatable {
    /// Written by an older or newer emend.
    case otherSchema(Int)
    /// The system's error code.
    case cannotCreate(path: String, code: Int32)
  }

  /// Opens the file, or makes it.
  ///
  /// - Parameter patience: The time to wait for other processes, in seconds.
  /// - Throws: ``Failure`` or GRDB's `DatabaseError`.
  init(path: String, patience: Double) throws {
    try Self.createFile(path)
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(patience)
    queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { db in
      // Without effect on a file that has it. Where it cannot be had, such as on a network drive or while another
      // process makes the same file, the file is as safe without, and slower.
      _ = try? String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
      // A crash of the machine may then cost the last answers, but not the file.
      try db.execute(sql: "PRAGMA synchronous = NORMAL")
      if try Self.version(db) == 0 { try db.inTransaction(.immediate) { try Self.createSchema(db) } }
      let version = try Self.version(db)
      guard version == Self.schemaVersion else { throw Failure.otherSchema(version) }
    }
  }

  /// SQLite would make a file that everybody may read; it gives its companions the mode of this one.
  private static func createFile(_ path: String) throws {
    // A file that is there must not be opened here: closing it would drop the locks that SQLite holds on it.
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      Foundation.close(descriptor)
    } else if errno != EEXIST {
      throw Failure.cannotCreate(path: path, code: errno)
    }
  }

  private static func version(_ db: Database) throws -> Int { try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 }

  private static func createSchema(_ db: Database) throws -> Database.TransactionCompletion {
    // Another process may have been faster.
    guard try version(db) == 0 else { return .rollback }
    // Text is kept as a blob: GRDB reads a text to its first NUL.
    try db.execute(
      sql: """
        CREATE TABLE answers (
          id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, text BLOB NOT NULL, finishReason TEXT NOT NULL,
          promptTokens INTEGER NOT NULL, generatedTokens INTEGER NOT NULL, meanLogProbability REAL,
          lastUsed INTEGER NOT NULL, size INTEGER NOT NULL);
        CREATE INDEX answersByAge ON answers (lastUsed, size);
        CREATE TABLE scores (
          key BLOB PRIMARY KEY NOT NULL, logProbability REAL NOT NULL, tokens INTEGER NOT NULL) WITHOUT ROWID;
        PRAGMA user_version = \(schemaVersion);
        """)
    return .commit
  }

  func close() throws { try queue.close() }

  // MARK: Answers

  /// An answer as it was kept.
  struct Entry {
    var id: Int64
    var generation: Generation
    /// When it was last asked for, in seconds since 1970.
    var lastUsed: Int
  }

  /// Returns the answers that are known, all as of one moment.
  func entries(for keys: Set<AnswerKey>) throws -> [AnswerKey: Entry] {
    try queue.read { db in
      let statement = try db.cachedStatement(
        sql: """
          SELECT id, lastUsed, text, finishReason, promptTokens, generatedTokens, meanLogProbability
          FROM answers WHERE key = ?
          """)
      var entries: [AnswerKey: Entry] = [:]
      for key in keys {
        if let row = try Row.fetchOne(statement, arguments: [key.digest]) { entries[key] = Self.entry(row) }
      }
      return entries
    }
  }

  private static func entry(_ row: Row) -> Entry? {
    guard let text = String(validating: row["text"] as Data, as: UTF8.self),
      let finishReason = Generation.FinishReason(rawValue: row["finishReason"])
    else { return nil }
    return Entry(
      id: row["id"],
      generation: Generation(
        text: text, finishReason: finishReason, promptTokens: row["promptTokens"],
        generatedTokens: row["generatedTokens"], meanLogProbability: row["meanLogProbability"], isCached: true),
      lastUsed: row["lastUsed"])
  }

  /// Keeps an answer, in place of any that is known.
  func store(_ generation: Generation, for key: AnswerKey, at time: Int) throws {
    let text = Data(generation.text.utf8)
    try queue.write { db in
      try db.cachedStatement(
        sql: """
          INSERT OR REPLACE INTO answers
          (key, text, finishReason, promptTokens, generatedTokens, meanLogProbability, lastUsed, size)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(
        arguments: [
          key.digest, text, generation.finishReason.rawValue, generation.promptTokens, generation.generatedTokens,
          generation.meanLogProbability, time, text.count + Self.overhead,
        ])
    }
  }

  // MARK: Scores

  /// Returns the scores that are known, all as of one moment.
  func scores(for keys: Set<AnswerKey>) throws -> [AnswerKey: TextScore] {
    try queue.read { db in
      let statement = try db.cachedStatement(sql: "SELECT logProbability, tokens FROM scores WHERE key = ?")
      var scores: [AnswerKey: TextScore] = [:]
      for key in keys {
        guard let row = try Row.fetchOne(statement, arguments: [key.digest]) else { continue }
        scores[key] = TextScore(logProbability: row["logProbability"], tokens: row["tokens"])
      }
      return scores
    }
  }

  /// Keeps scores.
  ///
  /// - Parameter limit: With more than this many all earlier ones go: they are quickly worked out again.
  func store(_ scores: [AnswerKey: TextScore], limit: Int) throws {
    try queue.write { db in
      if try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM scores") ?? 0 > limit {
        try db.execute(sql: "DELETE FROM scores")
      }
      let statement = try db.cachedStatement(
        sql: "INSERT OR REPLACE INTO scores (key, logProbability, tokens) VALUES (?, ?, ?)")
      for (key, score) in scores {
        try statement.execute(arguments: [key.digest, score.logProbability, score.tokens])
      }
    }
  }

  // MARK: Size

  /// Notes that answers were asked for.
  func touch(_ ids: some Collection<Int64>, at time: Int) throws {
    try queue.write { db in
      let statement = try db.cachedStatement(sql: "UPDATE answers SET lastUsed = ? WHERE id = ?")
      for id in ids { try statement.execute(arguments: [time, id]) }
    }
  }

  /// The number of answers, and what they take in bytes.
  func contents() throws -> (count: Int, bytes: Int) {
    try queue.read { db in
      let row = try Row.fetchOne(db, sql: "SELECT COUNT(*) AS count, TOTAL(size) AS bytes FROM answers")
      return (row?["count"] ?? 0, Int(row?["bytes"] ?? 0.0))
    }
  }

  /// Removes the answers that were not asked for the longest, if all together take more than `limit` bytes.
  ///
  /// A tenth more than needed goes, so that it is some time before there is something to do again.
  func trim(to limit: Int) throws {
    guard try contents().bytes > limit else { return }
    try queue.write { db in
      var excess = try (Int.fetchOne(db, sql: "SELECT SUM(size) FROM answers") ?? 0) - limit / 10 * 9
      var oldest: [Int64] = []
      let rows = try Row.fetchCursor(db, sql: "SELECT id, size FROM answers ORDER BY lastUsed")
      while excess > 0, let row = try rows.next() {
        oldest.append(row["id"])
        excess -= row["size"] as Int
      }
      let statement = try db.cachedStatement(sql: "DELETE FROM answers WHERE id = ?")
      for id in oldest { try statement.execute(arguments: [id]) }
    }
  }
}

extension AnswerDatabase {
  /// Whether an error means that the file is of no use to anybody: damaged, of another version, or not emend's at all.
  static func isUseless(after error: any Error) -> Bool {
    switch error {
    case Failure.otherSchema: true
    // An SQL error in statements that never change is a schema that has others' names.
    case let error as DatabaseError: [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR].contains(error.resultCode)
    default: false
    }
  }

  /// What an error says, in a few words.
  static func reason(_ error: any Error) -> String {
    switch error {
    case Failure.cannotCreate(let path, let code): "cannot create \(path): \(String(cString: strerror(code)))"
    case Failure.otherSchema(let version): "its schema has the version \(version), not \(schemaVersion)"
    case let error as DatabaseError: error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    default: "\(error)"
    }
  }
}
