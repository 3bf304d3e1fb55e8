// SPDX-License-Identifier: Apache-2.0

import EmendLlama
import EmendModels
import EmendTestSupport
import Foundation
import Testing

@testable import EmendCLI

struct AdapterTests {
  private let folder: TemporaryFolder
  private static let adapter = "share/adapters/rephrase-smollm2-135m.gguf"

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("post.md", "We utilise a thing.\n")
    try folder.write(Self.adapter, "what was learned")
    try folder.write("share/adapters/fix-smollm2-135m.gguf", "what was learned of mistakes")
  }

  private func run(
    _ arguments: [String], family: String? = "smollm2-135m", fails: Bool = false, model: ScriptedModel = plainSpeaker
  ) async throws -> CommandRun {
    try await CommandRun(
      arguments, in: folder, model: model, workbench: MergingWorkbench(family: family, fails: fails))
  }

  private var merged: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/share/models").filter { $0.contains("+") }
    }
  }

  private func model(_ run: CommandRun) throws -> [String: Any] {
    let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    return try #require(report?["model"] as? [String: Any])
  }

  @Test("The template's adapter is merged once, and the merged model is what is loaded and told of")
  func once() async throws {
    let first = try await run(["rephrase", "post.md", "--output-format", "json", "--no-cache"])
    #expect(first.errors.contains("merged the adapter rephrase-smollm2-135m.gguf into smollm2-135m-instruct, once\n"))
    #expect(try model(first)["adapter"] as? String == "rephrase-smollm2-135m.gguf")
    #expect(try model(first)["name"] as? String == "smollm2-135m-instruct")
    let made = try merged
    #expect(made.count == 1 && made[0].hasPrefix("smollm2-135m-instruct+rephrase-smollm2-135m-"))
    let second = try await run(["rephrase", "post.md", "--output-format", "json", "--no-cache"])
    #expect(!second.errors.contains("merged"))
    #expect(try model(second)["sha256"] as? String == model(first)["sha256"] as? String)
    let without = try await run(["rephrase", "post.md", "--output-format", "json", "--no-cache", "--no-adapter"])
    #expect(try model(without)["adapter"] is NSNull)
    #expect(try model(without)["sha256"] as? String != model(first)["sha256"] as? String)
  }

  @Test("A new adapter is merged anew, and what the old one had become goes")
  func renewed() async throws {
    _ = try await run(["rephrase", "post.md"])
    _ = try await run(["rephrase", "post.md", "--template", "fix"])
    let before = try merged
    try folder.write(Self.adapter, "what was learned since")
    _ = try await run(["rephrase", "post.md"])
    #expect(try merged.count == 2)
    #expect(try Set(merged).intersection(before).count == 1)
    // What only looks alike is not what an old adapter had become.
    let alike = [
      "smollm2-135m-instruct+rephrase-smollm2-135m-backup.gguf",
      "smollm2-135m-instruct+rephrase-smollm2-135m-two-01234567.gguf",
    ]
    for name in alike { try folder.write("share/models/\(name)", "mine") }
    try folder.write(Self.adapter, "what was learned last")
    _ = try await run(["rephrase", "post.md"])
    #expect(try Set(merged).isSuperset(of: alike))
    #expect(try merged.count == 4)
  }

  @Test("With the adapter the template's examples are left out, without it they are shown")
  func examples() async throws {
    // The other family first: once merged, the same file is not asked for its family again.
    for (flags, family, count) in [
      ([], "qwen-1b", 14), ([], "smollm2-135m", 2), (["--no-adapter"], "smollm2-135m", 14),
    ] {
      let model = ScriptedModel(rewriting: { $0 })
      _ = try await run(["rephrase", "post.md", "--no-cache"] + flags, family: family, model: model)
      #expect(model.requests.first?.prompt.messages.count == count)
    }
  }

  @Test("With the adapter its own line holds, unless --min-gain says otherwise")
  func line() async throws {
    let model = ScriptedModel(
      likelihood: { request in
        guard case .prompt = request.context else { return 0 }
        return request.text.contains("utilize") ? 0.5 : 0
      },
      reply: { request in
        let text = request.prompt.messages.last?.content ?? ""
        return .success(Generation(text: text.replacing("utilise", with: "utilize"), finishReason: .endOfTurn))
      })
    try folder.write("home/.config/emend/templates/mine.md", Self.template(minGain: 1))
    let mine = ["rephrase", "post.md", "-t", "mine", "--no-cache"]
    #expect(try await !run(mine, model: model).output.contains("utilize"))
    #expect(try await run(mine + ["--min-gain", "0"], model: model).output.contains("utilize"))
    try folder.write("home/.config/emend/templates/mine.md", Self.template(minGain: 0.25))
    #expect(try await run(mine, model: model).output.contains("utilize"))
  }

  private static func template(minGain: Double) -> String {
    """
    ---
    name: mine
    unit: sentence
    adapter: { smollm2-135m: { file: fix-smollm2-135m.gguf, min-gain: \(minGain) } }
    ---
    {{#user}}{{text}}{{/user}}
    """
  }

  @Test("A model of another family, or of none, is used without, and nothing is merged")
  func otherFamily() async throws {
    for family in ["qwen2.5-0.5b", nil] {
      let other = try await run(["rephrase", "post.md", "--output-format", "json", "--no-cache"], family: family)
      #expect(other.status == 0)
      #expect(try model(other)["adapter"] is NSNull)
      #expect(!other.errors.contains("adapter"))
    }
    #expect(try merged.isEmpty)
  }

  @Test("No adapter is put on top of another")
  func another() async throws {
    try folder.write("other.gguf", "a model")
    for (held, status) in [("fix-smollm2-135m.gguf", Int32(2)), ("rephrase-smollm2-135m.gguf", 0)] {
      let workbench = MergingWorkbench(family: "smollm2-135m", held: held)
      let other = ["rephrase", "post.md", "-m", "other.gguf", "--no-cache"]
      let result = try await CommandRun(other, in: folder, model: plainSpeaker, workbench: workbench)
      #expect(result.status == status, "\(result.errors)")
      #expect(try merged.isEmpty)
      if status == 2 {
        #expect(
          result.errors.contains(
            "emend: the model other holds the adapter \(held), and the template \"rephrase\" asks for"))
      }
    }
  }

  @Test("model adapt tells what it cannot do, and does the rest; doctor tells of the adapter")
  func failures() async throws {
    try folder.write("home/.config/emend/templates/broken.md", "---\nname: 3: 4\n---\n")
    let doctor = try await run(["doctor"])
    #expect(doctor.output.contains("  adapter       rephrase-smollm2-135m.gguf, not merged yet\n"), "\(doctor.output)")
    let adapted = try await run(["model", "adapt"])
    #expect(adapted.status == 2)
    #expect(adapted.errors.contains("broken.md"))
    #expect(try merged.count == 2)
    try folder.write("other.gguf", "a model")
    let other = try await run(["model", "adapt", "other.gguf"], family: "qwen-1b")
    #expect(other.output.contains("rephrase: none for this family\n"))
    let unreadable = try await CommandRun(["model", "adapt"], in: folder, model: plainSpeaker)
    #expect(unreadable.status == 2)
    #expect(unreadable.errors.hasPrefix("emend: the model "))
    try FileManager.default.removeItem(atPath: "\(folder.path)/\(Self.adapter)")
    #expect(try await run(["doctor", "--no-adapter"]).status == 0)
    let missing = try await run(["doctor"])
    #expect(missing.status == 2)
    #expect(missing.errors.contains("names the adapter rephrase-smollm2-135m.gguf, which is not in"))
  }

  @Test("An adapter that is not there stops the run, with what to do")
  func missing() async throws {
    try FileManager.default.removeItem(atPath: "\(folder.path)/\(Self.adapter)")
    let result = try await run(["rephrase", "post.md"])
    #expect(result.status == 2)
    #expect(
      result.errors.contains(
        "emend: the template \"rephrase\" names the adapter rephrase-smollm2-135m.gguf, which is not in"))
    #expect(result.errors.contains("go without it with --no-adapter"))
    #expect(try await run(["rephrase", "post.md", "--no-adapter"]).status == 0)
  }

  @Test("A merged model that cannot be loaded is told of as what it is: emend's own to make again")
  func damaged() async throws {
    _ = try await run(["rephrase", "post.md"])
    let path = "\(folder.path)/share/models/\(try #require(try merged.first))"
    let broken = ScriptedModel(reply: { _ in throw ModelError.cannotLoad(path: path, detail: "") })
    let result = try await run(["rephrase", "post.md", "--no-cache"], model: broken)
    #expect(result.errors.contains("the merged model \(path) is damaged or incomplete; delete it"), "\(result.errors)")
  }

  @Test("What cannot be merged is told, and the run goes on without")
  func unmergeable() async throws {
    let result = try await run(["rephrase", "post.md", "--output-format", "json"], fails: true)
    #expect(result.status == 0)
    #expect(result.errors.contains("emend: going on without the adapter rephrase-smollm2-135m.gguf: cannot write"))
    #expect(try model(result)["adapter"] is NSNull)
  }

  @Test("model info tells of each adapter; model adapt merges them ahead of time")
  func commands() async throws {
    let other = try await run(["model", "info"], family: "qwen-1b")
    #expect(other.output.contains("adapter for rephrase  none for this family\n"))
    let before = try await run(["model", "info"])
    #expect(before.status == 0)
    #expect(before.output.contains("family                smollm2-135m\n"))
    #expect(before.output.contains("adapter for rephrase  rephrase-smollm2-135m.gguf, not merged yet\n"))
    let adapted = try await run(["model", "adapt"])
    #expect(adapted.output.split(separator: "\n").count == 2)
    #expect(try merged.count == 2)
    let after = try await run(["model", "info"])
    #expect(
      after.output.contains("adapter for fix       fix-smollm2-135m.gguf, merged in \(folder.path)/share/models/"))
    #expect(try await run(["model", "info", "nothing"]).status == 2)
    let unreadable = try await CommandRun(["model", "info"], in: folder, model: plainSpeaker)
    #expect(unreadable.status == 2)
    #expect(unreadable.errors.hasPrefix("emend: the model "))
  }
}

/// A workbench to which every file is a model of one family.
struct MergingWorkbench: ModelWorkbench {
  let family: String?
  var fails = false
  /// The adapter that the models hold already.
  var held: String?

  func facts(of path: String) -> ModelFacts {
    var facts = ModelFacts(family: family)
    facts.adapter = held
    return facts
  }

  func merge(_ adapter: String, into model: String, as format: WeightFormat, to target: String) throws {
    if fails { throw ModelError.cannotWrite(path: target, reason: "no room") }
    let parts = try [model, adapter].map {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self)
    }
    try Data(parts.joined(separator: "+").utf8).write(to: URL(fileURLWithPath: target))
  }

  func tokens(of text: String, model path: String) -> Int { 0 }
  func quantize(_ source: String, as format: WeightFormat, to target: String) {}
  func perplexity(of path: String, on text: String) -> Perplexity { Perplexity(logProbabilities: [-1]) }
  func speed(of path: String, on text: String) -> Speed { Speed(prompt: 1, answer: 1) }
}
