// SPDX-License-Identifier: Apache-2.0

import EmendLlama
import Foundation
import Synchronization

extension CommandContext {
  /// The real world.
  package static let live = CommandContext(
    environment: ProcessInfo.processInfo.environment, currentDirectory: FileManager.default.currentDirectoryPath,
    installation: .current, output: FileDescriptorSink(1, name: "standard output"),
    errors: FileDescriptorSink(2, name: "standard error"), readInput: { try FileDescriptor.readAll(0) },
    openTerminal: { LiveTerminal() },
    makeModel: { path, options in
      let engine = LlamaEngine(
        path: path,
        options: LlamaEngine.Options(
          threads: options.threads, maxContext: options.maxContext, speculates: options.speculates,
          prefixFolder: options.prefixFolder))
      engines.withLock { $0.append(engine) }
      return engine
    })

  /// Every engine, kept to the end of the process: giving a model's memory back before that takes longer.
  private static let engines = Mutex<[LlamaEngine]>([])
}
