// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendLlama
import EmendTemplates

/// Says what a model is, and which adapters it is used with.
package struct ModelInfoCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Say what a model is, and which adapters it is used with.",
    discussion: """
      An adapter is what a model learned for one template. It fits one family of models; a model of another family is used \
      without. The two are merged once, when they are first needed or by 'emend model adapt'.
      """)

  @OptionGroup var model: ModelArgument

  package init() {}

  package func run(in context: CommandContext) async throws {
    let file = try model.file(in: context)
    let facts = try await file.facts(in: context)
    var lines = LabelledLines()
    lines.add("model", file.name)
    lines.add("file", file.path)
    lines.add("size", file.size.map { "\(megabytes($0)) MB" })
    lines.add("family", facts.family ?? "not told by the file")
    lines.add("architecture", facts.architecture)
    lines.add("weights", facts.format?.rawValue)
    lines.add("context", facts.context.map { count($0, "token") })
    lines.add("licence", facts.license)
    lines.add("merged with", facts.adapter)
    lines.add("sha256", try ModelDigest(cacheFolder: context.cacheFolder).sha256(of: file.path))
    try await addAdapters(of: file, to: &lines, in: context)
    try context.output.write(Array(lines.text.utf8))
  }

  /// A line for each template that names adapters.
  private func addAdapters(of file: ModelFile, to lines: inout LabelledLines, in context: CommandContext) async throws {
    let catalog = TemplateCatalog(folders: context.templateFolders)
    for name in catalog.names {
      // One that cannot be read is for whoever uses it.
      guard let template = try? catalog.template(named: name), !template.adapters.isEmpty else { continue }
      let state: String
      do {
        state = try await AdaptedModel(template, base: file, in: context)?.summary ?? "none for this family"
      } catch let failure as CommandFailure {
        state = failure.description
      }
      lines.add("adapter for \(name)", state)
    }
  }
}
