// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A database that may be lost at any time.
///
/// Whatever goes wrong with its file, it never fails. A damaged file is made anew, once; after any other error, a lock
/// that is held for too long included, it is without effect for the rest of the run.
final class ExpendableDatabase<Notes: Sendable>: Sendable {
  /// The file, made on first use.
  let path: String
  private let open: @Sendable () throws -> DatabaseFile
  private let blank: Notes
  private let state: Mutex<State>

  private struct State {
    /// `nil` while the file is not open.
    var file: DatabaseFile?
    /// What is to be remembered until the file is closed.
    var notes: Notes
    var problem: String?
    /// Whether the file was made anew; it is not tried a second time.
    var isRenewed = false
  }

  /// - Parameter notes: What is remembered of a file that was just opened.
  init(folder: String, name: String, schema: DatabaseFile.Schema, patience: Double, notes: Notes) {
    path = "\(folder)/\(name)"
    open = { try DatabaseFile(folder: folder, name: name, schema: schema, patience: patience) }
    blank = notes
    state = Mutex(State(notes: notes))
  }

  /// Why it is without effect; `nil` if it is not.
  var problem: String? { state.withLock { $0.problem } }

  /// Does something with the open file, and takes whatever goes wrong for its end.
  @discardableResult
  func attempt<Result>(_ work: (DatabaseFile, inout Notes) throws -> Result) -> Result? {
    state.withLock { state in
      while state.problem == nil {
        do {
          let file = try state.file ?? open()
          state.file = file
          return try work(file, &state.notes)
        } catch {
          close(&state)
          if DatabaseFile.isUseless(after: error), !state.isRenewed, removeFile() {
            state.isRenewed = true
          } else {
            state.problem = "\(path): \(DatabaseFile.reason(error))"
          }
        }
      }
      return nil
    }
  }

  /// Does what is left to be done, and closes the file; the next use opens it again.
  ///
  /// - Parameter work: Not called if the file is not open: there is then nothing left.
  func finish(_ work: (DatabaseFile, Notes) throws -> Void) {
    guard state.withLock({ $0.file != nil }) else { return }
    attempt { try work($0, $1) }
    state.withLock { close(&$0) }
  }

  private func close(_ state: inout State) {
    try? state.file?.close()
    (state.file, state.notes) = (nil, blank)
  }

  /// Returns whether the file is gone.
  private func removeFile() -> Bool {
    for suffix in DatabaseFile.companions + [""] { unlink(path + suffix) }
    return !FileManager.default.fileExists(atPath: path)
  }
}
