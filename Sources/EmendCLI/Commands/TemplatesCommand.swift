// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser

/// What has to do with templates.
package struct TemplatesCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "templates", abstract: "List, show, make and check templates.",
    subcommands: [
      TemplatesListCommand.self, TemplatesShowCommand.self, TemplatesNewCommand.self, TemplatesCheckCommand.self,
    ], defaultSubcommand: TemplatesListCommand.self)

  package init() {}
}
