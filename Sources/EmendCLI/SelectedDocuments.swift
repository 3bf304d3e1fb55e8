// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendGit
import EmendMarkdown
import EmendText
import Foundation

/// The documents of a run, each with the passages that are asked for.
struct SelectedDocuments {
  struct Item {
    let opened: OpenDocument
    let selected: SelectedPassages
    /// The addresses that mean something in it.
    let selection: Selection
  }

  private(set) var items: [Item] = []
  /// Whether a file could not be read; the others are revised all the same.
  private(set) var hasUnreadable = false

  /// Opens all files.
  ///
  /// An unreadable one among several is reported and left out, and so is one that is to be ignored. Each address must mean
  /// something in one of the files, not in all.
  /// - Throws: ``CommandFailure`` if an address means nothing, or if there is nothing to work on.
  init(
    _ paths: [String], options: SelectionOptions, settings: Configuration, stdinName: String?, isQuiet: Bool,
    in context: CommandContext
  ) async throws {
    let settings = settings.overridden(by: options.scope.overrides(in: context))
    let rules = IgnoreRules(excluded: settings.exclusions.map(\.value))
    let (paths, flagged) = try await ChangedOption.read(options.changed, paths, in: context)
    // What the configuration selects need not be in every document, nor in any.
    let defaults = options.hasAddress ? nil : settings.select?.value
    let revision = flagged ?? defaults?.changed
    let asked = Selection(defaults?.addresses ?? options.addresses, including: settings.include?.value ?? [])
    let files = try InputFiles(paths, rules: rules, in: context)
    if !isQuiet { for file in files.ignored { context.tell("\(file.path): left alone, ignored by \(file.reason)") } }

    var unreadable = files.failures
    var misses = AddressMisses(asked.addresses)
    for source in files.sources {
      do {
        let opened = try context.open(source, inputName: stdinName ?? "<stdin>")
        if opened.file == nil, let stdinName, try rules.reason(ignoring: context.resolved(stdinName)) != nil {
          items.append(Item(opened: opened, selected: SelectedPassages(), selection: Selection()))
          continue
        }
        var selection = asked
        try misses.removeMissing(from: &selection, in: opened)
        if let revision,
          let changes = try await Self.changes(in: opened, since: revision, isOptional: flagged == nil)
        {
          selection.addresses.append(changes)
        }
        let isMissed = selection.addresses.isEmpty && !asked.addresses.isEmpty
        let selected = isMissed ? SelectedPassages() : try opened.document.passages(in: selection)
        items.append(Item(opened: opened, selected: selected, selection: selection))
      } catch let failure as CommandFailure {
        unreadable.append(failure)
      }
    }
    hasUnreadable = !unreadable.isEmpty
    if items.isEmpty, unreadable.count == 1 { throw unreadable[0] }
    for failure in unreadable { context.tell("emend: \(failure.description)") }
    if items.isEmpty, hasUnreadable { throw ExitCode.cannotRun }
    if defaults == nil, let failure = misses.failure { throw failure }
  }

  /// - Parameter isOptional: Whether a document that git knows nothing of is no mistake; of such `nil` is returned.
  private static func changes(
    in opened: OpenDocument, since revision: String, isOptional: Bool
  ) async throws -> Selection.Address? {
    guard let file = opened.file else {
      if isOptional { return nil }
      throw CommandFailure("--changed needs a file; what changed in standard input git cannot tell")
    }
    let folder = file.path.splitPath.folder
    do {
      let repository = try await GitRepository(at: folder.isEmpty ? "/" : folder)
      let changes = try await repository.changes(of: file.path, since: revision)
      return .changed(opened.document.source.recounted(changes))
    } catch GitError.noRepository where isOptional {
      return nil
    } catch {
      throw CommandFailure(error.description)
    }
  }
}

/// Addresses that have meant nothing in any file so far.
private struct AddressMisses {
  private let addresses: [Selection.Address]
  private var found: Set<Selection.Address> = []
  private var failures: [Selection.Address: CommandFailure] = [:]

  init(_ addresses: [Selection.Address]) { self.addresses = addresses }

  /// Takes out of a selection the addresses that mean nothing in a document.
  ///
  /// - Throws: ``CommandFailure`` for an address that means several things.
  mutating func removeMissing(from selection: inout Selection, in opened: OpenDocument) throws(CommandFailure) {
    for address in addresses {
      do throws(SelectionError) {
        _ = try opened.document.passages(in: Selection([address], including: selection.included))
        found.insert(address)
      } catch {
        let failure = CommandFailure("\(opened.name): \(error.description)")
        if case .ambiguousSection = error { throw failure }
        if failures[address] == nil { failures[address] = failure }
        selection.addresses.removeAll { $0 == address }
      }
    }
  }

  /// What the first file says of an address that meant nothing in any.
  var failure: CommandFailure? { addresses.first { !found.contains($0) }.flatMap { failures[$0] } }
}
