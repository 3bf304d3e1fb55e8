// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendMarkdown
import EmendText

/// Which paragraphs are meant.
struct SelectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A section: \"Setup\", \"Guide > Setup\" or #setup, with its subsections. Repeatable; addresses add up.",
      valueName: "heading"))
  var section: [String] = []

  @Option(help: ArgumentHelp("The paragraphs on these lines: 10-24 or 10.", valueName: "range"))
  var lines: [String] = []

  @Option(help: ArgumentHelp("A paragraph by its number; 'emend sections' lists them.", valueName: "number"))
  var paragraph: [Int] = []

  @Option(help: ArgumentHelp("The paragraphs in which this regular expression is found.", valueName: "regex"))
  var match: [String] = []

  @Option(
    defaultAsFlag: "HEAD",
    help: ArgumentHelp("The paragraphs that differ from a commit in git; alone, from the last.", valueName: "rev"))
  var changed: String?

  @Option(
    help: ArgumentHelp("Take these along, which are else passed over: quotes, headings.", valueName: "kinds"),
    transform: SelectionOptions.kinds)
  var include: [[Selection.Kind]] = []

  @Option(
    help: ArgumentHelp(
      "Leave these files alone: a pattern as in .gitignore, meant from the current folder. Repeatable.",
      valueName: "glob"))
  var exclude: [String] = []

  func validate() throws {
    try Self.validate(section: section)
    if let bad = lines.first(where: { Selection.Address(lines: $0) == nil }) {
      throw ValidationError("--lines takes line numbers from 1 such as 10-24 or 10, not \"\(bad)\".")
    }
    if let bad = paragraph.first(where: { $0 < 1 }) {
      throw ValidationError("--paragraph takes a number from 1, not \(bad).")
    }
    if let bad = match.first(where: { (try? Regex($0)) == nil }) {
      throw ValidationError("--match takes a regular expression such as \"very|really\", not \"\(bad)\".")
    }
    try Self.validate(exclude: exclude)
  }

  static func validate(exclude: [String]) throws {
    if let bad = exclude.first(where: { IgnorePattern($0) == nil }) {
      throw ValidationError("--exclude takes a pattern such as \"drafts/*.md\", not \"\(bad)\".")
    }
  }

  static func validate(section: [String]) throws {
    if let bad = section.first(where: { Selection.Address(section: $0) == nil }) {
      throw ValidationError("--section takes heading texts such as \"Guide > Setup\", or #slug, not \"\(bad)\".")
    }
  }

  /// Sections alone; none for no address.
  static func sections(_ names: [String]) throws -> SelectionOptions {
    var options = try SelectionOptions.parse([])
    options.section = names
    return options
  }

  static func kinds(_ text: String) throws -> [Selection.Kind] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let kind = Selection.Kind(rawValue: name.trimmingBlanks()) else {
        throw ValidationError("--include takes quotes, headings or both, with a comma between, not \"\(text)\".")
      }
      return kind
    }
  }

  /// What the flags say; what changed, which only git can tell, is not in it.
  var selection: Selection {
    Selection(
      section.compactMap { Selection.Address(section: $0) } + lines.compactMap { Selection.Address(lines: $0) }
        + paragraph.map { Selection.Address.paragraph($0) } + match.map { Selection.Address.match($0) },
      including: Set(include.joined()))
  }
}
