// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendLlama

/// Looks for a faster version of a model.
package struct ModelOptimizeCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "optimize",
    abstract: "Look for a faster version of a model on this machine.",
    discussion: """
      How fast the weights of a model are depends on how they are stored and on the processor. This command stores them in \
      other formats, measures each version against the model on this machine, and prints a table: size; tokens of prompts \
      and of 16 answers at a time in a second; how fast a run is that has as many of one as of the other; perplexity, \
      which tells how badly the model foresees a text, and what it costs, with its standard error.

      The fastest version within --max-loss is kept as NAME.optimized.gguf if it is at least 5 % faster, beside the model if \
      that lies in a folder of models, else among your own. Every command that asks for the model by name then uses it; \
      'emend doctor' says so. Delete the file to go back. The model itself is not touched.
      """)

  @Argument(help: "The model: a name, or the path of a GGUF file.", completion: .models)
  var name: String

  @Option(
    help: ArgumentHelp(
      "A format to try; repeatable (default: q8_0, q4_1 and iq4_nl).",
      valueName: "format"))
  var format: [WeightFormat] = []

  @Option(help: "The most that the perplexity may rise, in per cent.")
  var maxLoss = 1.0

  @Option(
    help: ArgumentHelp("The text to measure with (default: the examples that come with emend).", valueName: "file"),
    completion: .file())
  var text: String?

  @Option(help: "Threads for the model (default: the cores that are free).")
  var threads: Int?

  @Flag(help: "Measure, and keep nothing.")
  var dryRun = false

  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

  package init() {}

  package func validate() throws {
    guard maxLoss.isFinite, maxLoss >= 0 else { throw ValidationError("--max-loss must be a number from 0.") }
  }

  package func run(in context: CommandContext) async throws {
    let settings = try configuration.configuration(in: context)
    let threads = try (.threads(threads) ?? settings.threads)?.value
    let run = try OptimizationRun(
      model: try ModelFile(name, origin: "the argument", version: .original, in: context),
      text: try MeasuringText(path: text, in: context), threads: threads, context: context)
    try await run.optimize(formats: format.isEmpty ? nil : format, maxLoss: maxLoss, keeps: !dryRun)
  }
}

extension WeightFormat: ExpressibleByArgument {
  package init?(argument: String) { self.init(rawValue: argument.lowercased()) }
}
