// SPDX-License-Identifier: Apache-2.0

package import EmendModels
import Foundation

/// The answers of earlier runs.
///
/// A cache costs time at worst: whatever goes wrong with its file, it never fails. A damaged file is made anew, once;
/// after any other error, a lock that is held for too long included, it is without effect for the rest of the run.
///
/// ```swift
/// let cache = AnswerCache(folder: "/home/ada/.cache/emend")
/// cache.store(generation, for: key)
/// cache.answers(for: [key])[key]?.text  // that of `generation`
/// cache.finish()
/// ```
package final class AnswerCache: Sendable {
  /// How much is kept, in bytes.
  package static let standardLimit = 100_000_000
  /// What is written about an answer's use is no more exact than this, so that asking again writes next to nothing.
  private static let touchInterval = 24 * 60 * 60

  private let database: ExpendableDatabase<Notes>
  private let limit: Int
  private let now: @Sendable () -> Int

  private struct Notes {
    /// The answers that were asked for and whose time of use is out of date.
    var outdated: Set<Int64> = []
    var hasStored = false
  }

  /// - Parameters:
  ///   - folder: Made if it is not there.
  ///   - limit: The most that is kept, in bytes.
  ///   - patience: The most time to wait for other processes, in seconds.
  ///   - now: The time in seconds since 1970.
  package init(
    folder: String, limit: Int = AnswerCache.standardLimit, patience: Double = 2,
    now: @escaping @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }
  ) {
    database = ExpendableDatabase(
      folder: folder, name: "answers.sqlite", schema: AnswerDatabase.schema, patience: patience, notes: Notes())
    self.limit = limit
    self.now = now
  }

  /// The file, made on first use.
  package var path: String { database.path }

  /// Why the cache is without effect; `nil` if it is not.
  package var problem: String? { database.problem }

  // MARK: Answers

  /// Returns whether answers can be kept; makes the file if need be.
  package func open() -> Bool {
    attempt { _, _ in } != nil
  }

  /// Returns those answers that are known.
  package func answers(for keys: Set<AnswerKey>) -> [AnswerKey: Generation] {
    let entries = attempt { database, notes in
      let entries = try database.entries(for: keys)
      let old = now() - Self.touchInterval
      notes.outdated.formUnion(entries.values.lazy.filter { $0.lastUsed < old }.map(\.id))
      return entries
    }
    return entries?.mapValues(\.generation) ?? [:]
  }

  /// Keeps an answer, in place of any that is known.
  package func store(_ generation: Generation, for key: AnswerKey) {
    attempt { database, notes in
      try database.store(generation, for: key, at: now())
      notes.hasStored = true
    }
  }

  /// The most scores that are kept; each takes about 60 bytes.
  private static let mostScores = 500_000

  /// Returns those scores that are known.
  package func scores(for keys: Set<AnswerKey>) -> [AnswerKey: TextScore] {
    attempt { database, _ in try database.scores(for: keys) } ?? [:]
  }

  /// Keeps scores.
  package func store(_ scores: [AnswerKey: TextScore]) {
    attempt { database, _ in try database.store(scores, limit: Self.mostScores) }
  }

  /// Notes what was used, removes what is too much, and closes the file; the next use opens it again.
  package func finish() {
    database.finish { file, notes in
      let database = AnswerDatabase(file)
      if !notes.outdated.isEmpty { try database.touch(notes.outdated, at: now()) }
      if notes.hasStored { try database.trim(to: limit) }
    }
  }

  /// The number of answers, and what they take in bytes; `nil` if there is no file, or none that can be read.
  package func contents() -> (count: Int, bytes: Int)? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    defer { finish() }
    return attempt { database, _ in try database.contents() }
  }

  @discardableResult
  private func attempt<Result>(_ work: (AnswerDatabase, inout Notes) throws -> Result) -> Result? {
    database.attempt { try work(AnswerDatabase($0), &$1) }
  }
}
