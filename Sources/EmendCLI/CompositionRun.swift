// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendMarkdown
import EmendModels
import EmendRevision
import EmendTemplates
import EmendText

/// One run of a command that writes new text: about a topic, or into documents.
struct CompositionRun {
  /// What is written about.
  enum Input: Equatable {
    case topic(String)
    /// Files and folders, or `-`.
    case files([String])

    var isTopic: Bool { if case .topic = self { true } else { false } }
  }

  let command: String
  let input: Input
  let selection: SelectionOptions
  let writing: WritingOptions
  let template: Template
  let builder: PromptBuilder
  let language: TextLanguage?
  let options: Composer.Options
  let setup: ModelSetup
  let settings: Configuration
  let newDocument: NewDocument
  let context: CommandContext

  /// - Parameters:
  ///   - expected: What the template must make; `nil` for what the command is for.
  ///   - shape: Changes what the template says of counts.
  init(
    command: String, template name: String, input: Input, selection: SelectionOptions? = nil,
    writing: WritingOptions, expected: Template.Output? = nil, shape: (inout Composer.Options) -> Void,
    context: CommandContext
  ) async throws {
    self.command = command
    self.input = input
    self.selection = try selection ?? .sections([])
    self.writing = writing
    self.context = context
    let settings = try writing.configuration.configuration(in: context)
    setup = try ModelSetup(
      writing.model, cache: writing.cache, isQuiet: writing.output.quiet, settings: settings, context: context)
    let chosen = try await ChosenTemplate(
      writing.template.template ?? name, options: writing.template, settings: settings, setup: setup, in: context)
    template = chosen.template
    self.settings = settings
    language = chosen.language
    builder = PromptBuilder(template: template, settings: chosen.settings, seed: writing.model.seed)
    var options = Composer.Options(template)
    if let candidates = writing.candidates ?? settings.candidates?.value { options.candidates = candidates }
    options.checks = settings.checksLeft(of: options.checks)
    options.glossary = settings.glossary
    shape(&options)
    self.options = options
    newDocument = try NewDocument(
      writing.newDocument, command: command, template: template, language: language, in: context)
    try checkKinds(expected: expected ?? Self.outputs[command])
  }

  /// What the commands other than `run` are for.
  private static let outputs: [String: Template.Output] = ["outline": .outline, "brainstorm": .list, "draft": .prose]

  private func checkKinds(expected: Template.Output?) throws {
    func refuse(_ problem: String) -> CommandFailure {
      CommandFailure("the template \"\(template.name)\" \(problem)", status: .validationFailure)
    }
    if let expected, template.output != expected || (expected == .prose && template.apply != .replace) {
      let wanted = expected == .prose ? "prose in place of notes" : expected == .list ? "a list" : "an outline"
      throw refuse("does not make \(wanted), as '\(command)' does; use 'emend run \(template.name)'")
    }
    if writing.output.interactive {
      throw refuse("writes new text, and --interactive is about passages that are replaced: see the diff, then --write")
    }
    try checkAddresses(refuse)
    let format = writing.output.outputFormat
    if format.marksPlaces, template.apply == .print || input.isTopic {
      throw refuse("puts nothing into a document that --output-format \(format) could mark; use text or json")
    }
    guard template.output != .passage else {
      throw refuse("replaces passages; use 'emend rephrase -t \(template.name)'")
    }
    switch input {
    case .topic:
      guard template.inputs.contains(.topic) else {
        let kinds = template.inputs.map(\.rawValue).joined(separator: " or ")
        throw refuse("is about a \(kinds), not a topic: name a file, or - for standard input")
      }
      if writing.output.write { throw refuse("has no file to write to with a topic; use --output FILE") }
      if writing.output.check { throw refuse("has nothing to check with a topic") }
    case .files:
      guard template.inputs != [.topic] else { throw refuse("is about a topic, not a file") }
      if template.apply == .print {
        if writing.output.write { throw refuse("puts nothing into a document; use --output FILE to keep what it says") }
        if writing.output.check || writing.output.diff {
          throw refuse("puts nothing into a document: there is no diff")
        }
      } else if newDocument.isFile, input != .files([]) {
        // A topic's outline is the document then.
        throw refuse("puts its answer into the document; use --write")
      }
    }
  }

  private func checkAddresses(_ refuse: (String) -> CommandFailure) throws {
    let takesPassages = template.inputs.contains(.passage)
    let isPassage = selection.changed != nil || !selection.lines.isEmpty || !selection.paragraph.isEmpty
    if isPassage || !selection.match.isEmpty, !takesPassages {
      throw refuse("takes no paragraphs, which --lines, --paragraph, --match and --changed pick; name a --section")
    }
    if !selection.section.isEmpty, !takesPassages, !template.inputs.contains(.section) {
      throw refuse("is about a \(template.inputs.map(\.rawValue).joined(separator: " or ")), not a section of one")
    }
  }

  func run() async throws -> ExitCode {
    if writing.output.verbose { context.tell(checksOff: settings.checksOff) }
    switch input {
    case .topic(let topic):
      let subject = Subject(topic: topic, language: language)
      if writing.output.showPrompt { return try await TopicRun(self).showPrompts(subject) }
      return try await TopicRun(self).compose(subject)
    case .files(let paths):
      return try await DocumentRun(self, paths: paths).run()
    }
  }

  // MARK: What both kinds of run need

  var composer: (any LanguageModel) -> Composer {
    { Composer(model: $0, prompts: builder, options: options) }
  }

  func progressLine(_ noun: String) -> ProgressLine {
    context.progressLine(noun, isQuiet: writing.output.quiet)
  }

  /// Prints what the model would read, each prompt under a line that says what it is for.
  func show(_ prompts: [(header: String, prompt: Prompt)]) async throws {
    let model = try setup.bare()
    for (header, prompt) in prompts {
      let rendered = try await setup.onModel { try await model.rendered(prompt) }
      try context.output.write(Array("=== \(header)\n\(rendered)\(rendered.hasSuffix("\n") ? "" : "\n")".utf8))
    }
  }
}
