// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import Foundation

/// The program: its subcommands, and how it ends.
package struct EmendCommand: AsyncParsableCommand {
  package static let version = "0.2.0"

  package static let configuration = CommandConfiguration(
    commandName: "emend",
    abstract: "A writing assistant for Markdown that runs on this machine alone.",
    discussion: """
      Mends the prose of Markdown files with a small language model, and writes new: outlines, ideas, drafts from notes. \
      The result is shown as a diff, or printed. Only what was asked for is touched; links, numbers, code and layout stay; \
      where no answer is good enough, the text is left alone, with the reason.

      Examples:
        emend rephrase post.md                      better paragraphs, as a diff
        emend rephrase post.md --section Setup -w   write those of one section
        emend rephrase -i post.md                   decide about one edit after the other
        emend rephrase --changed .                  those that differ from the last commit
        emend rephrase --server http://127.0.0.1:8080 post.md
                                                    asking a server of yours
        emend outline "Moving to Lisbon"            an outline for a topic
        emend brainstorm "Talks for beekeepers"     ideas as a list
        emend draft post.md --section Setup         paragraphs from the notes of a section
        emend draft --topic "Why bees dance"        a whole text, from an outline on
        emend run title post.md                     any template; 'emend templates' lists them
        emend undo post.md                          take back the last write of a file
        emend verify old.md new.md                  did a rewrite keep the meaning? no model
        emend verify --staged                       the same for what is about to be committed
        emend hook install                          suggestions for each commit
        emend sections post.md                      the addresses of sections
        emend model optimize NAME                   a faster version of a model, if there is one
        emend doctor                                the model or server, and why; servers on this machine
        emend config                                the settings in force, and where they come from

      'make install' installs a man page for each command, and completions for bash, zsh and fish; 'emend \
      --generate-completion-script zsh' prints those of a shell.

      Exit status: 0 done; 1 --check: edits would be made, verify and templates check: a mistake, hook run --strict: suggestions; \
      2 could not run, or no new text is good enough; 3 passages were not \
      checked (--check, verify); \
      64 wrong usage; 130 interrupted: what was written stays.
      """,
    version: "emend \(version)",
    subcommands: [
      RephraseCommand.self, OutlineCommand.self, BrainstormCommand.self, DraftCommand.self, RunCommand.self,
      VerifyCommand.self, UndoCommand.self, HookCommand.self, SectionsCommand.self, TemplatesCommand.self,
      ModelCommand.self, DoctorCommand.self, ConfigCommand.self,
    ])

  package init() {}

  /// Puts the process's streams and signals in order, before anything else is done.
  package static func prepare() { Interruption.prepare() }

  /// Reads the program's arguments.
  ///
  /// As git's, `--word-diff` alone is whole: the word behind it is a file.
  package static func parse(program arguments: [String]) throws -> any ParsableCommand {
    let options = arguments.prefix { $0 != "--" }.map { $0 == "--word-diff" ? "--word-diff=auto" : $0 }
    return try parseAsRoot(options + arguments[options.count...])
  }

  /// Ends the process at once.
  ///
  /// A model that was given up may still be computing with what exit handlers take away. All that is written is written by
  /// then.
  private static func end(_ status: ExitCode) -> Never { _exit(status.rawValue) }

  /// Runs the program with its real arguments and ends the process.
  package static func start() async -> Never {
    Interruption.stopOnSignal()
    do {
      var command = try parse(program: Array(CommandLine.arguments.dropFirst()))
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      end(.success)
    } catch let failure as CommandFailure {
      CommandContext.live.tell("emend: \(failure.description)")
      end(failure.status)
    } catch let status as ExitCode {
      end(status)
    } catch {
      exit(withError: error)
    }
  }
}

/// A command that runs in a given context; the live one when it is the program's.
package protocol ContextualCommand: AsyncParsableCommand {
  mutating func run(in context: CommandContext) async throws
}

extension ContextualCommand {
  package mutating func run() async throws { try await run(in: .live) }
}
