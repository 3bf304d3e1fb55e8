// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendGit
import EmendMarkdown
import EmendModels
import EmendServer
import Foundation

/// Writes the hook.
package struct HookInstallCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Write a small pre-commit hook that calls 'emend hook run'.",
    discussion: """
      The hook goes where git looks for it, core.hooksPath, worktrees and submodules included. A pre-commit hook that is there \
      stays: it is called first, and 'emend hook uninstall' puts it back. What is said here is written into the hook; to \
      change it, install again.
      """)

  @OptionGroup(title: "Hook") var hook: HookOptions

  @Option(
    name: .shortAndLong, help: "The template: a name, or the path of a file (default: rephrase).",
    completion: .templates)
  var template: String?

  @Option(
    name: .shortAndLong,
    help: "The model: a name, or the path of a GGUF file; with a server what that calls it.", completion: .models)
  var model: String?

  @Option(
    help: ArgumentHelp("Ask a server of your own; none for the embedded engine.", valueName: "url"),
    completion: .servers)
  var server: String?

  package init() {}

  package func run(in context: CommandContext) async throws {
    if let template { _ = try context.template(named: template) }
    let folders = try await context.repositoryFolders()
    guard hook.scope.exclude.isEmpty || context.resolved(".") == folders.top else {
      throw CommandFailure("--exclude is meant from where the hook runs: install it at the top, \(folders.top)")
    }
    let script = HookScript(
      program: context.installation.executable, arguments: try arguments(in: context), edits: hook.mode == .fix)
    let installation = HookInstallation(in: folders.hooks)
    let path = "\(folders.hooks)/\(HookScript.name)"
    switch try installation.install(script) {
    case .new: context.tell("\(path) written: emend looks at each commit")
    case .renewed: context.tell("\(path) written anew")
    case .chained:
      context.tell("\(path) written; the hook that was there is \(HookScript.formerName) now, and called first")
    }
  }

  private func arguments(in context: CommandContext) throws(CommandFailure) -> [String] {
    // The hook runs at the top: a path is written as it is from everywhere.
    func path(_ name: String) -> String {
      // What a server calls its model may have a slash, too.
      let isPath = name.contains("/") || [".md", ".gguf"].contains { name.hasSuffix($0) }
      return isPath && FileManager.default.fileExists(atPath: context.absolute(name)) ? context.absolute(name) : name
    }
    var arguments = ["--mode=\(hook.mode.rawValue)", "--budget=\(hook.budget.defaultValueDescription)"]
    if hook.strict { arguments.append("--strict") }
    let kinds = hook.scope.kinds.map(\.rawValue).sorted()
    if !kinds.isEmpty { arguments.append("--include=\(kinds.joined(separator: ","))") }
    arguments += hook.scope.exclude.map { "--exclude=\($0)" }
    if hook.color != .auto { arguments.append("--color=\(hook.color.rawValue)") }
    if let template { arguments.append("--template=\(path(template))") }
    if let model { arguments.append("--model=\(path(model))") }
    if let server = try Setting(server, flag: "server")?.server(from: context.currentDirectory) {
      if let address = server.value {
        let policy = try Configuration(in: context).hostPolicy(in: context)
        do { _ = try policy.resolve(address) } catch { throw server.mistake(error.description) }
      }
      arguments.append("--server=\(server.value?.description ?? "none")")
    }
    return arguments
  }
}
