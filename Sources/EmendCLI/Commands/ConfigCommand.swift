// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser

/// Prints the merged configuration.
package struct ConfigCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Print the merged configuration, and where each value came from.",
    discussion: """
      Flags go before the environment (EMEND_MODEL and so on), that before .emend.yaml in the current folder or the nearest \
      above it that has one, that before the user's file, ~/.config/emend/config.yaml. What is excluded, the glossary and \
      the checks that are switched off add up.

      Exit status: 0 printed; 2 a file has a mistake, which is told with its line.

      Examples:
        emend config
        emend config --model other --output-format json
        emend config --config drafts/.emend.yaml
      """)

  @Option(help: "The format of the result: text or json.")
  var outputFormat = OutputFormat.text

  @OptionGroup(title: "Selection") var scope: ScopeOptions
  @OptionGroup(title: "Template") var template: TemplateOptions
  @OptionGroup(title: "Answers") var ranking: RankingOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Configuration") var files: ConfigurationOptions

  package init() {}

  package func run(in context: CommandContext) async throws {
    let settings = try files.configuration(in: context)
      .overridden(by: scope.overrides(in: context)).overridden(by: try template.overrides())
      .overridden(by: ranking.overrides).overridden(by: try model.overrides(in: context))
    let report = ConfigurationReport(settings)
    try context.output.write(outputFormat == .json ? try JSONText.bytes(of: report) : Array(report.text.utf8))
  }
}
