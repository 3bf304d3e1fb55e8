// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendGit
import Foundation

/// Applies what the hook suggested last.
package struct HookApplyCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Apply the suggestions of the last commit to the files.",
    discussion: "Calls 'git apply', which changes all files or, where a text is another by now, none.")

  package init() {}

  package func run(in context: CommandContext) async throws {
    let folders = try await context.repositoryFolders()
    let patch = SuggestionPatch(gitFolder: folders.git)
    guard patch.exists else { throw CommandFailure("there are no suggestions to apply: the last commit brought none") }
    do {
      try await GitRepository(trusting: folders.top).apply(patch: patch.path)
    } catch {
      throw CommandFailure(
        "\(error.description); the text is another by now, so nothing was changed, and the suggestions are in \(patch.path)"
      )
    }
    try FileManager.default.removeItem(atPath: patch.path)
    context.tell("the suggestions are applied; 'git diff' shows them")
  }
}
