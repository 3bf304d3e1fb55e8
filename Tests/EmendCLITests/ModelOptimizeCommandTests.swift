// SPDX-License-Identifier: Apache-2.0

import EmendLlama
import EmendModels
import EmendTestSupport
import Foundation
import Synchronization
import Testing

/// The command with figures that the tests write; EmendLlamaTests and ProgramTests measure real ones.
struct ModelOptimizeCommandTests {
  private static let name = "smollm2-135m-instruct"

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: [String], workbench: WrittenWorkbench) async throws -> CommandRun {
    try await CommandRun(["model", "optimize"] + arguments, in: folder, model: plainSpeaker, workbench: workbench)
  }

  private var models: [String] { get throws { try folder.contents("share/models") } }

  @Test("The fastest within the loss takes the original's place by name; the original stays, and doctor says so")
  func keeps() async throws {
    let workbench = WrittenWorkbench(speeds: ["q8_0": 1.5, "iq4_nl": 3], costs: ["q8_0": 0.4, "iq4_nl": 14])
    let run = try await run([Self.name], workbench: workbench)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output == """
        format  MB  prompts, tokens/s  16 answers, tokens/s  speed  perplexity           cost
        q4_1     0               1000                   500  ×1.00       7.389              -
        q8_0     0               1500                   750  ×1.50       7.419   +0.4 % ± 0.0
        iq4_nl   0               3000                  1500  ×3.00       8.424  +14.0 % ± 0.0
        kept: \(folder.path)/share/models/\(Self.name).optimized.gguf, q8_0 (speed ×1.50, perplexity +0.4 %); --model \(Self.name) uses it; delete it to go back

        """)
    #expect(try models == ["\(Self.name).gguf", "\(Self.name).optimized.gguf"])
    #expect(try folder.text("share/models/\(Self.name).gguf") == "GGUF")
    #expect(try folder.text("share/models/\(Self.name).optimized.gguf") == "q8_0 of GGUF")
    // Another run begins with the original again.
    #expect(try await self.run([Self.name], workbench: workbench).status == 0)
    #expect(try folder.text("share/models/\(Self.name).optimized.gguf") == "q8_0 of GGUF")
  }

  @Test("Doctor names the optimised file and the way back, and one that is too old")
  func doctor() async throws {
    let path = try folder.write("share/models/\(Self.name).optimized.gguf", "GGUF")
    try folder.write("share/models/\(Self.name).gguf", "GGUF")
    func date(_ seconds: Double) throws {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: seconds)], ofItemAtPath: path)
    }
    try date(1000)
    // The folder has its model already; CommandRun would write it anew.
    let used = try await CommandRun(["doctor"], in: folder, hasModel: false, model: plainSpeaker)
    #expect(used.output.contains("  file          \(path)\n"), "\(used.output)")
    #expect(
      used.output.contains(
        "  optimized     in place of \(folder.path)/share/models/\(Self.name).gguf; delete the file to go back to that\n"
      ),
      "\(used.output)")
    try date(-1000)
    let stale = try await CommandRun(["doctor"], in: folder, hasModel: false, model: plainSpeaker)
    #expect(stale.output.contains("  file          \(folder.path)/share/models/\(Self.name).gguf\n"), "\(stale.output)")
    #expect(
      stale.output.contains(
        "  optimized     no: \(path) is older than the model; run 'emend model optimize \(Self.name)' again, or delete it\n"
      ),
      "\(stale.output)")
  }

  @Test("With --dry-run, or without a gain, nothing changes")
  func keepsNothing() async throws {
    let fast = WrittenWorkbench(speeds: ["q8_0": 1.5])
    let dry = try await run([Self.name, "--dry-run"], workbench: fast)
    #expect(dry.status == 0)
    #expect(dry.output.contains("nothing is with --dry-run"), "\(dry.output)")
    let slow = try await run([Self.name], workbench: WrittenWorkbench(speeds: ["q8_0": 1.04]))
    #expect(slow.status == 0)
    #expect(
      slow.output.contains(
        "nothing kept: within 1 % of the model's perplexity the fastest, q8_0, has a speed of ×1.04, and less than ×1.05 is no gain"
      ), "\(slow.output)")
    let lossy = WrittenWorkbench(speeds: ["q8_0": 2], costs: ["q8_0": 0.6])
    let bad = try await run([Self.name, "--format", "q8_0", "--max-loss", "0.5"], workbench: lossy)
    #expect(bad.output.contains("nothing kept: the perplexity of every other format is more than 0.5 % above"))
    #expect(try models == ["\(Self.name).gguf"])
  }

  @Test("Formats are those that are asked for, each once, without the model's own")
  func formats() async throws {
    let workbench = WrittenWorkbench()
    _ = try await run([Self.name], workbench: workbench)
    #expect(workbench.made == ["q8_0", "iq4_nl"])
    _ = try await run(
      [Self.name, "--format", "q4_0", "--format", "Q4_0", "--format", "q4_1", "--format", "q6_k"], workbench: workbench)
    #expect(workbench.made.dropFirst(2) == ["q4_0", "q6_k"])
    let own = try await run([Self.name, "--format", "q4_1"], workbench: workbench)
    #expect(own.status == 2)
    #expect(own.errors == "emend: \(Self.name) is in q4_1 already; name another --format\n")
    #expect(try await run([Self.name, "--format", "zip"], workbench: workbench).status == 64)
    #expect(try await run([Self.name, "--max-loss=-1"], workbench: workbench).status == 64)
    #expect(try await run(["none"], workbench: workbench).status == 2)
  }

  @Test("A text that is too short is refused before anything is made; so is one that is not there")
  func text() async throws {
    let workbench = WrittenWorkbench()
    try folder.write("short.md", "Too few words.\n")
    let short = try await run([Self.name, "--text", "short.md"], workbench: workbench)
    #expect(short.status == 2)
    #expect(
      short.errors
        == "emend: short.md has 3 tokens, too few to measure with; give a text of at least 1024 with --text FILE\n")
    #expect(try await run([Self.name, "--text", "none.md"], workbench: workbench).status == 2)
    #expect(workbench.made.isEmpty)
  }

  @Test("A format that the model cannot have leaves the others; a full disk ends the run, and leaves nothing")
  func failures() async throws {
    let odd = ModelError.cannotQuantize(path: "m.gguf", format: "iq4_nl", detail: "odd")
    let some = try await run([Self.name], workbench: WrittenWorkbench(speeds: ["q8_0": 1.5], failures: ["iq4_nl": odd]))
    #expect(some.status == 0)
    #expect(some.errors.contains("emend: llama.cpp cannot make a iq4_nl version of m.gguf (odd)\n"))
    #expect(some.output.contains("\nkept: "))
    let full = ModelError.cannotWrite(path: "m.gguf", reason: "No space left on device")
    let none = try await run([Self.name], workbench: WrittenWorkbench(failures: ["iq4_nl": full]))
    #expect(none.status == 2)
    #expect(none.errors.hasSuffix("emend: cannot write m.gguf: No space left on device\n"), "\(none.errors)")
    #expect(none.output == "")
    #expect(try models == ["\(Self.name).gguf", "\(Self.name).optimized.gguf"])
  }

  @Test("What a killed run left is taken away; two runs at a time are one too many")
  func workspace() async throws {
    try folder.write("share/models/.\(Self.name).optimizing/q8_0.gguf.partial", "half")
    let path = "\(folder.path)/share/models/.\(Self.name).optimizing"
    let descriptor = open(path, O_RDONLY | O_DIRECTORY)
    #expect(flock(descriptor, LOCK_EX) == 0)
    let second = try await run([Self.name], workbench: WrittenWorkbench())
    #expect(second.status == 2)
    #expect(second.errors.contains("another 'emend model optimize' is at work on \(Self.name); wait for it"))
    #expect(FileManager.default.fileExists(atPath: "\(path)/q8_0.gguf.partial"))
    close(descriptor)
    #expect(try await run([Self.name], workbench: WrittenWorkbench()).status == 0)
    #expect(try models == ["\(Self.name).gguf"])
  }
}

