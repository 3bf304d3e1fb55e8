// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Which configuration files are read.
struct ConfigurationOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Read this configuration file and no other.", valueName: "file"), completion: .file())
  var config: String?

  @Flag(help: "Read no configuration file.")
  var noConfig = false

  func validate() throws {
    if config != nil, noConfig { throw ValidationError("--config and --no-config exclude each other.") }
  }

  func configuration(in context: CommandContext) throws(CommandFailure) -> Configuration {
    try Configuration(path: config, isOff: noConfig, in: context)
  }
}
