// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

/// A run that writes, and an undo, killed at any moment.
@Suite(.serialized)
struct WriteKillTests {
  /// How often; EMEND_KILLS says another number.
  private static let kills = ProcessInfo.processInfo.environment["EMEND_KILLS"].flatMap(Int.init) ?? 16

  private static let names = ["a.md", "b.md", "deep/c.md", "deep/d.md", "hard.md", "link.md"]
  private let folder: TemporaryFolder
  private let old: [String: [UInt8]]

  init() throws {
    folder = try TemporaryFolder()
    var old: [String: [UInt8]] = [:]
    for (index, name) in Self.names.enumerated() {
      let filler = name == "hard.md" ? "```\n\(String(repeating: "filler\n", count: 100_000))```\n\n" : ""
      old[name] = Array("# Post \(index)\r\n\n\(HookTests.bad)\n\n\(filler)No last line ending".utf8)
    }
    self.old = old
  }

  private func run(_ arguments: [String], started: (Process) throws -> Void = { _ in }) throws -> ProcessRun {
    try ProcessRun(
      ProgramTests.program, arguments, in: "\(folder.path)/work",
      environment: ["PATH": "/usr/bin:/bin", "HOME": "\(folder.path)/home", "EMEND_THREADS": "1"], started: started)
  }

  /// Makes the folder anew: one file with another hard link, which is written in place, and one behind a symbolic link.
  private func makeFiles() throws {
    try? FileManager.default.removeItem(atPath: "\(folder.path)/work")
    for (name, bytes) in old { try folder.write(name == "link.md" ? "work/real/link.txt" : "work/\(name)", bytes) }
    #expect(symlink("real/link.txt", "\(folder.path)/work/link.md") == 0)
    #expect(link("\(folder.path)/work/hard.md", "\(folder.path)/work/other.txt") == 0)
  }

  private func read() throws -> [String: [UInt8]] {
    Dictionary(uniqueKeysWithValues: try Self.names.map { ($0, try folder.read("work/\($0)")) })
  }

  private func journalIsSound() throws -> Bool {
    let script = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('PRAGMA integrity_check').fetchall())"
    let journal = "\(folder.path)/home/.local/state/emend/journal.sqlite"
    guard FileManager.default.fileExists(atPath: journal) else { return true }
    return try ProcessRun("/usr/bin/env", ["python3", "-c", script, journal]).text == "[('ok',)]\n"
  }

  /// Whether a file is partly overwritten: the new bytes to some place, and from there on the old ones.
  private func isHalf(_ bytes: [UInt8], from old: [UInt8], to new: [UInt8]) -> Bool {
    let same = zip(bytes, new).prefix { $0 == $1 }.count
    return bytes.count == old.count && bytes[same...] == old[same...]
  }

  @Test("Every file is old or new, the journal is sound, and an undo brings back all that was written")
  func killed() throws {
    let arguments = ["rephrase", "-w"] + Self.names
    try makeFiles()
    // The answers come from the cache from here on; how long a whole run takes is measured.
    #expect(try run(arguments).status == 0)
    try makeFiles()
    let start = ContinuousClock.now
    var reading = 0
    let timed = try run(arguments) { _ in
      while try folder.read("work/a.md") == old["a.md"] { usleep(500) }
      reading = Int((ContinuousClock.now - start) / .microseconds(1))
    }
    #expect(timed.status == 0)
    let whole = Int((ContinuousClock.now - start) / .microseconds(1))
    let new = try read()
    #expect(Self.names.allSatisfy { new[$0] != old[$0] })
    let undoStart = ContinuousClock.now
    #expect(try run(["undo"]).status == 0)
    let undoing = Int((ContinuousClock.now - undoStart) / .microseconds(1))
    #expect(try read() == old)

    var outcomes: [String: Int] = [:]
    for number in 0..<Self.kills {
      try makeFiles()
      // Three of four towards the end, where the writing is.
      let earliest = number.isMultiple(of: 4) ? 0 : reading * 9 / 10
      _ = try run(arguments) { process in
        usleep(UInt32.random(in: UInt32(earliest)...UInt32(whole * 21 / 20)))
        kill(process.processIdentifier, SIGKILL)
      }
      let files = try read()
      #expect(try journalIsSound())
      let written = Self.names.filter { files[$0] == new[$0] }.count
      let half = Self.names.filter { files[$0] != new[$0] && files[$0] != old[$0] }
      // Only what must be written in place can be caught half-way.
      #expect(half.isEmpty || half == ["hard.md"])
      for name in half { #expect(isHalf(files[name] ?? [], from: old[name] ?? [], to: new[name] ?? [])) }
      #expect(try folder.read("work/other.txt") == files["hard.md"])
      outcomes[half.isEmpty ? written == 0 ? "none" : written == 6 ? "all" : "some" : "half a file", default: 0] += 1

      // Every fourth undo is killed, too; another one finishes it.
      if number % 4 == 3 {
        _ = try run(["undo"]) { process in
          usleep(UInt32.random(in: 0...UInt32(undoing)))
          kill(process.processIdentifier, SIGKILL)
        }
        #expect(try journalIsSound())
      }
      let undo = try run(["undo"])
      #expect(undo.status == 0 || undo.errors.contains("there is nothing to undo"), "\(undo.errors)")
      let after = try read()
      #expect(Self.names.allSatisfy { after[$0] == old[$0] }, "\(number): \(undo.errors)")
      #expect(try folder.read("work/other.txt") == old["hard.md"])
      // What a kill can leave beside a file is its successor that had not yet taken its place, one of each process.
      let left = try ["work", "work/deep", "work/real"].flatMap { try folder.contents($0) }
        .filter {
          !["a.md", "b.md", "c.md", "d.md", "deep", "hard.md", "link.md", "link.txt", "other.txt", "real"].contains($0)
        }
      #expect(left.count <= 2 && left.allSatisfy { $0.hasPrefix(".emend-") && $0.hasSuffix(".tmp") }, "\(left)")
      if !left.isEmpty { outcomes["left a temporary file", default: 0] += 1 }
    }
    print("killed \(Self.kills) times: \(outcomes)")
    #expect(Self.kills < 100 || outcomes.keys.contains("some") && outcomes.keys.contains("none"))
  }
}