/// A workbench whose figures are written by a test, to which four bytes are a token.
private final class WrittenWorkbench: ModelWorkbench {
  private let speeds: [String: Double]
  private let costs: [String: Double]
  private let failures: [String: ModelError]
  private let record = Mutex<[String]>([])

  /// The formats that were made, in order.
  var made: [String] { record.withLock { $0 } }

  /// - Parameters:
  ///   - speeds: By format, relative to the original; 1 if not given.
  ///   - costs: In per cent; 0 if not given.
  init(speeds: [String: Double] = [:], costs: [String: Double] = [:], failures: [String: ModelError] = [:]) {
    self.speeds = speeds
    self.costs = costs
    self.failures = failures
  }

  private func format(_ path: String) -> String {
    path.split(separator: "/").last.map { String($0.dropLast(5)) } ?? ""
  }

  func facts(of path: String) -> ModelFacts { ModelFacts(format: .q41) }

  func merge(_ adapter: String, into model: String, as format: WeightFormat, to target: String) {}

  func tokens(of text: String, model path: String) -> Int {
    text.utf8.count / 4
  }

  func quantize(_ source: String, as format: WeightFormat, to target: String) throws {
    record.withLock { $0.append(format.rawValue) }
    if let failure = failures[format.rawValue] { throw failure }
    let original = String(decoding: try Data(contentsOf: URL(fileURLWithPath: source)), as: UTF8.self)
    try Data("\(format.rawValue) of \(original)".utf8).write(to: URL(fileURLWithPath: target))
  }

  func perplexity(of path: String, on text: String) -> Perplexity {
    let loss = log(1 + (costs[format(path)] ?? 0) / 100)
    return Perplexity(logProbabilities: [-2 - loss, -2 - loss])
  }

  func speed(of path: String, on text: String) -> Speed {
    let speed = speeds[format(path)] ?? 1
    return Speed(prompt: 1000 * speed, answer: 500 * speed)
  }
}
