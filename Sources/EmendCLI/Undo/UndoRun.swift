// SPDX-License-Identifier: Apache-2.0

import EmendHistory
import EmendText
import Foundation

/// Takes writes back, each only while its file is what was written.
struct UndoRun {
  let journal: Journal
  let style: DiffStyle
  let isQuiet: Bool
  let context: CommandContext

  /// Takes back the last write of each file; returns whether all could be.
  func undo(_ paths: [String]) throws -> Bool {
    var isDone = true
    for path in paths {
      isDone = try attempt { try undoLast(of: context.identity(of: path), name: path) } != nil && isDone
    }
    return isDone
  }

  /// Takes back all that the last session wrote that wrote anything; returns whether all could be.
  func undoLastSession() throws -> Bool {
    for id in try journal.ids() {
      guard let last = try journal.entry(id), !last.isUndone else { continue }
      var isDone = true
      var isFound = false
      for id in try journal.ids(in: last.session) {
        guard let entry = try journal.entry(id), !entry.isUndone else { continue }
        let wasWritten = try attempt { try undo(entry) }
        isDone = wasWritten != nil && isDone
        isFound = wasWritten != false || isFound
      }
      if isFound { return isDone }
    }
    throw CommandFailure("there is nothing to undo: \(journal.path) has no write that is not undone already")
  }

  /// Tells a failure; returns `nil` then.
  private func attempt<Result>(_ work: () throws -> Result) throws -> Result? {
    do {
      return try work()
    } catch let failure as CommandFailure {
      context.tell("emend: \(failure.description)")
      return nil
    }
  }

  private func undoLast(of path: String, name: String) throws {
    let ids = try journal.ids(of: path)
    for id in ids {
      if let entry = try journal.entry(id), !entry.isUndone, try undo(entry) { return }
    }
    throw CommandFailure(
      ids.isEmpty
        ? "no write of \(name) is recorded; 'emend undo --list' lists those that are"
        : "every write of \(name) that is recorded is undone already")
  }

  // MARK: One write

  /// Takes back one write.
  ///
  /// - Returns: Whether there was anything to take back: emend may have been ended before it wrote.
  /// - Throws: ``CommandFailure`` if the file is something else by now, or cannot be written.
  private func undo(_ entry: JournalEntry) throws -> Bool {
    let name = context.shown(entry.path)
    let file = try file(entry.path)
    switch entry.state(of: file?.bytes) {
    case .original:
      try journal.settle(entry)
      guard entry.after != nil else { return false }
      tell("\(name): already what it was before \(entry.origin)")
    case .written, .halfWritten:
      guard let file else { return false }
      do {
        try journal.undo(entry, over: file.bytes) { try restore(file, to: entry) }
      } catch is Journal.Overtaken {
        throw CommandFailure("\(name) is left as it is, since another emend is at work on it; run emend undo again")
      }
      tell("\(name): \(entry.before == nil ? "removed, as" : "what it was") before \(entry.origin)")
    case .gone:
      throw CommandFailure("\(name) is not there any more; what it was before \(entry.origin) is not made anew")
    case .changed:
      try showChanges(of: file?.bytes ?? [], since: entry, name: name)
    }
    return true
  }

  /// - Returns: `nil` if there is none.
  private func file(_ path: String) throws -> DocumentFile? {
    do {
      return try DocumentFile(reading: path)
    } catch {
      if error.code == ENOENT { return nil }
      throw CommandFailure("cannot read \(context.shown(path)): \(error.description)")
    }
  }

  private func restore(_ file: DocumentFile, to entry: JournalEntry) throws {
    if let before = entry.before { return try context.atomicFile.write(before, replacing: file) }
    guard file.path == entry.path, try self.file(file.path) == file else {
      throw CommandFailure("\(context.shown(entry.path)) changed while emend was at work; not removed, run emend again")
    }
    guard unlink(file.path) == 0 else {
      throw CommandFailure("cannot remove \(context.shown(entry.path)): \(SystemError.last.description)")
    }
  }

  /// Longer texts are not compared.
  private static let longest = 1_000_000

  private func showChanges(of bytes: [UInt8], since entry: JournalEntry, name: String) throws {
    let doubt = entry.after == nil ? ", if that wrote it at all before it was ended" : ""
    let problem = "\(name) is left as it is: it is not what it was after \(entry.origin)\(doubt)"
    guard let written = entry.written else {
      throw CommandFailure("\(problem), of which is not known what it wrote, since emend was ended meanwhile")
    }
    guard max(bytes.count, written.count) <= Self.longest else { throw CommandFailure(problem) }
    let all = TextEdit(range: ByteRange(0, written.count), replacement: bytes)
    let patch = UnifiedPatch(path: context.diffPath(name), source: written, edits: EditList([all]))
    try context.output.write(
      DiffPrinter(style: style, columns: context.output.columns).bytes(of: patch.lines))
    throw CommandFailure("\(problem); the diff shows what was changed since")
  }

  private func tell(_ message: String) {
    if !isQuiet { context.tell(message) }
  }
}

extension JournalEntry {
  /// The command and the time, for people.
  fileprivate var origin: String { "'emend \(command)' at \(localTime)" }

  /// When it was written, here.
  var localTime: String {
    let format = Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .current).year().month().day()
    return Date(timeIntervalSince1970: Double(time)).formatted(format.time(includingFractionalSeconds: false))
  }
}

extension CommandContext {
  /// How a file is called that is known by its absolute path: from the current folder on, if it lies in it.
  func shown(_ path: String) -> String {
    let folder = resolved(".") + "/"
    return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
  }
}
