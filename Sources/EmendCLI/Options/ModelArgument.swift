// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The model that a command of `emend model` is about.
struct ModelArgument: ParsableArguments {
  @Argument(
    help: "The model: a name, or the path of a GGUF file (default: the one in use).",
    completion: .models)
  var name: String?

  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

  /// Finds its file.
  ///
  /// - Throws: ``CommandFailure`` if there is none, or the configuration has a mistake.
  func file(in context: CommandContext) throws -> ModelFile {
    if let name { return try ModelFile(name, origin: "the argument", in: context) }
    let setting = try configuration.configuration(in: context).model
    return try ModelFile(setting?.value, origin: setting?.origin.description ?? "the default", in: context)
  }
}
