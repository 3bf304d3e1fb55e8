// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

@testable import EmendCLI

struct ModelFileTests {
  private let folder: TemporaryFolder
  private let context: CommandContext

  init() throws {
    let folder = try TemporaryFolder()
    self.folder = folder
    context = CommandContext(
      environment: ["HOME": "\(folder.path)/home"], currentDirectory: folder.path,
      installation: Installation(executable: "/bin/emend", templates: nil, models: "\(folder.path)/share"),
      output: MemorySink(), errors: MemorySink(), readInput: { [] }, makeModel: { _, _ in plainSpeaker })
  }

  private static let own = "home/.local/share/emend/models"

  /// Writes a file that is so many seconds old.
  @discardableResult
  private func write(_ name: String, age: Double) throws -> String {
    let path = try folder.write(name, "GGUF")
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: path)
    return path
  }

  private func find(_ name: String?, version: ModelFile.Version = .fastest) throws -> ModelFile {
    try ModelFile(name, origin: "a test", version: version, in: context)
  }

  @Test("By name the optimised file goes before its original, under the same name; by path the file that is named")
  func preference() throws {
    let original = try write("share/m.gguf", age: 20)
    #expect(try find("m").optimization == .none)
    let optimized = try write("share/m.optimized.gguf", age: 10)
    let file = try find("m")
    #expect((file.path, file.name) == (optimized, "m"))
    #expect(file.optimization == .used(original: original))
    #expect(file.reason == "a test, found in \(folder.path)/share")
    #expect(try find("share/m.gguf").path == original)
    #expect(try find("share/m.gguf").optimization == .none)
    #expect(try find("m", version: .original).path == original)
    try FileManager.default.removeItem(atPath: optimized)
    #expect(try find("m").path == original)
  }

  @Test("An optimised file that is older than its original is not used")
  func stale() throws {
    let original = try write("share/m.gguf", age: 10)
    let optimized = try write("share/m.optimized.gguf", age: 20)
    #expect(try find("m").path == original)
    #expect(try find("m").optimization == .stale(optimized))
  }

  @Test("Among the user's models it goes before the installation's original, but not the other way around")
  func folders() throws {
    let shared = try write("share/m.gguf", age: 20)
    let optimized = try write("\(Self.own)/m.optimized.gguf", age: 10)
    #expect(try find("m").path == optimized)
    #expect(try find("m").optimization == .used(original: shared))
    // The user's own model of that name is another one, which the installation's was not made from.
    let own = try write("\(Self.own)/m.gguf", age: 5)
    try FileManager.default.removeItem(atPath: optimized)
    try write("share/m.optimized.gguf", age: 1)
    #expect(try find("m").path == own)
    #expect(try find("m").optimization == .none)
  }

  @Test("One whose original is elsewhere, or gone, is used, and is no original")
  func alone() throws {
    let optimized = try write("\(Self.own)/m.optimized.gguf", age: 10)
    #expect(try find("m").path == optimized)
    #expect(try find("m").optimization == .used(original: nil))
    #expect(throws: CommandFailure.self) { try find("m", version: .original) }
  }

  @Test("It is kept beside the original if that is among the models, else among the user's own")
  func place() throws {
    func place(_ name: String) throws -> String {
      try OptimizedModel.place(for: try find(name, version: .original), in: context)
    }
    try write("share/m.gguf", age: 1)
    try write("elsewhere/n.gguf", age: 1)
    #expect(try place("m") == "\(folder.path)/share/m.optimized.gguf")
    #expect(try place("share/m.gguf") == "\(folder.path)/share/m.optimized.gguf")
    #expect(try place("elsewhere/n.gguf") == "\(folder.path)/\(Self.own)/n.optimized.gguf")
    // It would be taken for a version of the other model.
    try write("elsewhere/m.gguf", age: 1)
    #expect(throws: CommandFailure.self) { try place("elsewhere/m.gguf") }
    try write("share/m.optimized.gguf", age: 1)
    #expect(throws: CommandFailure.self) { try place("share/m.optimized.gguf") }
  }
}
