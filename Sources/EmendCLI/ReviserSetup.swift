// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendRevision
import EmendTemplates

/// With which template and model passages are revised, and what is taken of the answers.
struct ReviserSetup {
  let model: ModelSetup
  let prompts: PromptBuilder
  private let options: Reviser.Options
  /// What a change must bring, if the user has said so.
  private let ownMinGain: Double?

  /// - Parameter command: The command's name, which is the template's if nobody says another.
  /// - Throws: ``CommandFailure`` if the template cannot be used, or replaces no passages.
  init(
    command: String, template: TemplateOptions, ranking: RankingOptions, model options: ModelOptions,
    cache: CacheOptions, isQuiet: Bool, settings: Configuration, context: CommandContext
  ) async throws {
    model = try ModelSetup(options, cache: cache, isQuiet: isQuiet, settings: settings, context: context)
    let settings = settings.overridden(by: ranking.overrides)
    let name = template.template ?? settings.template?.value ?? command
    let chosen = try await ChosenTemplate(name, options: template, settings: settings, setup: model, in: context)
    guard chosen.template.output == .passage else {
      throw CommandFailure(
        "the template \"\(chosen.template.name)\" does not replace passages, as '\(command)' does; use 'emend run \(name)'"
      )
    }
    prompts = PromptBuilder(template: chosen.template, settings: chosen.settings, seed: options.seed)
    var taken = Reviser.Options(prompts.template)
    if let candidates = settings.candidates?.value { (taken.candidates, taken.asksAll) = (candidates, true) }
    taken.explains = ranking.explain
    taken.checks = settings.checksLeft(of: taken.checks)
    taken.glossary = settings.glossary
    self.options = taken
    ownMinGain = settings.minGain?.value
  }

  var explains: Bool { options.explains }

  /// The model that is loaded; see ``ModelSetup/used(for:isNeeded:)``.
  func used(isNeeded: Bool) async throws -> ModelSetup.Used {
    try await model.used(for: prompts.template, isNeeded: isNeeded)
  }

  /// - Parameters:
  ///   - used: `nil` if there is no model: nothing is then checked.
  ///   - deadline: When the model is asked no more.
  func reviser(_ used: ModelSetup.Used?, until deadline: ContinuousClock.Instant? = nil) -> Reviser {
    var options = options
    options.minGain = ownMinGain ?? used?.adapter?.minGain ?? options.minGain
    options.minGainBeside = used?.adapter?.minGainBeside
    if deadline != nil { options.passagesTogether = Self.passagesInTime }
    return Reviser(
      model: used.map { model.model($0, until: deadline) } ?? MissingModel(),
      prompts: prompts.adapted(used?.adapter != nil), options: options)
  }

  /// Of so many passages the answers may be lost when the time is up.
  private static let passagesInTime = 3
}
