// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What the model is told.
struct TemplateOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, help: "The template: a name, or the path of a file (default: rephrase).",
    completion: .file(extensions: ["md"]))
  var template: String?

  @Option(help: ArgumentHelp("A value for one of the template's variables. Repeatable.", valueName: "name=value"))
  var set: [String] = []

  func validate() throws {
    if let bad = set.first(where: { !$0.contains("=") || $0.hasPrefix("=") }) {
      throw ValidationError("--set takes name=value, not \"\(bad)\".")
    }
  }

  /// The values by name; of two for one name the last.
  var settings: [String: String] {
    Dictionary(
      set.map { setting in
        let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), String(parts[1]))
      }, uniquingKeysWith: { $1 })
  }
}
