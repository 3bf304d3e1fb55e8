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
  private let ownMinGain: Setting<Double>?

  /// - Parameters:
  ///   - command: The command's name, which is the template's if nobody says another.
  ///   - deadline: When the model is asked no more.
  /// - Throws: ``CommandFailure`` if the template cannot be used, or replaces no passages.
  init(
    command: String, template: TemplateOptions, ranking: RankingOptions, model options: ModelOptions,
    cache: CacheOptions, isQuiet: Bool, settings: Configuration, until deadline: ContinuousClock.Instant? = nil,
    context: CommandContext
  ) async throws {
    model = try ModelSetup(
      options, cache: cache, isQuiet: isQuiet, settings: settings, until: deadline, context: context)
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
    ownMinGain = settings.minGain
  }

  var explains: Bool { options.explains }

  /// The model that is asked; see ``ModelSetup/used(for:isNeeded:)``.
  func used(isNeeded: Bool) async throws -> UsedModel? {
    try await model.used(for: prompts.template, isNeeded: isNeeded)
  }

  /// What was decided about passages with this template and model.
  func decisions(_ used: UsedModel?) -> Decisions {
    let prompt = prompts.prompt(TemplateVariables(text: "", title: "", section: ""))
    let told = prompt.messages.map(\.content) + [prompt.answerPrefix]
    return model.decisions(used, template: ([prompts.template.name] + told).joined(separator: "\n"))
  }

  /// - Parameters:
  ///   - used: `nil` if there is no model: nothing is then checked.
  ///   - pace: How many passages it is asked about together.
  /// - Throws: ``CommandFailure`` if changes must bring something and the model cannot tell what they do.
  func reviser(_ used: UsedModel?, pace: Reviser.Pace = .allTogether) throws(CommandFailure) -> Reviser {
    var options = options
    options.minGain = try minGain(used)
    options.minGainBeside = used?.adapter?.minGainBeside
    options.pace = pace
    return Reviser(model: model.model(used), prompts: prompts.adapted(used?.adapter != nil), options: options)
  }

  private func minGain(_ used: UsedModel?) throws(CommandFailure) -> Double {
    guard let server = used?.unrankedServer else {
      return ownMinGain?.value ?? used?.adapter?.minGain ?? options.minGain
    }
    if let ownMinGain, ownMinGain.value > -.infinity {
      throw ownMinGain.mistake("\(server) does not say how likely a text is, so no gain is known; set min-gain to off")
    }
    return -.infinity
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
