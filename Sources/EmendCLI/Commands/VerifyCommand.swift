// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendGit
import EmendMarkdown
import EmendModels
import EmendRevision
import EmendText
import Foundation

/// Runs the checks on two versions of a document.
package struct VerifyCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that a rewrite kept the meaning and the markup; no model is needed.",
    discussion: """
      Compares two versions of a document, whoever made the new one: a person, emend, another tool. Passages are paired \
      wherever they have moved, also split and joined ones, and each that differs goes through the checks that emend's own \
      edits go through. What is no prose (code blocks, tables, HTML, front matter) must be the same.

        emend verify old.md new.md
        emend verify --changed main post.md   against that commit
        emend verify --changed post.md        against the last commit

      Checks:
      \(checkList)

      The word lists of negation, modality, numbers in words, language and similarity are for English, German, French and \
      Spanish; everything else works in any language.

      Exit status: 0 all checks passed; 1 a check failed; 2 could not run; 3 nothing failed, but a passage that differs \
      could not be checked, or a file has no older version; 64 wrong usage.
      """)

  private static var checkList: String {
    Check.all.filter(\.isForAnyText).map { "  \($0.name.padded(to: 15))\($0.summary)" }.joined(separator: "\n")
  }

  @Argument(
    help: "The old version and the new one; with --changed the files to look at. - is standard input.",
    completion: .file(extensions: ["md", "markdown"]))
  var paths: [String] = []

  @Option(
    defaultAsFlag: "HEAD",
    help: ArgumentHelp("Compare files with what they were in a commit in git; alone, in the last.", valueName: "rev"))
  var changed: String?

  @Option(help: "The format of the result: text, json, sarif or github.")
  var outputFormat = VerificationFormat.text

  @Flag(name: .shortAndLong, help: "Say nothing but failures and errors.")
  var quiet = false

  package init() {}

  package func validate() throws {
    guard changed == nil else {
      if paths.contains("-") {
        throw ValidationError("--changed needs files; what changed in standard input git cannot tell.")
      }
      return
    }
    guard paths.count == 2 else {
      throw ValidationError("Name two files, the old version and the new one, or --changed and the files to look at.")
    }
    if paths == ["-", "-"] { throw ValidationError("- can stand for one of the two versions only.") }
  }

  package func run(in context: CommandContext) async throws {
    let start = ContinuousClock.now
    let (comparisons, isComplete) = try await comparisons(in: context)
    let verified = comparisons.map { comparison in
      VerifiedFile(
        oldName: comparison.oldName, name: comparison.new.name,
        verification: Verification(of: comparison.new.document, against: comparison.old))
    }
    let report = VerificationReport(files: verified, seconds: (ContinuousClock.now - start).seconds)
    try context.output.write(try report.bytes(as: outputFormat))
    if !quiet { context.tell(report.summary) }
    if report.failureCount > 0 { throw ExitCode.wouldEdit }
    if report.uncheckedCount > 0 || !isComplete { throw ExitCode.unchecked }
  }

  private struct Comparison {
    let oldName: String
    let old: MarkdownDocument
    let new: OpenDocument
  }

  /// What is to be compared, and whether that is all of what was asked for.
  private func comparisons(in context: CommandContext) async throws -> (found: [Comparison], isComplete: Bool) {
    let (paths, revision) = try await ChangedOption.read(changed, paths, in: context)
    guard let revision else {
      let documents = try paths.map { path in
        try context.open(path == "-" ? .standardInput : .file(path), inputName: "<stdin>")
      }
      return ([Comparison(oldName: documents[0].name, old: documents[0].document, new: documents[1])], true)
    }
    var comparisons: [Comparison] = []
    let rules = IgnoreRules(excluded: [], currentDirectory: context.resolved("."))
    let files = try InputFiles(paths, rules: rules, in: context)
    if let failure = files.failures.first { throw failure }
    if !quiet { for file in files.ignored { context.tell("\(file.path): left alone, ignored by \(file.reason)") } }
    for source in files.sources {
      let opened = try context.open(source, inputName: "<stdin>")
      guard let old = try await document(opened, at: revision, in: context) else {
        context.tell("\(opened.name): not checked: it is not in \(revision), so there is nothing to compare it with")
        continue
      }
      comparisons.append(Comparison(oldName: "\(revision):\(opened.name)", old: old, new: opened))
    }
    return (comparisons, comparisons.count == files.sources.count)
  }

  private func document(
    _ opened: OpenDocument, at revision: String, in context: CommandContext
  ) async throws -> MarkdownDocument? {
    guard let file = opened.file else { return nil }
    let folder = file.path.splitPath.folder
    do {
      let repository = try await GitRepository(at: folder.isEmpty ? "/" : folder)
      guard let bytes = try await repository.contents(of: file.path, at: revision) else { return nil }
      return MarkdownDocument(try SourceText(bytes))
    } catch let error as GitError {
      throw CommandFailure(error.description)
    } catch let error as SourceTextError {
      throw CommandFailure("\(revision):\(opened.name): \(error.description)")
    }
  }
}

extension String {
  /// Itself with spaces behind it up to a width.
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(width - count, 1)) }
}
