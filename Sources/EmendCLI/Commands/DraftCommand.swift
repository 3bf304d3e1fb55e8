// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser

/// Turns notes into prose.
package struct DraftCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "draft",
    abstract: "Turn notes into paragraphs, in place; or a topic into a whole post.",
    discussion: """
      Notes are lists, and short lines without a full stop, under a heading. The result is a diff, and --write writes it. \
      Without --section all sections are drafted that hold notes and nothing else; with it the notes of that section and \
      those in it, and paragraphs, code and tables between them stay.

      What is in the notes must be in the draft: links, code, numbers, names, a "not"; and no others may be. A section of \
      which the model makes no such draft stays as it is, with the reason.

      With --topic an outline is made first, then a draft of each section, and all is printed as it is finished; where a \
      draft is not good enough, the points of the outline stay.

      Examples:
        emend draft post.md --section Setup
        emend draft -w post.md
        emend draft --topic "Why small models are enough" -o post.md --front-matter title,date
      """)

  @Argument(
    help: "Markdown files, folders, or - for standard input.", completion: .markdown)
  var paths: [String] = []

  @Option(
    help: ArgumentHelp("A section: \"Setup\", \"Guide > Setup\" or #setup. Repeatable.", valueName: "heading"))
  var section: [String] = []

  @Option(help: ArgumentHelp("Write about this, from an outline to the whole text.", valueName: "words"))
  var topic: String?

  @OptionGroup(title: "Shape, with --topic") var shape: OutlineOptions
  @OptionGroup var writing: WritingOptions

  package init() {}

  package func validate() throws {
    try SelectionOptions.validate(section: section)
    if let topic {
      if !paths.isEmpty { throw ValidationError("--topic and files exclude each other.") }
      if !section.isEmpty { throw ValidationError("--section needs a file.") }
      if topic.allSatisfy(\.isWhitespace) {
        throw ValidationError("--topic is empty; say in a few words what to write about.")
      }
      if writing.output.check || writing.output.write || writing.output.diff {
        throw ValidationError("--topic has no file for --write, --check or --diff; use --output FILE.")
      }
      if writing.output.outputFormat.marksPlaces {
        throw ValidationError(
          "--topic has no file that --output-format \(writing.output.outputFormat) could mark; use text or json.")
      }
      return
    }
    if paths.isEmpty { throw ValidationError("Name the files with notes, or - for standard input, or a --topic.") }
    if shape.isGiven { throw ValidationError("--sections, --points and --depth go with --topic.") }
    try writing.output.validate(paths)
  }

  package func run(in context: CommandContext) async throws {
    let status: ExitCode
    if let topic {
      status = try await PostRun(
        topic: topic.asTopic, shape: shape, writing: writing,
        context: context
      ).run()
    } else {
      status = try await CompositionRun(
        command: "draft", template: "draft", input: .files(paths), selection: try .sections(section), writing: writing,
        shape: { _ in }, context: context
      ).run()
    }
    if status != .success { throw status }
  }
}
