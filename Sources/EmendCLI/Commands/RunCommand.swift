// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendTemplates

/// Runs any template.
package struct RunCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run any template, one of your own or one that emend comes with.",
    discussion: """
      What a template takes, and what is done with the answer, stands in it: 'emend templates list' tells. One that \
      replaces passages does what 'emend rephrase -t' does. Others take a document, its sections (--section, or all), or \
      a topic; their answer is a diff, or is printed.

      Examples:
        emend run tighten post.md --section Setup
        emend run title post.md
        emend run summary - < post.md
        emend run outline "Why small models are enough" --depth 3
        emend run ./mine.md post.md --set audience=beginners
      """)

  @Argument(help: "A template: a name, or the path of a file.", completion: .templates)
  var name: String

  @Argument(help: "Markdown files, folders, or - for standard input; or a topic.", completion: .markdown)
  var subjects: [String] = []

  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup(title: "Shape") var list: ListOptions
  @OptionGroup(title: "Shape of an outline") var shape: OutlineOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("For templates that replace passages, as in 'emend rephrase'.", valueName: "number"))
  var minGain: MinGain?

  @OptionGroup var writing: WritingOptions

  package init() {}

  package func validate() throws {
    if writing.template.template != nil {
      throw ValidationError("Name the template once: --template is for other commands.")
    }
    if subjects.isEmpty, selection.changed == nil {
      throw ValidationError("Name what to run it on: files, - for standard input, or a topic.")
    }
    try writing.output.validate(subjects, explains: writing.explain)
  }

  package func run(in context: CommandContext) async throws {
    let status: ExitCode
    let output = try context.template(named: name).output
    if list.count != nil, output != .list {
      throw CommandFailure(
        "--count is for lists, which the template \"\(name)\" does not make", status: .validationFailure)
    }
    if shape.isGiven, output != .outline {
      throw CommandFailure(
        "--sections, --points and --depth are for outlines, which the template \"\(name)\" does not make",
        status: .validationFailure)
    }
    if output == .passage {
      if writing.newDocument.path != nil || writing.newDocument.frontMatter != nil {
        throw CommandFailure(
          "the template \"\(name)\" replaces passages: use --write, or - and a pipe", status: .validationFailure)
      }
      var template = writing.template
      template.template = name
      let settings = try writing.configuration.configuration(in: context)
      let run = try await RevisionRun(
        command: "run", paths: subjects, selection: selection, output: writing.output, template: template,
        ranking: RankingOptions(candidates: writing.candidates, minGain: minGain, explain: writing.explain),
        model: writing.model, cache: writing.cache, settings: settings, context: context)
      status = try await writing.output.showPrompt ? run.showPrompts() : run.revise()
    } else {
      let input =
        subjects.count == 1 ? try CompositionRun.Input(subjects[0], in: context) : .files(subjects)
      status = try await CompositionRun(
        command: "run", template: name, input: input, selection: selection, writing: writing,
        shape: {
          list.apply(to: &$0)
          shape.apply(to: &$0)
        }, context: context
      ).run()
    }
    if status != .success { throw status }
  }
}
