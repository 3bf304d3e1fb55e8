// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendRevision

/// How lists are shown.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// When results are coloured.
enum ColorMode: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// How words that changed are marked.
enum WordDiffMode: String, ExpressibleByArgument, CaseIterable {
  /// In colour where colours are shown.
  case auto
  case color, plain
}

/// What is done with the result.
struct OutputOptions: ParsableArguments {
  @Flag(
    name: .shortAndLong,
    help: "Write the edits to the files, each file as soon as it is done; 'emend undo' takes that back.")
  var write = false

  @Flag(
    help:
      "Exit with 1 if edits would be made, 3 if passages could not be checked; shows nothing unless --diff or --word-diff is given."
  )
  var check = false

  @Flag(
    name: .shortAndLong,
    help:
      "Decide about one edit after the other, with the keys of 'git add -p'; ? lists them. What is taken is written.")
  var interactive = false

  @Flag(help: "Show the diff, with --check or for standard input.")
  var diff = false

  @Option(
    help: ArgumentHelp(
      "Show the diff by words: plain as [-old-]{+new+}, color struck through and underlined; alone, in colour where there is some.",
      valueName: "style"))
  var wordDiff: WordDiffMode?

  @Option(help: "The format of the result: text, json, sarif or github.")
  var outputFormat = ReportFormat.text

  @Flag(help: "With --check, exit with 0 though passages could not be checked.")
  var allowUnchecked = false

  @Option(help: "The name of standard input in diffs, JSON and messages, and for .emendignore.", completion: .markdown)
  var stdinFilename: String?

  @Flag(help: "Print what the model would be asked, and ask nothing.")
  var showPrompt = false

  @Option(help: "Colours: auto, always or never. NO_COLOR and CLICOLOR_FORCE are honoured.")
  var color = ColorMode.auto

  @Flag(name: .shortAndLong, help: "Say nothing but results and errors.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say where the time went, and which checks are switched off.")
  var verbose = false

  func validate() throws {
    if write, check { throw ValidationError("--write and --check exclude each other.") }
    if write, diff { throw ValidationError("--write and --diff exclude each other.") }
    if write, wordDiff != nil { throw ValidationError("--write and --word-diff exclude each other.") }
    if wordDiff != nil, outputFormat != .text {
      throw ValidationError("--word-diff and --output-format \(outputFormat) exclude each other.")
    }
    if interactive { try validateInteractive() }
    if allowUnchecked, !check { throw ValidationError("--allow-unchecked goes with --check.") }
    if quiet, verbose { throw ValidationError("--quiet and --verbose exclude each other.") }
    if diff, outputFormat != .text {
      throw ValidationError("--diff and --output-format \(outputFormat) exclude each other.")
    }
    if write, outputFormat.marksPlaces {
      throw ValidationError(
        "--write and --output-format \(outputFormat) exclude each other: what would be marked is not there any more.")
    }
    if showPrompt, write || check || diff || wordDiff != nil || outputFormat != .text {
      throw ValidationError("--show-prompt goes with no other form of output.")
    }
  }

  private func validateInteractive() throws {
    let others = [
      ("--write, which writes without asking,", write), ("--check", check), ("--diff", diff),
      ("--word-diff", wordDiff != nil), ("--show-prompt", showPrompt),
      ("--output-format \(outputFormat)", outputFormat != .text),
    ]
    if let other = others.first(where: \.1) {
      throw ValidationError("--interactive and \(other.0) exclude each other.")
    }
  }

  /// Whether edits are shown as a diff.
  var showsDiff: Bool { diff || wordDiff != nil || !(write || check) }

  /// Refuses what does not go with these arguments.
  ///
  /// - Parameter explains: Whether all answers are to be told of, too.
  func validate(_ paths: [String], explains: Bool = false) throws {
    if interactive, explains { throw ValidationError("--interactive and --explain exclude each other.") }
    guard paths.contains("-") else { return }
    if interactive {
      throw ValidationError("--interactive needs a file: keys cannot be read where the text comes from.")
    }
    if paths.count > 1 { throw ValidationError("- stands alone; it cannot be combined with files.") }
    if write { throw ValidationError("--write needs a file; the result of - goes to standard output.") }
    if outputFormat.marksPlaces, stdinFilename == nil {
      throw ValidationError(
        "--output-format \(outputFormat) marks places in files: say with --stdin-filename which file - is.")
    }
  }

  /// The exit status of what became of documents.
  func status(of revisions: [Revision]) -> ExitCode {
    guard check else {
      // Where nothing was answered, nothing is done.
      let hasFailed = revisions.contains { $0.unchecked.contains { $0.reason == .modelFailed } }
      return hasFailed && !revisions.contains(where: \.hasAnswers) ? .cannotRun : .success
    }
    if revisions.contains(where: { !$0.edits.isEmpty }) { return .wouldEdit }
    if !allowUnchecked, revisions.contains(where: { !$0.unchecked.isEmpty }) { return .unchecked }
    return .success
  }

  /// Whether to colour what goes to `sink`.
  func isColored(_ sink: any ByteSink, in context: CommandContext) -> Bool {
    Self.isColored(color, sink, in: context)
  }

  static func isColored(_ color: ColorMode, _ sink: any ByteSink, in context: CommandContext) -> Bool {
    switch color {
    case .always: return true
    case .never: return false
    case .auto:
      if context.variable("NO_COLOR") != nil { return false }
      if let forced = context.variable("CLICOLOR_FORCE"), forced != "0" { return true }
      return sink.isTerminal && context.variable("TERM") != "dumb"
    }
  }
}
