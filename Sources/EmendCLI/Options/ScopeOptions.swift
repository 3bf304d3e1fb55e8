// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendMarkdown
import EmendText

/// What is taken along, and what is left out, wherever it is.
struct ScopeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Take these along, which are else passed over: quotes, headings.", valueName: "kinds"),
    completion: .list(Selection.Kind.allCases.map(\.rawValue)),
    transform: ScopeOptions.kinds)
  var include: [[Selection.Kind]] = []

  @Option(
    help: ArgumentHelp(
      "Leave these files alone: a pattern as in .gitignore, meant from the current folder. Repeatable.",
      valueName: "glob"),
    completion: .file())
  var exclude: [String] = []

  func validate() throws {
    if let bad = exclude.first(where: { IgnorePattern($0) == nil }) {
      throw ValidationError("--exclude takes a pattern such as \"drafts/*.md\", not \"\(bad)\".")
    }
  }

  /// What is taken along.
  var kinds: Set<Selection.Kind> { Set(include.joined()) }

  private static func kinds(_ text: String) throws -> [Selection.Kind] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let kind = Selection.Kind(rawValue: name.trimmingBlanks()) else {
        throw ValidationError("--include takes quotes, headings or both, with a comma between, not \"\(text)\".")
      }
      return kind
    }
  }
}
