// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Foundation
import Yams

/// The front matter of a template, checked.
struct TemplateFields {
  private(set) var name = ""
  private(set) var description = ""
  private(set) var inputs = [Template.Input.passage]
  private(set) var output = Template.Output.passage
  private(set) var apply = Template.Application.replace
  private(set) var unit = Template.Unit.passage
  private(set) var take = Template.Take.changes
  private(set) var length = 0.0...Double.infinity
  private(set) var count = 5...5
  private(set) var points = 2...4
  private(set) var depth = 2
  private(set) var variables: [String: Template.Variable] = [:]
  private(set) var sampling = SamplingOptions.greedy
  private(set) var candidates = 1
  private(set) var minGain = 0.0
  private(set) var examples: [Template.Example] = []
  private(set) var adapters: [String: Template.Adapter] = [:]
  private(set) var addedChecks: [String] = []
  private(set) var omittedChecks: [String] = []
  private(set) var stopStrings: [String] = []
  private(set) var grammarFile: String?
  private(set) var frontMatter: [FrontMatterField] = []
  /// The same for the models of a family, in lower case.
  private(set) var overrides: [String: TemplateFields] = [:]
  private let nodes: TemplateNodes

  static let keys = [
    "name", "description", "input", "output", "apply", "unit", "take", "length", "count", "points", "depth",
    "variables",
    "sampling", "examples", "checks", "stop", "grammar", "front-matter", "min-gain", "adapter", "models",
  ]
  /// Those that may be set for a family of models; the others say what the template is.
  private static let overridable = [
    "unit", "take", "length", "count", "points", "sampling", "examples", "checks", "stop", "grammar", "min-gain",
    "variables",
  ]

  init(_ source: TemplateSource) throws(TemplateError) {
    nodes = TemplateNodes(path: source.path)
    let mapping = try TemplateNodes.mapping(source)
    var models: Node?
    for (key, value) in mapping {
      if key.string == "models" { models = value } else { try set(key, value) }
    }
    guard !name.isEmpty else { throw .mistake(path: source.path, line: 1, problem: "the front matter lacks \"name\"") }
    try checkKinds(mapping)
    if let models { try setOverrides(models) }
  }

  private mutating func set(_ key: Node, _ value: Node) throws(TemplateError) {
    switch key.string {
    case "name": name = try nodes.string(value, of: "name")
    case "description": description = try nodes.string(value, of: "description")
    case "input": inputs = try nodes.choices(value, of: "input")
    case "output": output = try nodes.choice(value, of: "output")
    case "apply": apply = try nodes.choice(value, of: "apply")
    case "unit": unit = try nodes.choice(value, of: "unit")
    case "take": take = try nodes.choice(value, of: "take")
    case "length": length = try nodes.ratio(value)
    case "count": count = try nodes.count(value, of: "count")
    case "points": points = try nodes.count(value, of: "points")
    case "depth": depth = try nodes.whole(value, of: "depth", in: 2...4)
    case "variables": try setVariables(value)
    case "sampling": try setSampling(value)
    case "min-gain": minGain = try nodes.gain(value)
    case "examples": examples = try examples(value)
    case "checks": try setChecks(value)
    case "stop": stopStrings = try nodes.strings(value, of: "stop").filter { !$0.isEmpty }
    case "grammar": grammarFile = try grammarFile(value)
    case "front-matter":
      for (name, text) in try nodes.mapping(value, of: "front-matter") {
        let name = try nodes.string(name, of: "the name of a field")
        frontMatter.append(
          try FrontMatterField(name: name, text: nodes.string(text, of: name), at: text, in: nodes))
      }
    case "adapter":
      for (family, adapter) in try nodes.mapping(value, of: "adapter") {
        adapters[try nodes.string(family, of: "a family").lowercased()] = try self.adapter(adapter)
      }
    default: throw nodes.unknown(key, "in a template", Self.keys)
    }
  }

  private mutating func setOverrides(_ value: Node) throws(TemplateError) {
    for (family, values) in try nodes.mapping(value, of: "models") {
      var fields = self
      let mapping = try nodes.mapping(values, of: "what is set for a family of models")
      for (key, value) in mapping {
        guard Self.overridable.contains(key.string ?? "") else {
          throw nodes.unknown(key, "for a family of models", Self.overridable)
        }
        try fields.set(key, value)
      }
      try fields.checkKinds(mapping)
      overrides[try nodes.string(family, of: "a family").lowercased()] = fields
    }
  }

  /// Refuses kinds that do not go together.
  private func checkKinds(_ mapping: Node.Mapping) throws(TemplateError) {
    func refuse(_ key: String, _ problem: String) -> TemplateError {
      // What is not said has the default that does not go with the output.
      let said = [key, "output"].lazy.compactMap { key in mapping.first { $0.key.string == key }?.key }.first
      return nodes.mistake(said ?? Node("", .implicit, .any), problem)
    }
    if output == .passage, inputs != [.passage] || apply != .replace {
      throw refuse("output", "an answer of the kind passage takes a passage's place: input: passage, apply: replace")
    }
    if output == .outline, apply == .replace {
      throw refuse("apply", "an outline can be printed, inserted or appended, but takes no text's place")
    }
    if apply == .replace, output != .passage, output != .prose || inputs != [.section] {
      throw refuse("apply", "only a passage, or with output: prose the notes of a section, can be replaced")
    }
    if inputs == [.topic], apply != .print {
      throw refuse("apply", "a topic has no document to put the answer into: apply: print")
    }
    let units: [Template.Unit] =
      switch (output, apply) {
      case (.passage, _): [.passage, .sentence]
      case (.prose, .replace): [.passage, .section, .note]
      default: [.passage]
      }
    if !units.contains(unit) {
      throw refuse(
        "unit", "with these kinds unit must be one of \(units.map(\.rawValue).joined(separator: ", "))")
    }
  }

