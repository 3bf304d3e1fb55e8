// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendCLI
import EmendLlama
import EmendModels
import EmendServer
import EmendTestSupport
import Synchronization

/// A command run within the test, in a folder of its own, with a scripted model.
struct CommandRun {
  let status: Int32
  let output: String
  let errors: String
  /// What is left on a terminal that both go to, where a line is erased by going back to its beginning.
  let screen: String
  /// Whether a model was opened.
  let openedModel: Bool

  /// - Parameters:
  ///   - folder: The current folder; the home and all other folders lie in it.
  ///   - below: A folder in it that is the current one instead.
  ///   - hasModel: Whether a file stands where the default model should.
  ///   - keys: What a person presses, each at a question of its own; `nil` if standard input is no terminal.
  init(
    _ arguments: [String], in folder: TemporaryFolder, input: String = "", environment: [String: String] = [:],
    below: String = "", hasModel: Bool = true, isTerminal: Bool = false, keys: [Key]? = nil, model: any LanguageModel,
    workbench: any ModelWorkbench = LlamaWorkbench()
  ) async throws {
    if hasModel { try folder.write("share/models/smollm2-135m-instruct.gguf", "GGUF") }
    let terminal = MemorySink()
    let output = CopyingSink(to: terminal, isTerminal: isTerminal)
    let errors = CopyingSink(to: terminal, isTerminal: isTerminal)
    let opened = Atomic(false)
    let context = CommandContext(
      environment: ["HOME": folder.path + "/home"].merging(environment) { $1 },
      currentDirectory: folder.path + (below.isEmpty ? "" : "/\(below)"),
      installation: Installation(
        executable: "/bin/emend", templates: Repository.root + "/templates", models: folder.path + "/share/models",
        examples: Repository.root + "/examples", adapters: folder.path + "/share/adapters"),
      output: output, errors: errors, readInput: { Array(input.utf8) },
      openTerminal: { keys.map { ScriptedTerminal($0, output: output.own) } },
      makeModel: { _, _ in
        opened.store(true, ordering: .relaxed)
        return model
      },
      makeServerModel: { address, options in
        var options = options
        // Nobody waits long for a second try.
        options.timeouts.backoff = .milliseconds(5)
        return ServerModel(address, options: options)
      }, makeWorkbench: { _ in workbench })
    do {
      let command = try EmendCommand.parse(program: arguments)
      guard var command = command as? any ContextualCommand else {
        throw ValidationError("not a command of emend: \(arguments)")
      }
      try await command.run(in: context)
      status = 0
    } catch let failure as CommandFailure {
      context.tell("emend: \(failure.description)")
      status = failure.status.rawValue
    } catch let error as ExitCode {
      status = error.rawValue
    } catch {
      context.tell(EmendCommand.message(for: error))
      status = EmendCommand.exitCode(for: error).rawValue
    }
    self.output = output.own.text
    self.errors = errors.own.text
    screen = terminal.text.split(separator: "\r\u{1B}[K", omittingEmptySubsequences: false).reduce("") { shown, next in
      String(shown[..<(shown.lastIndex(of: "\n").map(shown.index(after:)) ?? shown.startIndex)]) + next
    }
    openedModel = opened.load(ordering: .relaxed)
  }
}

extension CommandContext {
  fileprivate func tell(_ message: String) { try? errors.write(Array((message + "\n").utf8)) }
}

/// A model that says "utilize" for "utilise", and nothing else new.
let plainSpeaker = ScriptedModel(rewriting: { $0.replacing("utilise", with: "utilize") })

/// Keeps what is written, and writes it elsewhere, too.
private struct CopyingSink: ByteSink {
  let own: MemorySink
  private let other: MemorySink

  init(to other: MemorySink, isTerminal: Bool) {
    own = MemorySink(isTerminal: isTerminal)
    self.other = other
  }

  var isTerminal: Bool { own.isTerminal }
  var columns: Int? { own.columns }

  func write(_ bytes: [UInt8]) throws {
    try own.write(bytes)
    try other.write(bytes)
  }
}
