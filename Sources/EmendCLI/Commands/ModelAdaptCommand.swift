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
    // Of a file that is no model no template says so.
    _ = try await file.facts(in: context)
    let catalog = TemplateCatalog(folders: context.templateFolders)
    var hasFailed = false
    for name in catalog.names {
      let problem: String
      do {
        let template = try catalog.template(named: name)
        if !template.adapters.isEmpty {
          let path = try await AdaptedModel(template, base: file, in: context)?.merged()
          try context.output.write(Array("\(name): \(path ?? "none for this family")\n".utf8))
        }
        continue
      } catch let error as TemplateError {
        problem = error.description
      } catch let error as ModelError {
        problem = error.description
      } catch let failure as CommandFailure {
        problem = failure.description
      }
      // One template that is of no use does not cost the others theirs.
      context.tell("emend: \(problem)")
      hasFailed = true
    }
    if hasFailed { throw ExitCode.cannotRun }
  }
}
