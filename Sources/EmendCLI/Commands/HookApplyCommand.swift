// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendGit
import Foundation

/// Applies what the hook suggested last.
package struct HookApplyCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Apply what the hook suggested last to the files.",
    discussion: """
      Calls 'git apply'. Where a text is another by now, nothing is changed, and the suggestions stay. 'emend undo' takes \
      back what was applied.
      """)

  package init() {}

  package func run(in context: CommandContext) async throws {
    let folders = try await context.repositoryFolders()
    let patch = SuggestionPatch(gitFolder: folders.git)
    guard patch.exists else { throw CommandFailure("there are no suggestions to apply") }
    let repository = GitRepository(trusting: folders.top)
    let unrecorded: [String]
    do {
      guard try await repository.canApply(patch: patch.path) else {
        throw CommandFailure(
          "the text is another by now, so nothing was changed; the suggestions are in \(patch.path)")
      }
      let paths = try await repository.files(changedBy: patch.path).map { path in
        "\(folders.top)/\(String(decoding: path, as: UTF8.self))"
      }
      Interruption.beginWriting()
      unrecorded = try await DocumentStore(command: "hook apply", in: context).recordWrites(to: paths) {
        try await repository.apply(patch: patch.path)
      }
    } catch let error as GitError {
      throw CommandFailure(
        "\(error.description); 'git diff' shows what was changed, and the suggestions are in \(patch.path)")
    }
    try FileManager.default.removeItem(atPath: patch.path)
    context.tell(
      unrecorded.isEmpty
        ? "the suggestions are applied; 'git diff' shows them, and 'emend undo' takes them back"
        : "the suggestions are applied; 'git diff' shows them, but 'emend undo' does not know of those to \(unrecorded.joined(separator: ", "))"
    )
  }
}
