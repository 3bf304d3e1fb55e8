// SPDX-License-Identifier: Apache-2.0

package import EmendLlama
package import EmendModels
package import EmendServer

/// What a command may touch of the world around it; tests give another one.
package struct CommandContext: Sendable {
  package var environment: [String: String]
  /// The folder that relative paths start from, without a slash at its end.
  package var currentDirectory: String
  package var installation: Installation
  package var output: any ByteSink
  package var errors: any ByteSink
  /// Reads standard input to its end.
  package var readInput: @Sendable () throws -> [UInt8]
  /// Opens what keys are read from; `nil` if standard input is no terminal.
  package var openTerminal: @Sendable () -> (any Terminal)?
  package var makeModel: @Sendable (_ path: String, _ options: EngineOptions) -> any LanguageModel
  /// Makes what asks a server; it is not connected to before it is asked.
  package var makeServerModel: @Sendable (_ address: ServerAddress, _ options: ServerModel.Options) -> ServerModel
  /// Makes what other versions of models are made and measured with.
  package var makeWorkbench: @Sendable (_ threads: Int?) -> any ModelWorkbench

  /// What an embedded engine is opened with.
  package struct EngineOptions: Equatable, Sendable {
    /// `nil` for what fits the machine.
    package var threads: Int?
    /// The most tokens of a prompt and its answer; `nil` for what the model was trained for.
    package var maxContext: Int?
    /// Whether an answer's next tokens are guessed from the passage.
    package var speculates = true
    /// Where evaluated beginnings of prompts are kept; `nil` to keep none.
    package var prefixFolder: String?
  }

  package init(
    environment: [String: String], currentDirectory: String, installation: Installation, output: any ByteSink,
    errors: any ByteSink, readInput: @escaping @Sendable () throws -> [UInt8],
    openTerminal: @escaping @Sendable () -> (any Terminal)? = { nil },
    makeModel: @escaping @Sendable (_ path: String, _ options: EngineOptions) -> any LanguageModel,
    makeServerModel: @escaping @Sendable (_ address: ServerAddress, _ options: ServerModel.Options) -> ServerModel = {
      ServerModel($0, options: $1)
    },
    makeWorkbench: @escaping @Sendable (_ threads: Int?) -> any ModelWorkbench = { LlamaWorkbench(threads: $0) }
  ) {
    self.environment = environment
    self.currentDirectory = currentDirectory
    self.installation = installation
    self.output = output
    self.errors = errors
    self.readInput = readInput
    self.openTerminal = openTerminal
    self.makeModel = makeModel
    self.makeServerModel = makeServerModel
    self.makeWorkbench = makeWorkbench
  }
}

extension CommandContext {
  /// Returns `path` as an absolute path.
  func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(currentDirectory)/\(path)"
  }

  /// Prints a line for the person at the terminal.
  func tell(_ message: String) {
    // Where not even standard error can be written to, there is nobody left to tell.
    try? errors.write(Array("\(message)\n".utf8))
  }

  /// The value of an environment variable that is set and not empty.
  func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
