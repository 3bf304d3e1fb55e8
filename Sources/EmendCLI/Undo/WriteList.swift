// SPDX-License-Identifier: Apache-2.0

import EmendHistory
import EmendText
import Foundation

/// What was written, newest first.
struct WriteList: Encodable {
  private(set) var version = 1
  private(set) var writes: [Write] = []

  struct Write: Encodable {
    /// ISO 8601, in UTC.
    let time: String
    let command: String
    let path: String
    let linesAdded: Int
    let linesRemoved: Int
    let state: State
    let canBeUndone: Bool

    fileprivate let localTime: String
    fileprivate let name: String

    private enum CodingKeys: CodingKey {
      case time, command, path, linesAdded, linesRemoved, state, canBeUndone
    }
  }

  /// What has become of a write.
  enum State: String, Encodable {
    case undone
    /// The file is what was written.
    case written
    case halfWritten = "half-written"
    /// The file is what it was before, without an undo.
    case original
    case changed
    case gone

    fileprivate var words: String {
      switch self {
      case .undone: "undone"
      case .written: "can be undone"
      case .halfWritten: "half written, can be undone"
      case .original: "taken back already"
      case .changed: "no, changed since"
      case .gone: "no, not there any more"
      }
    }
  }

  /// - Parameter paths: Files; all for none.
  init(of journal: Journal, paths: [String], in context: CommandContext) throws {
    guard journal.exists else { return }
    let wanted = Set(paths.map(context.identity))
    /// What each file would be if what is newer were undone; `nil` inside for none.
    var contents: [String: [UInt8]?] = [:]
    /// What hinders an undo of older writes.
    var obstacles: [String: State] = [:]
    for id in try journal.ids() {
      guard let entry = try journal.entry(id), wanted.isEmpty || wanted.contains(entry.path) else { continue }
      let bytes = contents[entry.path] ?? (try? DocumentFile(reading: entry.path))?.bytes
      contents[entry.path] = .some(bytes)
      var state = obstacles[entry.path] ?? State(entry.state(of: bytes))
      if entry.isUndone { state = .undone }
      // Emend was ended before it wrote.
      if state == .original, entry.after == nil { continue }
      if [.written, .halfWritten].contains(state) { contents[entry.path] = .some(entry.before) }
      if [.changed, .gone].contains(state) { obstacles[entry.path] = state }
      writes.append(Write(entry, state, in: context))
    }
  }

  var text: String {
    Table(
      header: ["time", "command", "lines", "undo", "file"], rightAligned: [],
      rows: writes.map { write in
        [
          write.localTime, write.command, "+\(write.linesAdded) −\(write.linesRemoved)", write.state.words, write.name,
        ]
      }
    ).text
  }
}

extension WriteList.State {
  fileprivate init(_ state: JournalEntry.State) {
    self =
      switch state {
      case .written: .written
      case .halfWritten: .halfWritten
      case .original: .original
      case .changed: .changed
      case .gone: .gone
      }
  }
}

extension WriteList.Write {
  fileprivate init(_ entry: JournalEntry, _ state: WriteList.State, in context: CommandContext) {
    func lines(_ bytes: [UInt8]?) -> [[UInt8]] { (bytes ?? []).rawLines.map(Array.init) }
    let changes = Alignment(of: lines(entry.written), to: lines(entry.before)).changes
    self.init(
      time: Date(timeIntervalSince1970: Double(entry.time)).formatted(.iso8601), command: entry.command,
      path: entry.path, linesAdded: changes.reduce(0) { $0 + $1.new.count },
      linesRemoved: changes.reduce(0) { $0 + $1.old.count }, state: state,
      canBeUndone: [.written, .halfWritten].contains(state), localTime: entry.localTime,
      name: context.shown(entry.path))
  }
}
