// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendModels
import EmendTemplates

/// Looks for mistakes in templates.
package struct TemplatesCheckCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Look for mistakes in templates; each is told with its line.",
    discussion: """
      Front matter, variables, kinds that go together, names of checks, and, if there is a model, the grammar; a server is \
      not asked, since many take none. Exits with \
      1 if there is a mistake. Without names all templates are looked at.
      """)

  @Argument(help: "Templates: names, or paths of files.", completion: .templates)
  var names: [String] = []

  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

  package init() {}

  package func run(in context: CommandContext) async throws {
    let catalog = TemplateCatalog(folders: context.templateFolders)
    let names = names.isEmpty ? catalog.names : names
    let settings = try configuration.configuration(in: context)
    let setup = try ModelSetup(
      model, cache: CacheOptions.parse([]), isQuiet: true, settings: settings, context: context)
    var hasMistake = false
    for name in names {
      do {
        let template = try context.template(named: name)
        try await check(template, setup: setup, in: context)
        try context.output.write(Array("\(template.path): no mistake found\n".utf8))
      } catch let failure as CommandFailure {
        hasMistake = true
        try context.output.write(Array("\(failure.description)\n".utf8))
      }
    }
    if hasMistake { throw ExitCode(1) }
  }

  /// Checks what reading the file does not tell.
  private func check(_ template: Template, setup: ModelSetup, in context: CommandContext) async throws {
    let stem = template.path.splitPath.name.dropLast(3)
    if stem != template.name {
      throw CommandFailure(
        "\(template.path): its name is \"\(template.name)\", but it is called by its file's, \"\(stem)\"; make them the same"
      )
    }
    if !template.usedVariables.contains("text") {
      throw CommandFailure(
        "\(template.path): the body has no {{text}}, so the model would not see what it is asked about")
    }
    for (name, variable) in template.variables.sorted(by: { $0.key < $1.key })
    where !template.usedVariables.contains(name) {
      throw CommandFailure("\(template.path):\(variable.line): the body does not use the variable \"\(name)\"")
    }
    guard let grammar = template.grammar, let model = setup.embedded else { return }
    let request = GenerationRequest(
      prompt: Prompt(messages: [Prompt.Message(role: .user, content: "Hello")]), limit: AnswerLimit(tokens: 1),
      grammar: grammar)
    for try await event in model.generate([request]) {
      if case .finished(_, .failure(.invalidGrammar)) = event {
        throw CommandFailure(
          "\(template.path): llama.cpp cannot parse the grammar \(template.grammarFile ?? ""); it needs a rule \"root ::= …\" and every rule that it names"
        )
      }
    }
  }
}
