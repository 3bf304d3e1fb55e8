// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendGit

/// Looks at what is about to be committed.
package struct HookRunCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Look at what is staged; what the hook calls.",
    discussion: """
      Reads the Markdown that is staged, not the files, and asks about the passages that this commit touches; what a merge, \
      rebase or cherry-pick brings in is passed over. Answers of earlier runs come first, then the model is asked until the \
      time is up.

      report shows suggestions as word diffs and keeps them as a patch in git's folder, which 'emend hook apply' applies. \
      fix edits what is staged, and the same lines in the work tree; lines that are others there stay.

      A commit goes on whatever happens to emend: a missing model or a mistake in the configuration is told, and the exit \
      status is 0. With --strict it is 1 if there are suggestions, and 3 if passages were not checked, whyever.
      """)

  @OptionGroup(title: "Hook") var hook: HookOptions
  @OptionGroup(title: "Template") var template: TemplateOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Cache") var cache: CacheOptions
  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

  @Flag(name: .shortAndLong, help: "Say nothing but suggestions, what was fixed, and errors.")
  var quiet = false

  package init() {}

  package func run(in context: CommandContext) async throws {
    let status: ExitCode
    do {
      status = try await look(in: context)
    } catch let failure as CommandFailure {
      status = goOn(failure.description, in: context)
    } catch let error as GitError {
      status = goOn(error.description, in: context)
    }
    if status != .success { throw status }
  }

  private func look(in context: CommandContext) async throws -> ExitCode {
    let start = ContinuousClock.now
    let repository = GitRepository(trusting: context.currentDirectory)
    // Each program that is started takes a while: side by side they take one.
    async let found = repository.folders()
    let files = try await repository.stagedMarkdown()
    if files.isEmpty { return .success }
    let settings = try configuration.configuration(in: context)
    let setup = try await ReviserSetup(
      command: "rephrase", template: template, ranking: RankingOptions(candidates: nil, minGain: nil, explain: false),
      model: model, cache: cache, isQuiet: quiet, settings: settings,
      until: start + .seconds(hook.budget.seconds), context: context)
    var hook = hook
    if hook.mode == .fix, context.variable("PRE_COMMIT") != nil {
      // pre-commit puts unstaged changes back on what was there before, and loses them if that is another text.
      context.tell("emend: within pre-commit suggestions are shown, not put into what is staged")
      hook.mode = .report
    }
    return try await HookRun(
      hook, setup: setup, settings: settings, repository: repository, isQuiet: quiet, context: context
    ).run(files, try await found)
  }

  private func goOn(_ problem: String, in context: CommandContext) -> ExitCode {
    guard !hook.strict else {
      context.tell("emend: nothing was checked: \(problem)")
      return .unchecked
    }
    context.tell("emend: the commit goes on unchecked: \(problem)")
    return hook.mode == .report ? .success : .cannotRun
  }
}
