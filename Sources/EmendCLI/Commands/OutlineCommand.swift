// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser

/// Proposes an outline for a topic or for notes.
package struct OutlineCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "outline",
    abstract: "Propose an outline: a title, sections, and points in each.",
    discussion: """
      Of a topic, or of the notes in a file. The outline is printed, or written to a new file with --output, which \
      'emend draft' then makes a text of.

      The model is asked for headings first, then for points below each. Its answers are held to a grammar; what says \
      nearly the same as something before it is dropped and asked for again, and so is what holds a number or a link that \
      you did not give. If too little is left, nothing is printed, and the reason is told.

      Examples:
        emend outline "Why small models are enough"
        emend outline "Moving to Lisbon" --sections 4-6 --points 3 --depth 3
        emend outline "Moving to Lisbon" -o lisbon.md --front-matter title,date,draft=true
        emend outline notes.md
      """)

  @Argument(help: "A topic, or a Markdown file with notes, or - for standard input.", completion: .markdown)
  var subject: String

  @OptionGroup(title: "Shape") var shape: OutlineOptions
  @OptionGroup var writing: WritingOptions

  package init() {}

  package func run(in context: CommandContext) async throws {
    let run = try await CompositionRun(
      command: "outline", template: "outline", input: try CompositionRun.Input(subject, in: context), writing: writing,
      shape: { shape.apply(to: &$0) }, context: context)
    let status = try await run.run()
    if status != .success { throw status }
  }
}
