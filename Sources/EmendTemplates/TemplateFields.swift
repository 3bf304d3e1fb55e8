// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Yams

/// The front matter of a template, checked.
struct TemplateFields {
  private(set) var name = ""
  private(set) var description = ""
  private(set) var input = Template.Input.passage
  private(set) var output = Template.Output.passage
  private(set) var apply = Template.Application.replace
  private(set) var length = 0.0...Double.infinity
  private(set) var variables: [String: String] = [:]
  private(set) var sampling = SamplingOptions.greedy
  private(set) var candidates = 1
  private(set) var unit = Template.Unit.passage
  private(set) var minGain = 0.0
  private(set) var examples: [Template.Example] = []
  private(set) var adapters: [String: Template.Adapter] = [:]
  private let path: String

  init(_ source: TemplateSource) throws(TemplateError) {
    path = source.path
    for (key, value) in try Self.mapping(source) { try set(key, value) }
    guard !name.isEmpty else { throw .mistake(path: path, line: 1, problem: "the front matter lacks \"name\"") }
  }

  private static func mapping(_ source: TemplateSource) throws(TemplateError) -> Node.Mapping {
    let root: Node?
    do {
      root = try Yams.compose(yaml: source.frontMatter)
    } catch let error as YamlError {
      throw .mistake(
        path: source.path, line: error.line(in: source.frontMatter).map { $0 + 1 } ?? 1,
        problem: "not valid YAML (\(error.problem))")
    } catch {
      throw .mistake(path: source.path, line: 1, problem: "not valid YAML")
    }
    guard let mapping = root?.mapping else {
      throw .mistake(
        path: source.path, line: 2, problem: "the front matter must be a YAML mapping, such as \"name: rephrase\"")
    }
    return mapping
  }

  private mutating func set(_ key: Node, _ value: Node) throws(TemplateError) {
    switch key.string {
    case "name": name = try string(value, of: "name")
    case "description": description = try string(value, of: "description")
    case "input": input = try choice(value, of: "input")
    case "output": output = try choice(value, of: "output")
    case "apply": apply = try choice(value, of: "apply")
    case "length": length = try ratio(value)
    case "variables":
      for (name, value) in try mapping(value, of: "variables") {
        variables[name.string ?? ""] = try string(value, of: "a variable")
      }
    case "sampling": try setSampling(value)
    case "unit": unit = try choice(value, of: "unit")
    case "min-gain": minGain = try gain(value)
    case "examples": examples = try examples(value)
    case "adapter":
      for (family, adapter) in try mapping(value, of: "adapter") {
        adapters[try string(family, of: "a family").lowercased()] = try self.adapter(adapter)
      }
    default:
      throw mistake(
        key,
        "no key \"\(key.string ?? "")\" in a template; there are name, description, input, output, apply, length, variables, sampling, unit, min-gain, examples, adapter"
      )
    }
  }

  private mutating func setSampling(_ value: Node) throws(TemplateError) {
    for (key, value) in try mapping(value, of: "sampling") {
      switch key.string {
      case "temperature": sampling.temperature = try number(value, of: "temperature", in: 0...5)
      case "top-p": sampling.topP = try number(value, of: "top-p", in: 0...1)
      case "min-p": sampling.minP = try number(value, of: "min-p", in: 0...1)
      case "candidates": candidates = Int(try number(value, of: "candidates", in: 1...64))
      default:
        throw mistake(
          key, "no key \"\(key.string ?? "")\" under sampling; there are temperature, top-p, min-p, candidates")
      }
    }
  }

  // MARK: Values

  private func mistake(_ node: Node, _ problem: String) -> TemplateError {
    // A mark counts from 1 in the front matter, which begins on line 2.
    .mistake(path: path, line: (node.mark?.line ?? 0) + 1, problem: problem)
  }

  private func string(_ node: Node, of key: String) throws(TemplateError) -> String {
    guard let string = node.scalar?.string else { throw mistake(node, "\(key) must be a text") }
    return string
  }

