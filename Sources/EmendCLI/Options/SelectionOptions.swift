// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendMarkdown

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

  func validate() throws {
    if let bad = section.first(where: { Selection.Address(section: $0) == nil }) {
      throw ValidationError("--section takes heading texts such as \"Guide > Setup\", or #slug, not \"\(bad)\".")
    }
    if let bad = lines.first(where: { Selection.Address(lines: $0) == nil }) {
      throw ValidationError("--lines takes line numbers from 1 such as 10-24 or 10, not \"\(bad)\".")
    }
    if let bad = paragraph.first(where: { $0 < 1 }) {
      throw ValidationError("--paragraph takes a number from 1, not \(bad).")
    }
  }

  /// What the flags say.
  var selection: Selection {
    Selection(
      section.compactMap { Selection.Address(section: $0) } + lines.compactMap { Selection.Address(lines: $0) }
        + paragraph.map { Selection.Address.paragraph($0) })
  }
}
