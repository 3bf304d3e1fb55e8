// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendRevision

/// What the model is told.
struct TemplateOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, help: "The template: a name, or the path of a file (default: that of the command).",
    completion: .templates)
  var template: String?

  @Option(help: ArgumentHelp("A value for one of the template's variables. Repeatable.", valueName: "name=value"))
  var set: [String] = []

  @Option(help: ArgumentHelp("The tone that a template is to write in, if it uses {{tone}}.", valueName: "words"))
  var tone: String?

  @Option(
    help: ArgumentHelp("A wish in your own words, for templates that use {{instruction}}.", valueName: "sentence"))
  var instruction: String?

  @Option(
    help: ArgumentHelp(
      "The language of the answer, such as German or de (default: that of the text).", valueName: "name"),
    completion: .list(TextLanguage.names.values.sorted()))
  var language: String?

  @Option(
    help: ArgumentHelp(
      "A file with terms and how to write them, for templates that use {{glossary}}.", valueName: "file"),
    completion: .file())
  var glossary: String?

  func validate() throws {
    if let bad = set.first(where: { !$0.contains("=") || $0.hasPrefix("=") }) {
      throw ValidationError("--set takes name=value, not \"\(bad)\".")
    }
  }

  /// The values by name; of two for one name the last, and what has a flag of its own before that.
  var settings: [String: String] {
    let flags = ["tone": tone, "instruction": instruction, "language": language].compactMapValues { $0 }
    return Dictionary(
      set.map { setting in
        let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), String(parts[1]))
      }, uniquingKeysWith: { $1 }
    ).merging(flags) { $1 }
  }
}
