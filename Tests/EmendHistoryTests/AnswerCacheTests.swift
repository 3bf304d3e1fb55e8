// SPDX-License-Identifier: Apache-2.0

import EmendHistory
import EmendModels
import EmendTestSupport
import Foundation
import Synchronization
import Testing

struct AnswerCacheTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/cache/emend"
  }

  private func cache(
    limit: Int = AnswerCache.standardLimit, now: @escaping @Sendable () -> Int = { 1_000_000 }
  ) -> AnswerCache {
    AnswerCache(folder: path, limit: limit, patience: 0.2, now: now)
  }

  private func key(_ text: String) -> AnswerKey {
    AnswerKey(
      GenerationRequest(
        prompt: Prompt(messages: [.init(role: .user, content: text)]), limit: AnswerLimit(tokens: 9)),
      model: "m", engine: "e")
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  // MARK: Answers

  @Test(
    "An answer comes back as it was, in another run, too; the time it took does not",
    arguments: ["An answer.", "", "Größe\u{0}e\u{301}\r\n"])
  func roundTrip(text: String) throws {
    var answer = Generation(
      text: text, finishReason: .stopString, promptTokens: 12, generatedTokens: 3, meanLogProbability: -0.1 / 3,
      promptSeconds: 1, decodeSeconds: 2)
    let first = cache()
    first.store(answer, for: key("a"))
    (answer.promptSeconds, answer.decodeSeconds, answer.isCached) = (0, 0, true)
    for cache in [first, cache()] {
      let known = cache.answers(for: [key("a"), key("b")])
      #expect(known == [key("a"): answer])
      #expect(known[key("a")].map { Array($0.text.utf8) } == Array(text.utf8))
    }
    #expect(first.problem == nil)
  }

  @Test("A new answer takes the place of the old one; one without probabilities has none")
  func renewed() throws {
    let cache = cache()
    cache.store(Generation(text: "old", finishReason: .endOfTurn, meanLogProbability: -1), for: key("a"))
    cache.store(Generation(text: "new", finishReason: .tokenLimit), for: key("a"))
    #expect(
      cache.answers(for: [key("a")])
        == [key("a"): Generation(text: "new", finishReason: .tokenLimit, isCached: true)])
    #expect(cache.contents()?.count == 1)
  }

  @Test("Nobody else may read the folder and the files in it")
  func modes() throws {
    let cache = cache()
    cache.store(Generation(text: "private", finishReason: .endOfTurn), for: key("a"))
    let files = try folder.contents("cache/emend")
    #expect(files == ["answers.sqlite", "answers.sqlite-shm", "answers.sqlite-wal"])
    for file in files { #expect(try mode("\(path)/\(file)") == 0o600) }
    #expect(try mode(path) == 0o700)
    cache.finish()
    #expect(try folder.contents("cache/emend") == ["answers.sqlite"])
  }

  // MARK: Errors

  @Test(
    "A file that is no database, a damaged one, one of another version or another program is made anew",
    arguments: ["text", "head", "middle", "version", "tables"])
  func damaged(how: String) throws {
    let first = cache()
    for index in 0..<100 {
      first.store(Generation(text: "answer \(index)", finishReason: .endOfTurn), for: key("\(index)"))
    }
    first.finish()
    var bytes = try folder.read("cache/emend/answers.sqlite")
    switch how {
    case "text": bytes = Array("This is a text, and longer than the header of a database would have to be.".utf8)
    case "head": bytes.replaceSubrange(0..<50, with: Array(repeating: 0xAA, count: 50))
    case "middle": bytes.replaceSubrange(4096..<bytes.count, with: Array(repeating: 0xAA, count: bytes.count - 4096))
    // The number that the schema has, and the name of its table.
    case "version": bytes[63] = 99
    default:
      for index in bytes.indices.dropLast(7) where bytes[index..<index + 7].elementsEqual("answers".utf8) {
        bytes[index] = UInt8(ascii: "x")
      }
    }
    try folder.write("cache/emend/answers.sqlite", bytes)

    let cache = cache()
    #expect(cache.answers(for: Set((0..<100).map { key("\($0)") })).isEmpty)
    #expect(cache.problem == nil)
    cache.store(Generation(text: "new", finishReason: .endOfTurn), for: key("a"))
    #expect(self.cache().answers(for: [key("a")])[key("a")]?.text == "new")
    #expect(cache.contents()?.count == 1)
  }

  @Test("Where no file can be made the cache is without effect, says why, and is quick about it")
  func unusable() throws {
    try folder.write("cache", "a file where the folder should be")
    let noFolder = cache()
    #expect(!noFolder.open())
    noFolder.store(Generation(text: "x", finishReason: .endOfTurn), for: key("a"))
    noFolder.finish()
    #expect(noFolder.answers(for: [key("a")]).isEmpty)
    #expect(noFolder.problem?.hasSuffix("cannot create \(path)/answers.sqlite: Not a directory") == true)
    #expect(noFolder.contents() == nil)

    let other = try TemporaryFolder()
    try other.write("answers.sqlite/file", "a folder where the file should be")
    let noFile = AnswerCache(folder: other.path)
    #expect(noFile.answers(for: [key("a")]).isEmpty)
    #expect(noFile.problem != nil)
    #expect(try other.text("answers.sqlite/file") == "a folder where the file should be")
  }

  @Test("The folder may be deleted at any time, with the file open or not")
  func deleted() throws {
    let cache = cache()
    cache.store(Generation(text: "1", finishReason: .endOfTurn), for: key("a"))
    try FileManager.default.removeItem(atPath: path)
    // Another run makes a new file while the first still has the old one.
    let other = self.cache()
    other.store(Generation(text: "2", finishReason: .endOfTurn), for: key("b"))
    cache.store(Generation(text: "3", finishReason: .endOfTurn), for: key("c"))
    cache.finish()
    other.store(Generation(text: "4", finishReason: .endOfTurn), for: key("d"))
    #expect(Set(other.answers(for: [key("b"), key("c"), key("d")]).keys) == [key("b"), key("d")])
    other.finish()
    try FileManager.default.removeItem(atPath: path)
    cache.store(Generation(text: "5", finishReason: .endOfTurn), for: key("e"))
    #expect(cache.answers(for: [key("e")]).count == 1)
    #expect(cache.problem == nil && other.problem == nil)
  }

  @Test("While another process writes, answers are read at once; waiting to write is given up, once for the whole run")
  func locked() throws {
    let first = cache()
    first.store(Generation(text: "kept", finishReason: .endOfTurn), for: key("a"))
    first.finish()
    let script = """
      import sqlite3, sys, time
      database = sqlite3.connect(sys.argv[1], isolation_level=None)
      database.execute("BEGIN IMMEDIATE")
      database.execute("DELETE FROM answers")
      open(sys.argv[2], "w").close()
      time.sleep(60)
      """
    _ = try ProcessRun("/usr/bin/env", ["python3", "-c", script, first.path, "\(folder.path)/flag"]) { process in
      defer { kill(process.processIdentifier, SIGKILL) }
      for _ in 0..<1000 where !FileManager.default.fileExists(atPath: "\(folder.path)/flag") { usleep(10_000) }
      let cache = cache()
      let start = ContinuousClock.now
      #expect(cache.answers(for: [key("a")])[key("a")]?.text == "kept")
      #expect(ContinuousClock.now - start < .milliseconds(150))
      for index in 0..<20 { cache.store(Generation(text: "b", finishReason: .endOfTurn), for: key("\(index)")) }
      cache.finish()
      #expect(ContinuousClock.now - start < .seconds(2))
      #expect(cache.problem == "\(cache.path): database is locked")
    }
    // The process is gone, and what it did not finish is undone.
    #expect(cache().answers(for: [key("a")]).count == 1)
  }

  @Test("Several at once lose no answer, from the first moment on, when the file is made")
  func concurrent() async throws {
    let caches = (0..<6).map { _ in AnswerCache(folder: path, patience: 10) }
    await withTaskGroup { group in
      for (number, cache) in caches.enumerated() {
        group.addTask {
          for index in 0..<50 {
            cache.store(
              Generation(text: "\(number) \(index)", finishReason: .endOfTurn), for: key("\(number) \(index)"))
            if index % 10 == 0 { cache.finish() }
          }
        }
      }
    }
    #expect(caches.allSatisfy { $0.problem == nil }, "\(caches.compactMap(\.problem))")
    let keys = (0..<6).flatMap { number in (0..<50).map { "\(number) \($0)" } }
    let known = cache().answers(for: Set(keys.map(key)))
    #expect(keys.allSatisfy { known[key($0)]?.text == $0 })
  }

  // MARK: Size

  @Test("What was not used the longest goes first when there is too much, and not before the end of a run")
  func limit() throws {
    let time = Atomic(0)
    let days = 24 * 60 * 60
    let cache = cache(limit: 10_000) { time.load(ordering: .relaxed) }
    let text = String(repeating: "x", count: 1000)
    for index in 0..<8 {
      time.store(index * days, ordering: .relaxed)
      cache.store(Generation(text: text, finishReason: .endOfTurn), for: key("\(index)"))
    }
    cache.finish()
    #expect(cache.contents()?.count == 8)
    // The oldest is used again, and a run that only reads removes nothing.
    time.store(20 * days, ordering: .relaxed)
    #expect(cache.answers(for: [key("0")]).count == 1)
    cache.finish()
    for index in 8..<12 {
      cache.store(Generation(text: text, finishReason: .endOfTurn), for: key("\(index)"))
    }
    let all = Set((0..<12).map { key("\($0)") })
    #expect(self.cache().answers(for: all).count == 12)
    cache.finish()
    let left = (0..<12).filter { !cache.answers(for: [key("\($0)")]).isEmpty }
    // 1,128 bytes each: 7 fit in nine tenths of the limit.
    #expect(left == [0, 6, 7, 8, 9, 10, 11])
    #expect(try #require(cache.contents()).bytes <= 9000)
  }

  @Test("A run that finds everything writes nothing, and the time of use once a day")
  func quiet() throws {
    let time = Atomic(1_000_000)
    let cache = cache { time.load(ordering: .relaxed) }
    cache.store(Generation(text: "a", finishReason: .endOfTurn), for: key("a"))
    cache.finish()
    let before = try folder.read("cache/emend/answers.sqlite")
    time.add(20 * 60 * 60, ordering: .relaxed)
    #expect(cache.answers(for: [key("a")]).count == 1)
    cache.finish()
    #expect(try folder.read("cache/emend/answers.sqlite") == before)
    time.add(20 * 60 * 60, ordering: .relaxed)
    #expect(cache.answers(for: [key("a")]).count == 1)
    cache.finish()
    #expect(try folder.read("cache/emend/answers.sqlite") != before)
  }

  @Test("Nothing is made before it is needed")
  func lazy() throws {
    let cache = cache()
    #expect(cache.contents() == nil)
    cache.finish()
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(cache.open())
    #expect(cache.contents()?.count == 0)
  }
}
