// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

/// What became of a passage.
package enum Settlement: String, Sendable {
  case accepted, declined
}

/// What a settlement is kept under: the SHA-256 of a passage's text, the template, and the model.
package struct SettledKey: Hashable, Sendable {
  let digest: Data

  package init(text: String, template: String, model: String) {
    var fields = Fields()
    for field in [text, template, model] { fields.append(field) }
    digest = fields.digest
  }
}

/// The passages that a person has decided about, or that emend wrote, so that they need not be offered again.
///
/// The record may be deleted at any time, and whatever goes wrong with its file, it never fails: passages are then offered
/// once more.
///
/// ```swift
/// let settled = SettledPassages(folder: "/home/ada/.local/state/emend")
/// settled.record([key: .declined])
/// settled.settlements(for: [key])[key]  // .declined
/// settled.finish()
/// ```
package final class SettledPassages: Sendable {
  /// The most that are kept; each takes about 100 bytes.
  package static let standardLimit = 500_000

  private static let schema = DatabaseFile.Schema(
    version: 1,
    sql: "CREATE TABLE settled (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, settlement TEXT NOT NULL);")

  /// The notes say whether something was recorded.
  private let database: ExpendableDatabase<Bool>
  private let limit: Int

  /// - Parameters:
  ///   - folder: Made if it is not there.
  ///   - limit: The most that are kept; the oldest go.
  ///   - patience: The most time to wait for other processes, in seconds.
  package init(folder: String, limit: Int = SettledPassages.standardLimit, patience: Double = 2) {
    database = ExpendableDatabase(
      folder: folder, name: "settled.sqlite", schema: Self.schema, patience: patience, notes: false)
    self.limit = limit
  }

  /// The file, made on first use.
  package var path: String { database.path }

  /// Whether anything was ever recorded.
  package var exists: Bool { FileManager.default.fileExists(atPath: path) }

  /// Why the record is without effect; `nil` if it is not.
  package var problem: String? { database.problem }

  /// Returns what became of those passages that are known.
  package func settlements(for keys: Set<SettledKey>) -> [SettledKey: Settlement] {
    let settlements = database.attempt { file, _ in
      try file.queue.read { db in
        let statement = try db.cachedStatement(sql: "SELECT settlement FROM settled WHERE key = ?")
        var settlements: [SettledKey: Settlement] = [:]
        for key in keys {
          guard let name = try String.fetchOne(statement, arguments: [key.digest]) else { continue }
          settlements[key] = Settlement(rawValue: name)
        }
        return settlements
      }
    }
    return settlements ?? [:]
  }

  /// Keeps what became of passages, in place of what is known of them.
  package func record(_ settlements: [SettledKey: Settlement]) {
    guard !settlements.isEmpty else { return }
    database.attempt { file, hasRecorded in
      try file.queue.write { db in
        let statement = try db.cachedStatement(sql: "INSERT OR REPLACE INTO settled (key, settlement) VALUES (?, ?)")
        for (key, settlement) in settlements {
          try statement.execute(arguments: [key.digest, settlement.rawValue])
        }
      }
      hasRecorded = true
    }
  }

  /// Removes what is too much, and closes the file; the next use opens it again.
  package func finish() {
    database.finish { file, hasRecorded in
      guard hasRecorded else { return }
      try file.queue.write { db in
        let count = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM settled") ?? 0
        guard count > limit else { return }
        // A tenth more than needed goes, so that it is some time before there is something to do again.
        try db.execute(
          sql: "DELETE FROM settled WHERE id IN (SELECT id FROM settled ORDER BY id LIMIT ?)",
          arguments: [count - limit / 10 * 9])
      }
    }
  }
}
