// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser

/// Improves prose, paragraph by paragraph.
package struct RephraseCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "rephrase",
    abstract: "Improve prose, paragraph by paragraph.",
    discussion: """
      With files or folders: prints a unified diff that 'git apply' takes, and writes nothing unless --write is given. \
      With -: reads standard input and prints the whole revised document. Folders stand for their *.md and *.markdown \
      files.

      The model is asked sentence by sentence. Of its answers those changes are taken that pass every check on their own and \
      together, and make the text likelier in the model's eyes than the original; --explain tells of each why or why not.

      With --interactive the edits are shown one by one, with keys as in 'git add -p'; the model works ahead. What was \
      accepted, there or with --write, and what was declined is not offered again with the same template and model, \
      unless --fresh is given; 'emend undo' takes back what was written.

      Without an address all prose is meant: paragraphs, and list items of a sentence or more. Code, tables, HTML, \
      formulas, front matter and the like are never touched; headings only with --include headings, quotations with \
      --include quotes or when --lines or --paragraph name them.

      Left alone are also the files that an .emendignore names, in the syntax of .gitignore, documents with \
      "emend: false" in their front matter, and what these comments mean:
        <!-- emend-disable --> … <!-- emend-enable -->
        <!-- emend-disable-next-line -->
        <!-- emend-disable-file -->
        <!-- prettier-ignore -->

      Examples:
        emend rephrase post.md                      a diff
        emend rephrase -i post.md                   decide about one edit after the other
        emend rephrase post.md --section Setup -w   write the edits of a section
        emend rephrase --changed main docs          what differs from a commit
        emend rephrase - < post.md > better.md      as a filter
        emend rephrase --check --output-format github docs
      """)

  @Argument(
    help: "Markdown files, folders, or - for standard input.", completion: .markdown)
  var paths: [String] = []

  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Template") var template: TemplateOptions
  @OptionGroup(title: "Answers") var ranking: RankingOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Cache") var cache: CacheOptions
  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

  package init() {}

  package func validate() throws {
    // The word behind --changed may be the file: it is told apart when git is asked.
    if paths.isEmpty, selection.changed == nil {
      throw ValidationError("Name the files to rephrase, or - for standard input.")
    }
    if paths.contains("-"), selection.changed != nil {
      throw ValidationError("--changed needs a file; what changed in standard input git cannot tell.")
    }
    try output.validate(paths, explains: ranking.explain)
  }

  package func run(in context: CommandContext) async throws {
    let settings = try configuration.configuration(in: context)
    let run = try await RevisionRun(
      command: "rephrase", paths: paths, selection: selection, output: output, template: template,
      ranking: ranking, model: model, cache: cache, settings: settings, context: context)
    let status = try await output.showPrompt ? run.showPrompts() : run.revise()
    if status != .success { throw status }
  }
}
