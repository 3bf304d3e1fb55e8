// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser

/// What can be done with models.
package struct ModelCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "model", abstract: "Look after models.",
    subcommands: [ModelInfoCommand.self, ModelAdaptCommand.self, ModelOptimizeCommand.self])

  package init() {}
}
