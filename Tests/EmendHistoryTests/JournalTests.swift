// SPDX-License-Identifier: Apache-2.0

import Dispatch
import EmendHistory
import EmendTestSupport
import Foundation
import Synchronization
import Testing

struct JournalTests {
  private let folder: TemporaryFolder
  private let path: String
  private let session = Journal.Session(command: "rephrase")
  private let other = Journal.Session(command: "draft")

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/state/emend"
  }

  private struct Refused: Error {}

  private func journal(
    limit: Int = Journal.standardLimit, tell: @escaping @Sendable (String) -> Void = { Issue.record("\($0)") }
  ) -> Journal {
    Journal(folder: path, limit: limit, patience: 0.3, now: { 1_000_000 }, tell: tell)
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func write(
    _ new: String, over old: String?, to file: String = "/a.md", in session: Journal.Session, _ journal: Journal
  ) throws {
    try journal.write(bytes(new), to: file, over: old.map(bytes), in: session) {}
  }

  /// The texts of all writes, newest first.
  private func texts(_ journal: Journal) throws -> [[String?]] {
    try journal.ids().compactMap { try journal.entry($0) }.map { entry in
      [entry.before, entry.after, entry.pending].map { $0.map { String(decoding: $0, as: UTF8.self) } }
    }
  }

  // MARK: Writing

  @Test("A write is there with both texts, before and after it is done; nobody else may read it")
  func write() throws {
    let journal = journal()
    let outcome = try journal.write(bytes("new\u{0}"), to: "/a.md", over: bytes("old"), in: session) {
      // Another process would see it, too.
      let seen = try texts(self.journal())
      #expect(seen == [["old", nil, "new\u{0}"]])
      return "done"
    }
    #expect(outcome == "done")
    let id = try #require(try journal.ids(of: "/a.md").first)
    let entry = try #require(try journal.entry(id))
    #expect(
      entry
        == JournalEntry(
          id: id, session: entry.session, path: "/a.md", command: "rephrase", time: 1_000_000, before: bytes("old"),
          after: bytes("new\u{0}"), pending: nil, isUndone: false))
    #expect(try journal.ids(of: "/b.md").isEmpty)
    for (name, mode) in [("", 0o700), ("/journal.sqlite", 0o600), ("/journal.sqlite-wal", 0o600)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path + name)
      #expect(attributes[.posixPermissions] as? Int == mode)
    }
  }

  @Test("The writes of a session are one, as long as nobody else writes in between")
  func continued() throws {
    let journal = journal()
    try write("2", over: "1", in: session, journal)
    try write("x", over: nil, to: "/x.md", in: session, journal)
    try write("3", over: "2", in: session, journal)
    #expect(try texts(journal) == [["1", "3", nil], [nil, "x", nil]])
    try write("4", over: "3", in: other, journal)
    try write("5", over: "4", in: session, journal)
    // Somebody else's text is not to be lost in a longer step.
    try write("6", over: "theirs", in: session, journal)
    #expect(
      try texts(journal)
        == [["theirs", "6", nil], ["4", "5", nil], ["3", "4", nil], ["1", "3", nil], [nil, "x", nil]])
  }

  @Test("A write that fails leaves what was there before it")
  func failed() throws {
    let journal = journal()
    func fail(over old: String) {
      #expect(throws: Refused.self) {
        try journal.write(bytes("never"), to: "/a.md", over: bytes(old), in: session) { throw Refused() }
      }
    }
    fail(over: "1")
    #expect(try texts(journal).isEmpty)
    try write("2", over: "1", in: session, journal)
    fail(over: "2")
    #expect(try texts(journal) == [["1", "2", nil]])
  }

  @Test("What another program writes is recorded when it is known")
  func otherProgram() throws {
    let journal = journal()
    let begun = try ["/a.md", "/b.md"].map { try journal.begin($0, over: bytes("old"), in: session) }
    #expect(try texts(journal) == [["old", nil, nil], ["old", nil, nil]])
    try journal.finish(begun[0], with: bytes("new"))
    try journal.finish(begun[1], with: nil)
    #expect(try texts(journal) == [["old", "new", nil]])
  }

  // MARK: Undoing

  @Test("An undo marks the write; a failed one does not, and one cut short is a write that was")
  func undo() throws {
    let journal = journal()
    try write("2", over: "1", in: session, journal)
    let entry = try #require(try journal.entry(try journal.ids()[0]))
    #expect(throws: Refused.self) { try journal.undo(entry, over: bytes("2")) { throw Refused() } }
    #expect(try journal.entry(entry.id) == entry)
    try journal.undo(entry, over: bytes("2")) {
      let seen = try texts(self.journal())
      #expect(seen == [["1", "2", "1"]])
    }
    #expect(try journal.entry(entry.id)?.isUndone == true)
    // An undone write is not taken further, even to the same text.
    try write("3", over: "2", in: session, journal)
    #expect(try texts(journal) == [["2", "3", nil], ["1", "2", nil]])
  }

  @Test("A write that another process takes back in the meantime is overtaken")
  func overtaken() throws {
    let journal = journal()
    try write("2", over: "1", in: session, journal)
    let entry = try #require(try journal.entry(try journal.ids()[0]))
    // The session goes on: the write has another number by now.
    try write("3", over: "2", in: session, journal)
    #expect(throws: Journal.Overtaken.self) { try journal.undo(entry, over: bytes("2")) { Issue.record("written") } }
    #expect(try texts(journal) == [["1", "3", nil]])
  }

  // MARK: Errors

  @Test("A damaged journal is moved aside and told, and a new one begun", arguments: ["text", "head", "version"])
  func damaged(how: String) throws {
    var first: Journal? = journal()
    try write("2", over: "1", in: session, try #require(first))
    first = nil
    var bytes = try folder.read("state/emend/journal.sqlite")
    switch how {
    case "text": bytes = Array("This is a text, and longer than the header of a database would have to be.".utf8)
    case "head": bytes.replaceSubrange(0..<50, with: Array(repeating: 0xAA, count: 50))
    default: bytes[63] = 99
    }
    try folder.write("state/emend/journal.sqlite", bytes)
    let told = Mutex<[String]>([])
    let journal = journal { message in told.withLock { $0.append(message) } }
    try write("3", over: "2", in: session, journal)
    #expect(try texts(journal) == [["2", "3", nil]])
    let aside = "\(path)/journal.sqlite.damaged-1000000"
    let messages = told.withLock { $0 }
    #expect(messages.count == 1 && messages[0].contains("it is \(aside) now"), "\(messages)")
    #expect(try folder.read("state/emend/journal.sqlite.damaged-1000000") == bytes)
  }

  @Test("Where the journal cannot be had nothing is written, and the reason is told")
  func unusable() throws {
    try folder.write("state", "a file where the folder should be")
    let error = #expect(throws: Journal.Unusable.self) {
      try journal().write(bytes("2"), to: "/a.md", over: bytes("1"), in: session) { Issue.record("written") }
    }
    #expect(error?.description == "cannot create \(path)/journal.sqlite: Not a directory")
  }

  @Test("Another process that holds the journal for too long holds up the write, too")
  func locked() throws {
    try write("2", over: "1", in: session, journal())
    let script = """
      import sqlite3, sys, time
      database = sqlite3.connect(sys.argv[1], isolation_level=None)
      database.execute("BEGIN IMMEDIATE")
      open(sys.argv[2], "w").close()
      time.sleep(60)
      """
    _ = try ProcessRun("/usr/bin/env", ["python3", "-c", script, journal().path, "\(folder.path)/flag"]) { process in
      defer { kill(process.processIdentifier, SIGKILL) }
      for _ in 0..<1000 where !FileManager.default.fileExists(atPath: "\(folder.path)/flag") { usleep(10_000) }
      let error = #expect(throws: Journal.Unusable.self) {
        try journal().write(bytes("3"), to: "/a.md", over: bytes("2"), in: session) { Issue.record("written") }
      }
      #expect(error?.description == "database is locked")
    }
    #expect(try texts(journal()) == [["1", "2", nil]])
  }

  @Test("Many at once write one after the other, and each write is recorded with what was there")
  func concurrent() throws {
    let file = Mutex("0")
    DispatchQueue.concurrentPerform(iterations: 4) { number in
      let journal = Journal(folder: path, patience: 20)
      for index in 0..<25 {
        // Read without the lock: another may be faster, and the write is then refused.
        let old = file.withLock { $0 }
        let new = "\(number) \(index)"
        try? journal.write(bytes(new), to: "/a.md", over: bytes(old), in: Journal.Session(command: "rephrase")) {
          try file.withLock { text in
            guard text == old else { throw Refused() }
            text = new
          }
        }
      }
    }
    let texts = Array(try texts(journal()).reversed())
    let last = file.withLock { $0 }
    #expect(texts.first?[0] == "0" && texts.last?[1] == last && texts.count > 20, "\(texts.count)")
    #expect(zip(texts, texts.dropFirst()).allSatisfy { $0[1] == $1[0] })
    #expect(texts.allSatisfy { $0[1] != nil && $0[2] == nil })
  }

  // MARK: Size

  @Test("The oldest writes go when there is too much, the newest never")
  func limit() throws {
    let journal = journal(limit: 100)
    let text = String(repeating: "x", count: 20)
    for index in 0..<5 { try write("\(text)\(index)", over: text, in: Journal.Session(command: "draft"), journal) }
    #expect(try texts(journal).map { $0[1] } == ["\(text)4", "\(text)3"])
    try write(String(repeating: "y", count: 300), over: nil, in: session, journal)
    #expect(try texts(journal).count == 1)
  }

  @Test("Nothing is made before it is needed")
  func lazy() throws {
    let journal = journal()
    #expect(!journal.exists)
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
