// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendGit
import EmendHistory
import EmendMarkdown
import EmendRevision
import EmendText
import Foundation

/// A look at what is about to be committed.
struct HookRun {
  private let options: HookOptions
  private let setup: ReviserSetup
  private let settings: Configuration
  private let repository: GitRepository
  private let context: CommandContext
  private let isQuiet: Bool

  init(
    _ options: HookOptions, setup: ReviserSetup, settings: Configuration, repository: GitRepository, isQuiet: Bool,
    context: CommandContext
  ) {
    self.options = options
    self.settings = settings.overridden(by: options.scope.overrides(in: context))
    self.setup = setup
    self.repository = repository
    self.isQuiet = isQuiet
    self.context = context
  }

  private typealias Finding = (item: StagedDocuments.Item, revision: Revision)

  func run(_ files: [StagedFile], _ folders: GitRepository.Folders) async throws -> ExitCode {
    let documents = try await StagedDocuments(
      files, in: repository, folders: folders, settings: settings)
    if !isQuiet { for file in documents.leftAlone { context.tell("\(file.name): left alone: \(file.reason)") } }
    let patch = SuggestionPatch(gitFolder: folders.git)
    let (findings, decisions) = try await findings(in: documents)
    defer { decisions?.finish() }
    let edits = findings.reduce(0) { $0 + $1.revision.edits.count }
    let unchecked = findings.reduce(0) { $0 + $1.revision.unchecked.count }
    switch options.mode {
    case .report:
      for (item, revision) in findings {
        for edit in revision.edits { try show(edit, of: item, note: nil) }
        tellUnchecked(revision, of: item)
      }
      try patch.put(findings)
      if edits > 0 {
        context.tell(
          "emend: \(count(edits, "suggestion")) for this commit; 'emend hook apply' takes \(edits == 1 ? "it" : "them")"
        )
      }
    case .fix:
      let edited = findings.filter { !$0.revision.edits.isEmpty }
      var results = try await StagedFix(repository, folders, context: context).apply(edited)[...]
      for (item, revision) in findings {
        if !revision.edits.isEmpty {
          let result = results.removeFirst()
          if result.obstacle == nil { decisions?.record(revision.edits.map { ($0.text, .accepted) }) }
          try tell(result, of: (item, revision))
        }
        tellUnchecked(revision, of: item)
      }
      try patch.put([])
    }
    guard options.strict else { return .success }
    if options.mode == .report, edits > 0 { return .wouldEdit }
    return unchecked > 0 ? .unchecked : .success
  }

  private func findings(in documents: StagedDocuments) async throws -> (findings: [Finding], decisions: Decisions?) {
    let items = documents.items
    let isNeeded = items.contains { !$0.selected.passages.isEmpty }
    guard isNeeded else { return ([], nil) }
    let used = try await setup.used(isNeeded: true)
    let progress = context.progressLine("passages", isQuiet: isQuiet)
    defer { progress.clear() }
    var findings: [Finding] = []
    let decisions = setup.decisions(used)
    try await setup.model.onModel(used) {
      try await setup.reviser(used, pace: .inTime).revise(
        zip(items, decisions.withoutSettled(items.map(\.selected))).map { ($0.opened.document, $1) },
        progress: { progress.show($0) }
      ) { index, revision in
        findings.append((items[index], revision))
      }
    }
    return (findings, decisions)
  }

  // MARK: Messages

  /// More than so many are told together.
  private static let mostUnchecked = 10

  private func tellUnchecked(_ revision: Revision, of item: StagedDocuments.Item) {
    guard !isQuiet || options.strict else { return }
    if revision.unchecked.count > Self.mostUnchecked {
      context.tell(
        "\(item.file.name): \(count(revision.unchecked.count, "passage")) not checked, most of them as line \(revision.unchecked[0].lines.lowerBound): \(revision.unchecked[0].detail) [\(revision.unchecked[0].reason.rawValue)]"
      )
      return
    }
    for passage in revision.unchecked {
      context.tell(
        "\(item.file.name):\(passage.lines.lowerBound): not checked: \(passage.detail) [\(passage.reason.rawValue)]")
    }
  }

  private func tell(_ result: StagedFix.Result, of finding: Finding) throws {
    let (item, revision) = finding
    for edit in revision.edits {
      let note =
        if let obstacle = result.obstacle {
          "not fixed: \(obstacle)"
        } else if result.missed.contains(edit.edit) {
          "fixed in the commit; the work tree has another text there, which stays"
        } else if result.failure != nil {
          "fixed in the commit alone"
        } else {
          "fixed"
        }
      try show(edit, of: item, note: note)
    }
    if let failure = result.failure { context.tell("emend: \(failure.description)") }
  }

  private func show(_ edit: ProposedEdit, of item: StagedDocuments.Item, note: String?) throws {
    let source = item.opened.document.source.bytes
    // The line of the first change.
    let same = zip(source[edit.edit.range.indices], edit.edit.replacement).prefix { $0 == $1 }.count {
      $0.0 == .lineFeed
    }
    let style = DiffStyle(options.color, on: context.output, isMarked: true, in: context)
    let place = "\(item.file.name):\(edit.lines.lowerBound + same)" + (note.map { ": \($0)" } ?? "")
    let text = WordDiffPrinter(style: style, folding: .excerpt).text(of: edit).replacing("\n", with: " ")
    try context.output.write(Array("\(place)\n  \(text)\n".utf8))
  }
}
