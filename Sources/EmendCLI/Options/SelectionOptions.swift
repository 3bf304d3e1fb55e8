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
    help: ArgumentHelp("The paragraphs that differ from a commit in git; alone, from the last.", valueName: "rev"),
    completion: .markdown)
  var changed: String?

  @OptionGroup(title: "Selection") var scope: ScopeOptions

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

  /// What the flags say; what changed, which only git can tell, is not in it.
  var addresses: [Selection.Address] {
    section.compactMap { Selection.Address(section: $0) } + lines.compactMap { Selection.Address(lines: $0) }
      + paragraph.map { Selection.Address.paragraph($0) } + match.map { Selection.Address.match($0) }
  }

  /// Whether the flags say which paragraphs are meant.
  var hasAddress: Bool { !addresses.isEmpty || changed != nil }
}
