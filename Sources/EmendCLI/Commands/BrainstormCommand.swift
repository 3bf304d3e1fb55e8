// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendMarkdown

/// Lists ideas for a topic or for a section.
package struct BrainstormCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "brainstorm",
    abstract: "List ideas for a topic, or for a section of a document.",
    discussion: """
      For a topic the list is printed. For a section the model reads it and where it stands in the document; the result \
      is a diff that puts the list behind the section's text, and --write does so.

      Ideas that say nearly the same are dropped and asked for again. If there are not enough in the end, those that \
      there are are given, and that is told.

      Examples:
        emend brainstorm "Talks for a meeting of beekeepers" --count 10
        emend brainstorm post.md --section "Next steps"
      """)

  @Argument(help: "A topic, or a Markdown file, or - for standard input.", completion: .markdown)
  var subject: String

  @Option(
    help: ArgumentHelp(
      "The section of the file: \"Setup\", \"Guide > Setup\" or #setup. Repeatable.", valueName: "heading"))
  var section: [String] = []

  @OptionGroup(title: "Shape") var list: ListOptions
  @OptionGroup var writing: WritingOptions

  package init() {}

  package func validate() throws {
    try SelectionOptions.validate(section: section)
    try writing.output.validate([subject])
  }

  package func run(in context: CommandContext) async throws {
    let input = try CompositionRun.Input(subject, in: context)
    if case .topic = input, !section.isEmpty {
      throw ValidationError("--section needs a file; \"\(subject)\" is taken for a topic, since there is no such file.")
    }
    let run = try await CompositionRun(
      command: "brainstorm", template: "brainstorm", input: input, selection: try .sections(section), writing: writing,
      shape: { list.apply(to: &$0) }, context: context)
    let status = try await run.run()
    if status != .success { throw status }
  }
}
