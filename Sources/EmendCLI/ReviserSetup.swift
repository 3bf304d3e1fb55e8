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

  /// What was decided about passages with this template and model.
  func decisions(_ used: ModelSetup.Used?) -> Decisions {
    let prompt = prompts.prompt(TemplateVariables(text: "", title: "", section: ""))
    let told = prompt.messages.map(\.content) + [prompt.answerPrefix]
    return model.decisions(used, template: ([prompts.template.name] + told).joined(separator: "\n"))
  }

  /// - Parameters:
  ///   - used: `nil` if there is no model: nothing is then checked.
  ///   - deadline: When the model is asked no more.
  ///   - pace: How many passages it is asked about together.
  func reviser(
    _ used: ModelSetup.Used?, until deadline: ContinuousClock.Instant? = nil, pace: Reviser.Pace = .allTogether
  ) -> Reviser {
    var options = options
    options.minGain = ownMinGain ?? used?.adapter?.minGain ?? options.minGain
    options.minGainBeside = used?.adapter?.minGainBeside
    options.pace = pace
    return Reviser(
      model: used.map { model.model($0, until: deadline) } ?? MissingModel(),
      prompts: prompts.adapted(used?.adapter != nil), options: options)
  }
}

extension Reviser.Pace {
  /// Of so few passages the answers may be lost when the time is up.
  static let inTime = Reviser.Pace(first: 3)
  /// The first answers come soon; a reader of many more does not wait for the next.
  static let forReader = Reviser.Pace(first: 2, growth: 2)
  /// While one edit is decided about, the next few are made; another question about one passage waits no longer than that.
  static let forReview = Reviser.Pace(first: 1, growth: 2, most: 4)
}
