// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What a hook does, and for how long.
struct HookOptions: ParsableArguments {
  @Option(help: "report shows suggestions and keeps them as a patch; fix edits what is staged.")
  var mode = HookMode.report

  @Option(help: ArgumentHelp("The most time: 10s. What is not reached is told.", valueName: "seconds"))
  var budget = HookBudget(argument: "10s")!

  @Flag(help: "Stop the commit: exit with 1 if there are suggestions, with 3 if passages were not checked.")
  var strict = false

  @OptionGroup(title: "Hook") var scope: ScopeOptions

  @Option(help: "Colours: auto, always or never. NO_COLOR and CLICOLOR_FORCE are honoured.")
  var color = ColorMode.auto
}
