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
    let settings = try configuration.configuration(in: context)
    if let server = settings.serverAddress {
      throw CommandFailure(
        "\(server.value) has the model (\(server.origin)), and 'emend doctor' tells of it; name a model to be told of its file"
      )
    }
    let setting = settings.model
    return try ModelFile(setting?.value, origin: setting?.origin.description ?? "the default", in: context)
  }
}
