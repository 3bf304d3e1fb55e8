// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendMarkdown

/// What a hook does, and for how long.
struct HookOptions: ParsableArguments {
  @Option(help: "report shows suggestions and keeps them as a patch; fix edits what is staged.")
  var mode = HookMode.report

  @Option(help: ArgumentHelp("The most time: 10s. What is not reached is told.", valueName: "seconds"))
  var budget = HookBudget(argument: "10s")!

  @Flag(help: "Stop the commit: exit with 1 if there are suggestions, with 3 if passages were not checked.")
  var strict = false

  @Option(
    help: ArgumentHelp("Take these along, which are else passed over: quotes, headings.", valueName: "kinds"),
    transform: SelectionOptions.kinds)
  var include: [[Selection.Kind]] = []

  @Option(
    help: ArgumentHelp(
      "Leave these files alone: a pattern as in .gitignore, meant from the current folder. Repeatable.",
      valueName: "glob"))
  var exclude: [String] = []

  @Option(help: "Colours: auto, always or never. NO_COLOR and CLICOLOR_FORCE are honoured.")
  var color = ColorMode.auto

  func validate() throws { try SelectionOptions.validate(exclude: exclude) }
}
