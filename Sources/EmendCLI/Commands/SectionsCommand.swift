// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser

/// Prints the outline of a document with the addresses that selections take.
package struct SectionsCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "sections",
    abstract: "Show a document's outline with the addresses that selections take.",
    discussion: """
      Each row is a section, subsections included: what --lines, --paragraph and --section take for it, and its words. \
      No model is needed.
      """)

  @Argument(help: "A Markdown file, or - for standard input.", completion: .markdown)
  var path: String

  @Flag(help: "List the paragraphs instead, each with its number, lines and first words.")
  var paragraphs = false

  @Option(help: "The format of the result: text or json.")
  var outputFormat = OutputFormat.text

  package init() {}

  package func run(in context: CommandContext) async throws {
    let opened = try context.open(path == "-" ? .standardInput : .file(path), inputName: "<stdin>")
    let outline = Outline(of: opened.document, name: opened.name)
    switch outputFormat {
    case .json: try context.output.write(try JSONText.bytes(of: outline))
    case .text: try context.output.write(Array(outline.text(paragraphs: paragraphs).utf8))
    }
  }
}
