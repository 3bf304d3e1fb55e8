// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendGit

/// Takes the hook away.
package struct HookUninstallCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "uninstall", abstract: "Take emend's hook away, and put back the one that was there before.")

  package init() {}

  package func run(in context: CommandContext) async throws {
    let folder = try await context.repositoryFolders().hooks
    let isRestored = try HookInstallation(in: folder).uninstall()
    context.tell(
      "\(folder)/\(HookScript.name) \(isRestored ? "is the hook again that was there before" : "deleted")")
  }
}
