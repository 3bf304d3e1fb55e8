// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

/// `emend model optimize` and `emend model adapt` of the built program with the real model, where they are cut short.
@Suite(.serialized)
struct ModelProgramTests {
  private let folder: TemporaryFolder

  /// The user's own models are a link to the real one: nothing is written near that.
  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: models, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(models)/m.gguf", withDestinationPath: Repository.defaultModel)
  }

  private var models: String { "\(folder.path)/data/emend/models" }

  private func environment(data: String) -> [String: String] {
    [
      "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": folder.path, "XDG_DATA_HOME": data, "EMEND_THREADS": "1",
      "EMEND": ProgramTests.program, "LC_ALL": "C.UTF-8",
    ]
  }

  @Test("Ctrl-C while weights are stored leaves nothing")
  func interrupted() throws {
    let candidate = "\(models)/.m.optimizing/iq4_nl.gguf.partial-"
    var wasAtWork = false
    let run = try ProcessRun(
      ProgramTests.program, ["model", "optimize", "m", "--format", "iq4_nl"], in: folder.path,
      environment: environment(data: "\(folder.path)/data")
    ) { process in
      for _ in 0..<1000 where !wasAtWork {
        Thread.sleep(forTimeInterval: 0.01)
        wasAtWork = FileManager.default.fileExists(atPath: candidate + "\(process.processIdentifier)")
      }
      kill(process.processIdentifier, SIGINT)
    }
    #expect(wasAtWork)
    #expect(!run.wasSignalled && run.status == 130, "\(run.status)")
    #expect(run.errors.hasSuffix("emend: interrupted; nothing was written\n"), "\(run.errors)")
    #expect(try folder.contents("data/emend/models") == ["m.gguf"])
  }

  @Test("Ctrl-C while an adapter is merged leaves nothing")
  func interruptedMerge() throws {
    var wasAtWork = false
    let run = try ProcessRun(
      ProgramTests.program, ["model", "adapt", "m"], in: folder.path,
      environment: environment(data: "\(folder.path)/data")
    ) { process in
      for _ in 0..<2000 where !wasAtWork {
        Thread.sleep(forTimeInterval: 0.005)
        wasAtWork = (try? folder.contents("data/emend/models").contains { $0.contains(".partial-") }) ?? false
      }
      kill(process.processIdentifier, SIGINT)
    }
    #expect(wasAtWork)
    #expect(!run.wasSignalled && run.status == 130, "\(run.status)")
    #expect(run.errors.hasSuffix("emend: interrupted; nothing was written\n"), "\(run.errors)")
    #expect(try !folder.contents("data/emend/models").contains { $0.contains(".partial-") })
  }

  @Test(
    "A full disk while an adapter is merged: one sentence, and nothing is left", .enabled(if: ProgramTests.canMount))
  func fullDiskMerge() throws {
    try folder.write(
      "script",
      """
      mkdir disk && mount -t tmpfs -o size=20m tmpfs disk && cp -rP data/emend disk || exit 99
      "$EMEND" model adapt m; status=$?
      ls -A disk/emend/models && exit $status
      """)
    let run = try ProcessRun(
      "/bin/sh", ["-c", "unshare -rm sh ./script"], in: folder.path,
      environment: environment(data: "\(folder.path)/disk"))
    #expect(run.status == 2, "\(run.text) \(run.errors)")
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 2 && lines.allSatisfy { $0.hasSuffix(".gguf: No space left on device") }, "\(run.errors)")
    #expect(run.text == "m.gguf\n")
  }

  @Test(
    "A full disk: one sentence, and nothing is left", .enabled(if: ProgramTests.canMount, "needs mount namespaces"))
  func fullDisk() throws {
    try folder.write(
      "script",
      """
      mkdir disk && mount -t tmpfs -o size=20m tmpfs disk && cp -rP data/emend disk || exit 99
      "$EMEND" model optimize m --format q8_0; status=$?
      ls -A disk/emend/models && exit $status
      """)
    let run = try ProcessRun(
      "/bin/sh", ["-c", "unshare -rm sh ./script"], in: folder.path,
      environment: environment(data: "\(folder.path)/disk"))
    #expect(run.status == 2, "\(run.text) \(run.errors)")
    let lines = run.errors.split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "m: storing the weights in q8_0",
        "emend: cannot write \(folder.path)/disk/emend/models/.m.optimizing/q8_0.gguf: No space left on device",
      ])
    #expect(run.text == "m.gguf\n")
  }
}
