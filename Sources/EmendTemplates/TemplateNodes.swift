// SPDX-License-Identifier: Apache-2.0

import EmendText
import Yams

/// Reads values of a template's front matter; a mistake is told with its line and what would be right.
struct TemplateNodes {
  let path: String

  /// The front matter itself.
  static func mapping(_ source: TemplateSource) throws(TemplateError) -> Node.Mapping {
    let root: Node?
    do {
      root = try Yams.compose(yaml: source.frontMatter)
    } catch {
      let problem = YAMLProblem(error, in: source.frontMatter)
      throw .mistake(path: source.path, line: problem.line.map { $0 + 1 } ?? 1, problem: problem.detail)
    }
    guard let mapping = root?.mapping else {
      throw .mistake(
        path: source.path, line: 2, problem: "the front matter must be a YAML mapping, such as \"name: rephrase\"")
    }
    return mapping
  }

  /// The line of the file, counted from 1: a mark counts from 1 in the front matter, which begins on line 2.
  func line(_ node: Node) -> Int { (node.mark?.line ?? 0) + 1 }

  func mistake(_ node: Node, _ problem: String) -> TemplateError {
    .mistake(path: path, line: line(node), problem: problem)
  }

  /// A key that there is not, with what may have been meant.
  func unknown(_ key: Node, _ place: String, _ known: [String]) -> TemplateError {
    let name = key.string ?? ""
    return mistake(key, "no key \"\(name)\" \(place)\(alternatives(to: name, among: known))")
  }

  func string(_ node: Node, of key: String) throws(TemplateError) -> String {
    guard let string = node.scalar?.string else { throw mistake(node, "\(key) must be a text") }
    return string
  }

  /// A list of texts, or one alone.
  func strings(_ node: Node, of key: String) throws(TemplateError) -> [String] {
    guard let sequence = node.sequence else { return [try string(node, of: key)] }
    var strings: [String] = []
    for element in sequence { strings.append(try string(element, of: "what is listed under \(key)")) }
    return strings
  }

  func mapping(_ node: Node, of key: String) throws(TemplateError) -> Node.Mapping {
    guard let mapping = node.mapping else {
      throw mistake(node, "\(key) must be a mapping, such as \"{ key: value }\"")
    }
    return mapping
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: Node, of key: String
  ) throws(TemplateError) -> Choice where Choice.RawValue == String {
    let name = try string(node, of: key)
    guard let choice = Choice(rawValue: name) else {
      let names = Choice.allCases.map(\.rawValue)
      let hint = nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
      throw mistake(node, "\(key) must be one of \(names.joined(separator: ", ")), not \"\(name)\"\(hint)")
    }
    return choice
  }

  func choices<Choice: RawRepresentable & CaseIterable>(
    _ node: Node, of key: String
  ) throws(TemplateError) -> [Choice] where Choice.RawValue == String {
    var choices: [Choice] = []
    for element in node.sequence.map(Array.init) ?? [node] { choices.append(try choice(element, of: key)) }
    guard !choices.isEmpty else { throw mistake(node, "\(key) must name at least one") }
    return choices
  }

  /// A number, or `off` for changes that need not be likelier than the original.
  func gain(_ node: Node, of key: String = "min-gain") throws(TemplateError) -> Double {
    if node.string == "off" { return -.infinity }
    guard let number = node.string.flatMap(Double.init), number.isFinite else {
      throw mistake(node, "\(key) must be a number such as 2.5 or -1, or off")
    }
    return number
  }

  func number(_ node: Node, of key: String, in range: ClosedRange<Double>) throws(TemplateError) -> Double {
    guard let number = Double(try string(node, of: key)), range.contains(number) else {
      throw mistake(node, "\(key) must be a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))")
    }
    return number
  }

  func whole(_ node: Node, of key: String, in range: ClosedRange<Int>) throws(TemplateError) -> Int {
    guard let number = Int(try string(node, of: key)), range.contains(number) else {
      throw mistake(node, "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private func plain(_ number: Double) -> String { number == number.rounded() ? "\(Int(number))" : "\(number)" }

  /// Two ratios, such as `0.4-1.3`.
  func ratio(_ node: Node) throws(TemplateError) -> ClosedRange<Double> {
    let bounds = try string(node, of: "length").split(separator: "-", omittingEmptySubsequences: false).map {
      Double($0)
    }
    guard bounds.count == 2, let low = bounds[0], let high = bounds[1], 0 <= low, low <= high, high > 0 else {
      throw mistake(node, "length must be two ratios to the input, such as 0.4-1.3")
    }
    return low...high
  }

  /// A whole number, or two with a hyphen between.
  func count(_ node: Node, of key: String) throws(TemplateError) -> ClosedRange<Int> {
    guard let count = ClosedRange<Int>(counts: try string(node, of: key)) else {
      throw mistake(node, "\(key) must be a number from 1 to 50 such as 6, or two such as 4-7")
    }
    return count
  }
}

extension ClosedRange<Int> {
  /// Reads `6` as 6 to 6, and `4-7`; `nil` if that is not from 1 to 50.
  package init?(counts text: String) {
    let numbers = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count <= 2, let low = numbers[0], let high = numbers[numbers.count - 1], 1 <= low, low <= high,
      high <= 50
    else { return nil }
    self = low...high
  }
}
