// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Foundation
import Testing

@testable import EmendLlama

/// The workbench with the real default model, which `make setup` installs.
@Suite(.serialized)
struct LlamaWorkbenchTests {
  // One thread: other tests run beside these, and waiting for a second core would cost more than it gives.
  private let workbench = LlamaWorkbench(threads: 1)

  /// Plain English, just long enough.
  private static let text: String = {
    let words = String(decoding: FileManager.default.contents(atPath: examples) ?? Data(), as: UTF8.self)
    return "\(words)\n\n\(words)"
  }()

  private static let examples = "\(Repository.root)/examples/blog-draft.md"

  private func loaded() throws -> LlamaModel { try LlamaModel(path: Repository.defaultModel, vocabularyOnly: false) }

  /// A chunk and a half of a real text: 510 scored tokens.
  private func tokens(_ text: String, model: LlamaModel) throws -> [Int32] {
    Array(try LlamaTokenizer(model).tokens(of: text, special: false).prefix(768))
  }

  @Test("A version in another format is a whole model, about as good, with nothing beside it")
  func quantized() async throws {
    let folder = try TemporaryFolder()
    let target = folder.path + "/q8_0.gguf"
    #expect(try await workbench.facts(of: Repository.defaultModel).format == .q41)
    try await workbench.quantize(Repository.defaultModel, as: .q80, to: target)
    #expect(try await workbench.facts(of: target).format == .q80)
    #expect(try folder.contents() == ["q8_0.gguf"])

    let (original, version) = (try loaded(), try LlamaModel(path: target, vocabularyOnly: false))
    let tokens = try tokens(Self.text, model: original)
    let before = try Perplexity(of: original, on: tokens, threads: 1)
    let after = try Perplexity(of: version, on: tokens, threads: 1)
    #expect(before.logProbabilities.count == 2 * 255)
    // A copy of the file, or of the figures, would cost nothing at all.
    #expect(after != before)
    #expect(abs(after.cost(over: before)) < 1, "\(after.cost(over: before)) %")

    let speed = try await workbench.speed(of: target, on: Self.text)
    #expect(speed.prompt > 1 && speed.answer > 1 && speed.prompt.isFinite && speed.answer.isFinite)
  }

  @Test("Plain English is foreseen far better than the same words in another order")
  func shuffled() throws {
    let model = try loaded()
    let words = Self.text.split(separator: " ").map(String.init)
    var generator = SeededGenerator(seed: 1)
    let shuffled = words.shuffled(using: &generator).joined(separator: " ")
    let plain = try Perplexity(of: model, on: Array(tokens(Self.text, model: model).prefix(512)), threads: 1)
    let mixed = try Perplexity(of: model, on: Array(tokens(shuffled, model: model).prefix(512)), threads: 1)
    #expect(plain.value > 2)
    #expect(mixed.value > 5 * plain.value, "\(plain.value), shuffled \(mixed.value)")
  }

  @Test(
    "What is no model, a format that cannot be had and a folder that is not there: one sentence, and nothing is left")
  func failures() async throws {
    let folder = try TemporaryFolder()
    let text = try folder.write("text.gguf", "This is not a model.")
    let whole = try #require(FileHandle(forReadingAtPath: Repository.defaultModel))
    let cut = try folder.write("cut.gguf", try #require(try whole.read(upToCount: 20_000_000)))
    await #expect(throws: ModelError.notGGUF(path: text)) {
      try await workbench.quantize(text, as: .q80, to: folder.path + "/a.gguf")
    }
    let error = await #expect(throws: ModelError.self) {
      try await workbench.quantize(cut, as: .q80, to: folder.path + "/b.gguf")
    }
    let sentence = try #require(error).description
    #expect(sentence.contains(cut) && !sentence.contains("\n"), "\(sentence)")
    let missing = folder.path + "/none/c.gguf"
    await #expect(throws: ModelError.cannotWrite(path: missing, reason: "No such file or directory")) {
      try await workbench.quantize(Repository.defaultModel, as: .q80, to: missing)
    }
    #expect(try folder.contents() == ["cut.gguf", "text.gguf"])
  }

  @Test("A short text is not measured with")
  func short() async throws {
    let error = await #expect(throws: ModelError.self) {
      _ = try await workbench.perplexity(of: Repository.defaultModel, on: "Too few words.")
    }
    guard case .textTooShort(let tokens, 1024) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(tokens < 10)
    #expect(try await workbench.tokens(of: "Too few words.", model: Repository.defaultModel) == tokens)
  }
}