  // MARK: Values

  private mutating func setVariables(_ value: Node) throws(TemplateError) {
    for (name, value) in try nodes.mapping(value, of: "variables") {
      let key = try nodes.string(name, of: "a variable's name")
      if TemplateVariables.own.contains(key) || Prompt.Role(rawValue: key) != nil {
        throw nodes.mistake(name, "\"\(key)\" is filled in by emend; give the variable another name")
      }
      var variable = Template.Variable(choices: [], line: nodes.line(name))
      if let fields = value.mapping {
        for (key, value) in fields {
          switch key.string {
          case "default": variable.defaultValue = try nodes.string(value, of: "default")
          case "choices": variable.choices = try nodes.strings(value, of: "choices")
          default: throw nodes.unknown(key, "in a variable", ["default", "choices"])
          }
        }
      } else if value.null == nil {
        variable.defaultValue = try nodes.string(value, of: "a variable")
      }
      if let text = variable.defaultValue, !variable.choices.isEmpty, !variable.choices.contains(text) {
        throw nodes.mistake(value, "the default \"\(text)\" is none of the choices")
      }
      variables[key] = variable
    }
  }

  private mutating func setSampling(_ value: Node) throws(TemplateError) {
    for (key, value) in try nodes.mapping(value, of: "sampling") {
      switch key.string {
      case "temperature": sampling.temperature = try nodes.number(value, of: "temperature", in: 0...5)
      case "top-p": sampling.topP = try nodes.number(value, of: "top-p", in: 0...1)
      case "min-p": sampling.minP = try nodes.number(value, of: "min-p", in: 0...1)
      case "repetition-penalty":
        sampling.repetitionPenalty = try nodes.number(value, of: "repetition-penalty", in: 1...2)
      case "candidates": candidates = try nodes.whole(value, of: "candidates", in: 1...64)
      default:
        throw nodes.unknown(
          key, "under sampling", ["temperature", "top-p", "min-p", "repetition-penalty", "candidates"])
      }
    }
  }

  private mutating func setChecks(_ value: Node) throws(TemplateError) {
    for (key, value) in try nodes.mapping(value, of: "checks") {
      switch key.string {
      case "add": addedChecks = try nodes.strings(value, of: "add")
      case "omit": omittedChecks = try nodes.strings(value, of: "omit")
      default: throw nodes.unknown(key, "under checks", ["add", "omit"])
      }
    }
  }

  private func grammarFile(_ node: Node) throws(TemplateError) -> String {
    let name = try nodes.string(node, of: "grammar")
    guard name.hasSuffix(".gbnf"), !name.contains("/") else {
      throw nodes.mistake(node, "grammar must be the name of a .gbnf file beside the template")
    }
    return name
  }

  /// Each an `input` and its `output`; without an output the input is good as it is.
  private func examples(_ node: Node) throws(TemplateError) -> [Template.Example] {
    guard let sequence = node.sequence else {
      throw nodes.mistake(node, "examples must be a list, such as \"- { input: It work., output: It works. }\"")
    }
    var examples: [Template.Example] = []
    for element in sequence {
      var texts: [String: String] = [:]
      for (key, value) in try nodes.mapping(element, of: "an example") {
        guard let name = key.string, ["input", "output", "section"].contains(name) else {
          throw nodes.unknown(key, "in an example", ["input", "output", "section"])
        }
        texts[name] = try nodes.string(value, of: name)
      }
      guard let input = texts["input"] else { throw nodes.mistake(element, "an example needs an input") }
      examples.append(
        Template.Example(
          input: input, output: (texts["output"] ?? input).trimmingCharacters(in: .newlines), section: texts["section"])
      )
    }
    return examples
  }

  private func adapter(_ node: Node) throws(TemplateError) -> Template.Adapter {
    guard let fields = node.mapping else {
      throw nodes.mistake(node, "an adapter is written as \"{ file: NAME.gguf }\"")
    }
    var (file, minGain, minGainBeside): (String?, Double?, Double?)
    for (key, value) in fields {
      switch key.string {
      case "file": file = try nodes.string(value, of: "file")
      case "min-gain": minGain = try nodes.gain(value)
      case "min-gain-beside": minGainBeside = try nodes.gain(value, of: "min-gain-beside")
      default: throw nodes.unknown(key, "in an adapter", ["file", "min-gain", "min-gain-beside"])
      }
    }
    guard let file, !file.contains("/"), file.hasSuffix(".gguf") else {
      throw nodes.mistake(node, "an adapter needs a file, by its name alone, such as mine.gguf")
    }
    return Template.Adapter(file: file, minGain: minGain, minGainBeside: minGainBeside)
  }
}
