// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

@testable import EmendLlama

struct ModelFactsTests {
  /// The metadata of a GGUF file without tensors, by hand: magic, version, counts, then key, type and value of each.
  private func file(_ entries: [(key: String, type: UInt32, value: [UInt8])]) -> [UInt8] {
    func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
      withUnsafeBytes(of: number.littleEndian) { unsafe Array($0) }
    }
    var data = Array("GGUF".utf8) + bytes(UInt32(3)) + bytes(UInt64(0)) + bytes(UInt64(entries.count))
    for entry in entries {
      data += bytes(UInt64(entry.key.utf8.count)) + Array(entry.key.utf8) + bytes(entry.type) + entry.value
    }
    return data
  }

  private func float(_ number: Float) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> ($0 * 8)) }
  }

  @Test("Numbers that no model has are none, and end nothing", arguments: [-1, .infinity, .nan, 0.5] as [Float])
  func numbers(_ number: Float) throws {
    let folder = try TemporaryFolder()
    let (uint32, float32, text) = (UInt32(4), UInt32(6), UInt32(8))
    let architecture: [UInt8] = [5, 0, 0, 0, 0, 0, 0, 0] + Array("llama".utf8)
    let data = file([
      ("general.architecture", text, architecture), ("general.file_type", float32, float(number)),
      ("llama.context_length", float32, float(number)), ("general.alignment", uint32, [32, 0, 0, 0]),
    ])
    try Data(data).write(to: URL(fileURLWithPath: "\(folder.path)/m.gguf"))
    let facts = ModelFacts(try GGUFFile(path: "\(folder.path)/m.gguf", tensors: false))
    #expect(facts.architecture == "llama")
    #expect(facts.format == nil && facts.context == nil)
  }
}
