// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendRevision
import EmendTemplates
import Foundation

/// What all commands take that write new text.
struct WritingOptions: ParsableArguments {
  @OptionGroup(title: "New document") var newDocument: NewDocumentOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Template") var template: TemplateOptions

  @Option(
    help: ArgumentHelp(
      "Ask for this many answers to each question and take the best (default: the template's).", valueName: "number"))
  var candidates: Int?

  @Flag(help: "Show each answer, what was taken of it, and why the rest was not.")
  var explain = false

  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Cache") var cache: CacheOptions
  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

  func validate() throws {
    if let candidates, !Settings.candidateCounts.contains(candidates) {
      throw ValidationError("--candidates takes a number from 1 to 64, not \(candidates).")
    }
    guard newDocument.path != nil else { return }
    if output.write { throw ValidationError("--output and --write exclude each other.") }
    if output.check { throw ValidationError("--output and --check exclude each other.") }
    if output.showPrompt { throw ValidationError("--show-prompt goes with no other form of output.") }
    if output.outputFormat != .text {
      throw ValidationError("--output and --output-format \(output.outputFormat) exclude each other.")
    }
  }
}

/// A document that is made of the result.
struct NewDocumentOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Write the result to a new file; one that is there is never overwritten.", valueName: "file"),
    completion: .file(extensions: ["md"]))
  var path: String?

  @Option(
    help: ArgumentHelp(
      "Begin with front matter: fields of the template such as title,date, and others as name=value.",
      valueName: "fields"))
  var frontMatter: String?

  func validate() throws {
    if let frontMatter, fields.contains(where: { $0.name.isEmpty }) || fields.isEmpty {
      throw ValidationError("--front-matter takes fields such as title,date,draft=true, not \"\(frontMatter)\".")
    }
    if Set(fields.map(\.name)).count < fields.count {
      throw ValidationError("--front-matter names a field twice.")
    }
  }

  /// The fields that are asked for, each with a value if one is given.
  var fields: [(name: String, value: String?)] {
    (frontMatter ?? "").split(separator: ",", omittingEmptySubsequences: false).map { field in
      let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (
        parts[0].trimmingCharacters(in: .whitespaces),
        parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : nil
      )
    }
  }
}

/// How many items a list has.
struct ListOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How many items a list has: 8 or 6-10 (default: the template's).", valueName: "number"))
  var count: Count?

  func apply(to options: inout Composer.Options) {
    if let count { options.count = count.range }
  }
}

/// What an outline looks like.
struct OutlineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("How many sections an outline has: 5 or 4-7 (default: the template's).", valueName: "number"))
  var sections: Count?

  @Option(
    help: ArgumentHelp("How many points each section has: 3 or 2-5 (default: the template's).", valueName: "number"))
  var points: Count?

  @Option(
    help: ArgumentHelp(
      "The levels of headings: 2 for a title and sections, 3 for sections in these, 4 (default: the template's).",
      valueName: "number"))
  var depth: Int?

  var isGiven: Bool { sections != nil || points != nil || depth != nil }

  func apply(to options: inout Composer.Options) {
    if let sections { options.count = sections.range }
    if let points { options.points = points.range }
    if let depth { options.depth = depth }
  }

  func validate() throws {
    if let depth, !(2...4).contains(depth) {
      throw ValidationError("--depth takes a number from 2 to 4, not \(depth).")
    }
  }
}

/// A number from 1 to 50, or two such with a hyphen between.
struct Count: ExpressibleByArgument {
  let range: ClosedRange<Int>

  init?(argument: String) {
    guard let range = ClosedRange<Int>(counts: argument) else { return nil }
    self.range = range
  }
}
