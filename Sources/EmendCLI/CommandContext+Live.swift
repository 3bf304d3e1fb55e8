// SPDX-License-Identifier: Apache-2.0

import EmendLlama
import Foundation

extension CommandContext {
  /// The real world.
  package static let live = CommandContext(
    environment: ProcessInfo.processInfo.environment, currentDirectory: FileManager.default.currentDirectoryPath,
    installation: .current, output: FileDescriptorSink(1, name: "standard output"),
    errors: FileDescriptorSink(2, name: "standard error"), readInput: { try FileDescriptor.readAll(0) },
    makeModel: { path, options in
      LlamaEngine(
        path: path,
        options: LlamaEngine.Options(
          threads: options.threads, maxContext: options.maxContext, speculates: options.speculates,
          prefixFolder: options.prefixFolder))
    })
}
