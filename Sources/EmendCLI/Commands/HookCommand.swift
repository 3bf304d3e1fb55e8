// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendGit

/// A hook of git's that looks at each commit.
package struct HookCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "hook", abstract: "Look at each commit's prose from git's pre-commit hook.",
    subcommands: [
      HookInstallCommand.self, HookUninstallCommand.self, HookRunCommand.self, HookApplyCommand.self,
    ])

  package init() {}
}

extension CommandContext {
  /// The folders of the repository that the current folder is in.
  func repositoryFolders() async throws -> GitRepository.Folders {
    do {
      let here = try await GitRepository(trusting: currentDirectory).folders()
      // A relative core.hooksPath is meant from the top.
      return try await GitRepository(trusting: here.top).folders()
    } catch .noRepository(let folder) {
      throw CommandFailure("\(folder) is not in a git repository; run this in one, or 'git init' first")
    } catch {
      throw CommandFailure(error.description)
    }
  }
}
