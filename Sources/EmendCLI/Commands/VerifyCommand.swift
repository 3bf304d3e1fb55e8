// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendModels
import EmendRevision

/// Runs the checks on two versions of a document.
package struct VerifyCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that a rewrite kept the meaning and the markup; no model is needed.",
    discussion: """
      Compares two versions of a document, whoever made the new one: a person, emend, another tool. Passages are paired \
      wherever they have moved, also split and joined ones, and each that differs goes through the checks that emend's own \
      edits go through. What is no prose (code blocks, tables, HTML, front matter) must be the same.

      Checks:
      \(checkList)

      The glossary of the configuration counts, and the checks that it switches off are not run.

      The word lists of negation, modality, numbers in words, language and similarity are for English, German, French and \
      Spanish; everything else works in any language.

      Examples:
        emend verify old.md new.md
        emend verify --changed main post.md   against that commit
        emend verify --changed post.md        against the last commit
        emend verify --staged                 what is about to be committed

      Exit status: 0 all checks passed; 1 a check failed; 2 could not run; 3 nothing failed, but a passage that differs \
      could not be checked, or a file has no older version; 64 wrong usage.
      """)

  private static var checkList: String {
    Check.all.filter(\.isForAnyText).map { "  \($0.name.padded(to: 15))\($0.summary)" }.joined(separator: "\n")
  }

  @Argument(
    help: "The old version and the new one; with --changed or --staged the files to look at. - is standard input.",
    completion: .markdown)
  var paths: [String] = []

  @Option(
    defaultAsFlag: "HEAD",
    help: ArgumentHelp("Compare files with what they were in a commit in git; alone, in the last.", valueName: "rev"),
    completion: .markdown)
  var changed: String?

  @Flag(
    help: """
      Compare what is staged with the last commit: all Markdown, or the files that are named; new and deleted passages \
      are passed over.
      """)
  var staged = false

  @Option(help: "The format of the result: text, json, sarif or github.")
  var outputFormat = ReportFormat.text

  @Flag(name: .shortAndLong, help: "Say nothing but failures and errors.")
  var quiet = false

  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

  package init() {}

  package func validate() throws {
    if staged {
      if changed != nil { throw ValidationError("--staged and --changed exclude each other.") }
      if paths.contains("-") { throw ValidationError("--staged looks at what git has; - cannot be staged.") }
      return
    }
    guard changed == nil else {
      if paths.contains("-") {
        throw ValidationError("--changed needs files; what changed in standard input git cannot tell.")
      }
      return
    }
    guard paths.count == 2 else {
      throw ValidationError(
        "Name two files, the old version and the new one, or --changed and the files to look at, or --staged.")
    }
    if paths == ["-", "-"] { throw ValidationError("- can stand for one of the two versions only.") }
  }

  package func run(in context: CommandContext) async throws {
    let start = ContinuousClock.now
    let settings = try configuration.configuration(in: context)
    let rules = IgnoreRules(excluded: settings.exclusions.map(\.value))
    let comparisons =
      staged
      ? try await Comparisons(staged: paths, rules: rules, in: context)
      : try await Comparisons(paths, changed: changed, rules: rules, isQuiet: quiet, in: context)
    let (checksOff, glossary) = (Set(settings.checksOff.map(\.value.name)), settings.glossary)
    let verified = comparisons.found.map { comparison in
      let verification = Verification(
        of: comparison.new.document, against: comparison.old, checksOff: checksOff, glossary: glossary)
      return VerifiedFile(
        oldName: comparison.oldName, name: comparison.new.name,
        verification: comparison.isCommit ? verification.ofEdits(in: comparison.lines) : verification)
    }
    let report = VerificationReport(
      files: verified, isComplete: comparisons.isComplete, checksOff: settings.reasonsOff,
      seconds: (ContinuousClock.now - start).seconds)
    try context.output.write(try report.bytes(as: outputFormat))
    if !quiet {
      context.tell(report.summary)
      // Who asks for a verdict has to know what it leaves out.
      context.tell(checksOff: settings.checksOff)
    }
    if report.failureCount > 0 { throw ExitCode.wouldEdit }
    if report.uncheckedCount > 0 || !comparisons.isComplete { throw ExitCode.unchecked }
  }
}

extension String {
  /// Itself with spaces behind it up to a width.
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(width - count, 1)) }
}
