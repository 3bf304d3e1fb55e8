// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendLlama
import EmendModels
import EmendTemplates
import Foundation

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
    let facts: ModelFacts
    do {
      facts = try await context.makeWorkbench(nil).facts(of: file.path)
    } catch let error as ModelError {
      throw CommandFailure(error.description)
    }
    var lines: [(String, String)] = [("model", file.name), ("file", file.path)]
    let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int
    lines += [
      ("size", size.map { "\(($0 + 500_000) / 1_000_000) MB" }), ("family", facts.family ?? "not told by the file"),
      ("architecture", facts.architecture), ("weights", facts.format?.rawValue),
      ("context", facts.context.map { "\($0) tokens" }), ("licence", facts.license), ("merged with", facts.adapter),
      ("sha256", try ModelDigest(cacheFolder: context.cacheFolder).sha256(of: file.path)),
    ].compactMap { name, value in value.map { (name, $0) } }
    lines += try await adapterLines(file, in: context)
    let width = lines.map(\.0.count).max() ?? 0
    for (name, value) in lines {
      try context.output.write(
        Array((name + String(repeating: " ", count: width - name.count) + "  " + value + "\n").utf8))
    }
  }

  /// A line for each template that names adapters.
  private func adapterLines(_ file: ModelFile, in context: CommandContext) async throws -> [(String, String)] {
    let catalog = TemplateCatalog(folders: context.templateFolders)
    var lines: [(String, String)] = []
    for name in catalog.names {
      // One that cannot be read is for whoever uses it.
      guard let template = try? catalog.template(named: name), !template.adapters.isEmpty else { continue }
      let state: String
      do {
        switch try await AdaptedModel(template, base: file, in: context) {
        case nil: state = "none for this family"
        case let adapted?: state = "\(adapted.adapter), \(adapted.path.map { "merged in \($0)" } ?? "not merged yet")"
        }
      } catch let failure as CommandFailure {
        state = failure.description
      }
      lines.append(("adapter for \(name)", state))
    }
    return lines
  }
}
