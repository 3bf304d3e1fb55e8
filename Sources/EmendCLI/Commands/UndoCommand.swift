// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendHistory

/// Takes back what emend wrote.
package struct UndoCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take back what emend wrote to files.",
    discussion: """
      Puts back what each file was before emend wrote it last; all that one run wrote to a file goes at once, and a file that \
      it made is removed. Without a file the last run is taken back, with all its files. The next undo goes one write \
      further back.

      A file that is not what emend wrote any more is left as it is, and what differs is shown.

      What was written is kept in ~/.local/state/emend/journal.sqlite ($XDG_STATE_HOME/emend), the texts before and after, \
      up to 100 MB; then the oldest go. You may delete it.

      Exit status: 0 done; 2 a file was left as it is, or there is nothing to take back.
      """)

  @Argument(help: "Files that emend wrote.", completion: .markdown)
  var paths: [String] = []

  @Flag(name: .shortAndLong, help: "List what was written, newest first, and whether it can be taken back.")
  var list = false

  @Option(help: "The format of the list: text or json.")
  var outputFormat = OutputFormat.text

  @Option(help: "Colours: auto, always or never. NO_COLOR and CLICOLOR_FORCE are honoured.")
  var color = ColorMode.auto

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  package init() {}

  package func validate() throws {
    if outputFormat == .json, !list { throw ValidationError("--output-format json goes with --list.") }
  }

  package func run(in context: CommandContext) async throws {
    guard let journal = context.journal else {
      throw CommandFailure("there is no place for a record of writes: set HOME, or XDG_STATE_HOME")
    }
    do {
      if list { return try show(try WriteList(of: journal, paths: paths, in: context), in: context) }
      guard journal.exists else {
        throw CommandFailure("there is nothing to undo: emend has written no file yet (\(journal.path))")
      }
      // What is begun is finished: it takes no longer than a moment.
      Interruption.beginWriting()
      let undo = UndoRun(
        journal: journal, style: DiffStyle(color, on: context.output, in: context), isQuiet: quiet,
        context: context)
      let isDone = try paths.isEmpty ? undo.undoLastSession() : undo.undo(paths)
      if !isDone { throw ExitCode.cannotRun }
    } catch let error as Journal.Unusable {
      throw CommandFailure("\(journal.path), which records writes, cannot be used: \(error.description)")
    }
  }

  private func show(_ list: WriteList, in context: CommandContext) throws {
    switch outputFormat {
    case .json: try context.output.write(try JSONText.bytes(of: list))
    case .text:
      try context.output.write(Array(list.text.utf8))
      if list.writes.isEmpty, !quiet { context.tell("no writes are recorded") }
    }
  }
}
