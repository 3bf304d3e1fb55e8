// SPDX-License-Identifier: Apache-2.0

import EmendHistory
import EmendText

/// Writes the user's documents for one run, each write recorded so that `emend undo` takes it back.
///
/// What cannot be recorded is not written. A signal ends the process between two writes, never within one.
struct DocumentStore: Sendable {
  private let session: Journal.Session
  private let journal: Journal?
  private let atomicFile: AtomicFile

  init(command: String, in context: CommandContext) {
    session = Journal.Session(command: command)
    journal = context.journal
    atomicFile = context.atomicFile
  }

  /// Replaces a file's contents, and returns the file as it is now.
  ///
  /// - Throws: ``CommandFailure`` if it changed since it was read, or cannot be written or recorded; it is then what it
  ///   was.
  func write(_ bytes: [UInt8], replacing file: DocumentFile) throws -> DocumentFile {
    guard bytes != file.bytes else { return file }
    try record(bytes, at: file.path, over: file.bytes) { try atomicFile.write(bytes, replacing: file) }
    return DocumentFile(path: file.path, bytes: bytes)
  }

  /// Writes a file that is not there yet.
  func create(_ file: NewFile, _ bytes: [UInt8]) throws {
    try record(bytes, at: file.path, over: nil) { try file.write(bytes) }
  }

  private func record(_ bytes: [UInt8], at path: String, over old: [UInt8]?, _ replace: () throws -> Void) throws {
    try Interruption.whileWriting {
      try journaled(path) { try $0.write(bytes, to: path, over: old, in: session, replace: replace) }
      Interruption.note(writtenFile: path)
    }
  }

  /// Has another program write files, and records what became of them.
  ///
  /// - Parameter paths: Those that it may write; what cannot be read is left to it.
  /// - Returns: Those of which could not be recorded what became of them.
  func recordWrites(to paths: [String], by work: () async throws -> Void) async throws -> [String] {
    let files = paths.compactMap { path in try? DocumentFile(reading: path) }
    let begun = try files.map { file in
      try journaled(file.path) { try $0.begin(file.path, over: file.bytes, in: session) }
    }
    let result: Result<Void, any Error>
    do { result = .success(try await work()) } catch { result = .failure(error) }
    var unrecorded: [String] = []
    for (file, write) in zip(files, begun) {
      let now = try? DocumentFile(reading: file.path)
      do {
        try journaled(file.path) { try $0.finish(write, with: now?.bytes == file.bytes ? nil : now?.bytes) }
      } catch {
        unrecorded.append(file.path)
      }
    }
    try result.get()
    return unrecorded
  }

  /// Does something with the journal; its errors are told as reasons why a file is not written.
  private func journaled<Value>(_ path: String, _ work: (Journal) throws -> Value) throws -> Value {
    guard let journal else {
      throw CommandFailure(
        "\(path) is not written, since there is no place to record that, for 'emend undo': set HOME, or XDG_STATE_HOME to a folder that can be written to"
      )
    }
    do {
      return try work(journal)
    } catch let error as Journal.Unusable {
      throw CommandFailure(
        "\(path) is not written, since \(journal.path), which records writes for 'emend undo', cannot be used: \(error.description); set XDG_STATE_HOME to a folder that can be written to"
      )
    } catch is Journal.Overtaken {
      throw CommandFailure("\(path) is not written, since another emend is at work on it; run emend again")
    }
  }
}

extension CommandContext {
  /// What was written; `nil` without a home.
  var journal: Journal? {
    stateFolder.map { folder in Journal(folder: folder, tell: { tell("emend: \($0)") }) }
  }
}
