// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendModels
import EmendTemplates

/// Merges the templates' adapters into a model.
package struct ModelAdaptCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "adapt",
    abstract: "Merge the templates' adapters into a model, ahead of their first use.",
    discussion: """
      Each template that names an adapter for the model's family gets a model of its own, beside the model if that lies in a \
      folder of models that can be written to, else in the cache folder. What is there already is left as it is.
      """)

  @OptionGroup var model: ModelArgument

  package init() {}

  package func run(in context: CommandContext) async throws {
    let file = try model.file(in: context)
    let catalog = TemplateCatalog(folders: context.templateFolders)
    do {
      for name in catalog.names {
        let template = try catalog.template(named: name)
        guard let adapted = try await AdaptedModel(template, base: file, in: context) else { continue }
        try context.output.write(Array("\(name): \(try await adapted.merged())\n".utf8))
      }
    } catch let error as TemplateError {
      throw CommandFailure(error.description)
    } catch let error as ModelError {
      throw CommandFailure(error.description)
    }
  }
}