  private func mapping(_ node: Node, of key: String) throws(TemplateError) -> Node.Mapping {
    guard let mapping = node.mapping else {
      throw mistake(node, "\(key) must be a mapping, such as \"{ key: value }\"")
    }
    return mapping
  }

  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: Node, of key: String
  ) throws(TemplateError) -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: try string(node, of: key)) else {
      throw mistake(node, "\(key) must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }

  /// A number, or `off` for changes that need not be likelier than the original.
  private func gain(_ node: Node, of key: String = "min-gain") throws(TemplateError) -> Double {
    if node.string == "off" { return -.infinity }
    guard let number = node.string.flatMap(Double.init), number.isFinite else {
      throw mistake(node, "\(key) must be a number such as 2.5 or -1, or off")
    }
    return number
  }

  /// Each an `input` and its `output`; without an output the input is good as it is.
  private func examples(_ node: Node) throws(TemplateError) -> [Template.Example] {
    guard let sequence = node.sequence else {
      throw mistake(node, "examples must be a list, such as \"- { input: It work., output: It works. }\"")
    }
    var examples: [Template.Example] = []
    for element in sequence {
      var texts: [String: String] = [:]
      for (key, value) in try mapping(element, of: "an example") {
        guard let name = key.string, ["input", "output"].contains(name) else {
          throw mistake(key, "no key \"\(key.string ?? "")\" in an example; there are input and output")
        }
        texts[name] = try string(value, of: name)
      }
      guard let input = texts["input"] else { throw mistake(element, "an example needs an input") }
      examples.append(Template.Example(input: input, output: texts["output"] ?? input))
    }
    return examples
  }

  private func adapter(_ node: Node) throws(TemplateError) -> Template.Adapter {
    guard let fields = node.mapping else {
      throw mistake(node, "an adapter is written as \"{ file: NAME.gguf }\"")
    }
    var (file, minGain, minGainBeside): (String?, Double?, Double?)
    for (key, value) in fields {
      switch key.string {
      case "file": file = try string(value, of: "file")
      case "min-gain": minGain = try gain(value)
      case "min-gain-beside": minGainBeside = try gain(value, of: "min-gain-beside")
      default:
        throw mistake(
          key, "no key \"\(key.string ?? "")\" in an adapter; there are file, min-gain and min-gain-beside")
      }
    }
    guard let file, !file.contains("/"), file.hasSuffix(".gguf") else {
      throw mistake(node, "an adapter needs a file, by its name alone, such as mine.gguf")
    }
    return Template.Adapter(file: file, minGain: minGain, minGainBeside: minGainBeside)
  }

  private func number(_ node: Node, of key: String, in range: ClosedRange<Double>) throws(TemplateError) -> Double {
    guard let number = Double(try string(node, of: key)), range.contains(number) else {
      throw mistake(node, "\(key) must be a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))")
    }
    return number
  }

  private func plain(_ number: Double) -> String { number == number.rounded() ? "\(Int(number))" : "\(number)" }

  private func ratio(_ node: Node) throws(TemplateError) -> ClosedRange<Double> {
    let bounds = try string(node, of: "length").split(separator: "-", omittingEmptySubsequences: false).map {
      Double($0)
    }
    guard bounds.count == 2, let low = bounds[0], let high = bounds[1], 0 <= low, low <= high, high > 0 else {
      throw mistake(node, "length must be two ratios to the input, such as 0.4-1.3")
    }
    return low...high
  }
}

extension YamlError {
  /// The line of the mistake, counted from 1; `nil` if not known.
  fileprivate func line(in text: String) -> Int? {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    case .duplicatedKeysInMapping(let keys, _):
      text.split(separator: "\n", omittingEmptySubsequences: false).lastIndex { line in
        keys.contains { line.drop { $0 == " " }.hasPrefix("\($0):") }
      }.map { $0 + 1 }
    default: nil
    }
  }

  /// What is wrong, without the excerpt.
  fileprivate var problem: String {
    switch self {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
    case .duplicatedKeysInMapping(let duplicates, _):
      "the key \(duplicates.map(String.init(describing:)).joined(separator: ", ")) comes twice"
    default: "it cannot be read"
    }
  }
}
