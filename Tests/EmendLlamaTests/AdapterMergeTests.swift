// SPDX-License-Identifier: Apache-2.0

import CLlama
import EmendModels
import EmendTestSupport
import Foundation
import Testing

@testable import EmendLlama

/// Merging with the real default model and the shipped adapter.
@Suite(.serialized)
struct AdapterMergeTests {
  private static let adapter = "\(Repository.root)/adapters/rephrase-smollm2-135m.gguf"
  private let workbench = LlamaWorkbench(threads: 1)

  @Test("A merged weight is the model's plus what the adapter learned; what it did not touch is the same, bit by bit")
  func weights() async throws {
    let folder = try TemporaryFolder()
    let target = folder.path + "/merged.gguf"
    try await workbench.merge(Self.adapter, into: Repository.defaultModel, as: .q80, to: target)
    #expect(try folder.contents() == ["merged.gguf"])
    let facts = try await workbench.facts(of: target)
    #expect((facts.family, facts.format) == ("smollm2-135m", .q80))
    #expect(facts.adapter == "rephrase-smollm2-135m.gguf")
    #expect(try await workbench.facts(of: Repository.defaultModel).adapter == nil)

    let base = try GGUFFile(path: Repository.defaultModel, tensors: true)
    let merged = try GGUFFile(path: target, tensors: true)
    let adapter = try GGUFFile(path: Self.adapter, tensors: true)
    let changes = Dictionary(uniqueKeysWithValues: adapter.tensors.map { ($0.name, $0) })
    let alpha = adapter.number("adapter.lora.alpha")
    let scale = Float(try #require(alpha))
    var touched = 0
    for (old, new) in zip(base.tensors, merged.tensors) {
      #expect(old.name == new.name)
      guard let a = changes[old.name + ".lora_a"], let b = changes[old.name + ".lora_b"] else {
        #expect(old.type == new.type)
        #expect(try row(old, old.rows - 1) == row(new, new.rows - 1))
        continue
      }
      touched += 1
      guard touched % 30 == 1 else { continue }
      let index = old.rows / 2
      let factors = try row(b, index)
      var expected = try row(old, index)
      for (component, factor) in factors.enumerated() {
        for (column, value) in try row(a, component).enumerated() {
          expected[column] += scale / Float(factors.count) * factor * value
        }
      }
      #expect(try row(old, index) != expected)
      // Q8_0 stores 32 weights as whole multiples of a 127th of the largest, that in half precision.
      for (start, value) in try row(new, index).enumerated() {
        let block = expected[(start / 32 * 32)..<(start / 32 * 32 + 32)]
        let step = try #require(block.map(abs).max()) / 127
        #expect(abs(value - expected[start]) <= step * 0.57)
      }
    }
    #expect(touched == 210)
  }

  private func row(_ tensor: GGUFTensor, _ index: Int) throws -> [Float] {
    var row = [Float](repeating: 0, count: tensor.columns)
    #expect(tensor.read(row: index, into: &row))
    return row
  }

  @Test("What is no adapter, does not fit or cannot be written is told, and nothing is left behind")
  func failures() async throws {
    let folder = try TemporaryFolder()
    let target = folder.path + "/merged.gguf"
    let (model, adapter) = (Repository.defaultModel, Self.adapter)
    func failure(_ adapter: String, _ model: String, to target: String) async -> ModelError? {
      do {
        try await workbench.merge(adapter, into: model, as: .q80, to: target)
        return nil
      } catch { return error as? ModelError }
    }
    #expect(await failure(model, model, to: target) == .notAdapter(path: model))
    #expect(await failure(adapter, adapter, to: target) == .adapterMismatch(adapter: adapter, model: adapter))
    let text = try folder.write("text.gguf", "no model")
    #expect(await failure(text, model, to: target) == .notGGUF(path: text))
    let half = folder.path + "/half.gguf"
    let bytes = try Data(contentsOf: URL(fileURLWithPath: adapter))
    try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: half))
    guard case .cannotLoad(half, _) = await failure(half, model, to: target) else {
      Issue.record("half an adapter was taken")
      return
    }
    guard case .cannotWrite("/proc/none.gguf", _) = await failure(adapter, model, to: "/proc/none.gguf") else {
      Issue.record("no error for a place that cannot be written to")
      return
    }
    #expect(try folder.contents() == ["half.gguf", "text.gguf"])
  }
}
