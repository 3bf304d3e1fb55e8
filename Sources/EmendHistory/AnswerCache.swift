// SPDX-License-Identifier: Apache-2.0

package import EmendModels
import Foundation
import Synchronization

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

  /// The file, made on first use.
  package let path: String
  private let folder: String
  private let limit: Int
  private let patience: Double
  private let now: @Sendable () -> Int
  private let state = Mutex(State())

  private struct State {
    /// `nil` while the file is not open.
    var database: AnswerDatabase?
    /// Why the cache is without effect; `nil` if it is not.
    var problem: String?
    /// Whether the file was made anew; it is not tried a second time.
    var isRenewed = false
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
    self.folder = folder
    path = "\(folder)/answers.sqlite"
    self.limit = limit
    self.patience = patience
    self.now = now
  }

  /// Why the cache is without effect; `nil` if it is not.
  package var problem: String? { state.withLock { $0.problem } }

  // MARK: Answers

  /// Returns whether answers can be kept; makes the file if need be.
  package func open() -> Bool {
    attempt { _, _ in } != nil
  }

  /// Returns those answers that are known.
  package func answers(for keys: Set<AnswerKey>) -> [AnswerKey: Generation] {
    let entries = attempt { database, state in
      let entries = try database.entries(for: keys)
      let old = now() - Self.touchInterval
      state.outdated.formUnion(entries.values.lazy.filter { $0.lastUsed < old }.map(\.id))
      return entries
    }
    return entries?.mapValues(\.generation) ?? [:]
  }

  /// Keeps an answer, in place of any that is known.
  package func store(_ generation: Generation, for key: AnswerKey) {
    attempt { database, state in
      try database.store(generation, for: key, at: now())
      state.hasStored = true
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
    // A file that was not opened has nothing to be noted about.
    guard state.withLock({ $0.database != nil }) else { return }
    attempt { database, state in
      if !state.outdated.isEmpty { try database.touch(state.outdated, at: now()) }
      if state.hasStored { try database.trim(to: limit) }
    }
    state.withLock { state in
      try? state.database?.close()
      (state.database, state.outdated, state.hasStored) = (nil, [], false)
    }
  }

  /// The number of answers, and what they take in bytes; `nil` if there is no file, or none that can be read.
  package func contents() -> (count: Int, bytes: Int)? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    defer { finish() }
    return attempt { database, _ in try database.contents() }
  }

  // MARK: Errors

  /// Does something with the open file, and takes whatever goes wrong for the end of the cache.
  @discardableResult
  private func attempt<Result>(_ work: (AnswerDatabase, inout State) throws -> Result) -> Result? {
    state.withLock { state in
      while state.problem == nil {
        do {
          return try work(try opened(&state), &state)
        } catch {
          try? state.database?.close()
          (state.database, state.outdated) = (nil, [])
          if AnswerDatabase.isUseless(after: error), !state.isRenewed, removeFile() {
            state.isRenewed = true
          } else {
            state.problem = "\(path): \(AnswerDatabase.reason(error))"
          }
        }
      }
      return nil
    }
  }

  private func opened(_ state: inout State) throws -> AnswerDatabase {
    if let database = state.database { return database }
    // Other people's eyes are kept out by the file's mode, too; a folder that is there stays as it is.
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let database = try AnswerDatabase(path: path, patience: patience)
    state.database = database
    return database
  }

  /// Returns whether the file is gone.
  private func removeFile() -> Bool {
    for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    return !FileManager.default.fileExists(atPath: path)
  }
}
