// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Foundation
import GRDB

/// Answers in a SQLite file.
struct AnswerDatabase {
  // Text is kept as a blob: GRDB reads a text to its first NUL.
  static let schema = DatabaseFile.Schema(
    version: 2,
    sql: """
      CREATE TABLE answers (
        id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, text BLOB NOT NULL, finishReason TEXT NOT NULL,
        promptTokens INTEGER NOT NULL, generatedTokens INTEGER NOT NULL, meanLogProbability REAL,
        lastUsed INTEGER NOT NULL, size INTEGER NOT NULL);
      CREATE INDEX answersByAge ON answers (lastUsed, size);
      CREATE TABLE scores (
        key BLOB PRIMARY KEY NOT NULL, logProbability REAL NOT NULL, tokens INTEGER NOT NULL) WITHOUT ROWID;
      """)
  /// What an answer takes besides its text: key, index and numbers, in bytes.
  private static let overhead = 128

  private let queue: DatabaseQueue

  init(_ file: DatabaseFile) { queue = file.queue }

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
