// SPDX-License-Identifier: Apache-2.0

import EmendText
import Yams

/// Reads the YAML of a configuration file; each text comes with its line, for messages.
struct ConfigurationNodes {
  let path: String

  func mistake(_ node: Node, _ problem: String) -> CommandFailure { located("", at: node).mistake(problem) }

  private func located(_ text: String, at node: Node) -> Setting<String> {
    Setting(value: text, origin: .file(path: path, line: node.mark?.line ?? 1))
  }

  /// The keys of a mapping with what stands behind each.
  ///
  /// - Parameters:
  ///   - place: The key that it stands behind; `nil` for the whole file.
  ///   - known: What a key may be; `nil` for anything.
  func entries(
    of mapping: Node.Mapping, at place: Setting<String>? = nil, known: [String]?
  ) throws(CommandFailure) -> [(key: Setting<String>, node: Node)] {
    var entries: [(key: Setting<String>, node: Node)] = []
    for (key, node) in mapping {
      guard let name = key.scalar?.string else { throw mistake(key, "a key must be a text") }
      let key = located(name, at: key)
      if let known, !known.contains(name) {
        let context = place.map { " in \($0.value)" } ?? ""
        throw key.mistake("no setting \"\(name)\"\(context)\(alternatives(to: name, among: known))")
      }
      entries.append((key, node))
    }
    return entries
  }

  /// The same of what stands behind a key.
  ///
  /// - Parameter example: What it may look like; `nil` for the known keys.
  func entries(
    of node: Node, at key: Setting<String>, known: [String]? = nil, such example: String? = nil
  ) throws(CommandFailure) -> [(key: Setting<String>, node: Node)] {
    try refuseNothing(node, of: key)
    guard let mapping = node.mapping else {
      let wanted = example.map { "such as \($0)" } ?? "with \((known ?? []).joined(separator: ", "))"
      throw key.mistake("\(key.value) must be a mapping \(wanted), not \(Self.kind(of: node))")
    }
    return try entries(of: mapping, at: key, known: known)
  }

  /// A text, which is no number and no truth value to YAML.
  func text(_ node: Node, of key: Setting<String>) throws(CommandFailure) -> Setting<String> {
    let text = try scalar(node, of: key)
    if let problem = otherType(of: node, than: key) { throw key.mistake(problem) }
    return text
  }

  /// A single value of any type.
  func scalar(_ node: Node, of key: Setting<String>) throws(CommandFailure) -> Setting<String> {
    try refuseNothing(node, of: key)
    guard let text = node.scalar?.string else {
      throw key.mistake("\(key.value) must be a single value, not \(Self.kind(of: node))")
    }
    return key.with(text)
  }

  /// A list of texts, each with its own line, or one alone.
  func texts(
    _ node: Node, of key: Setting<String>, such example: String
  ) throws(CommandFailure) -> [Setting<String>] {
    try refuseNothing(node, of: key)
    let elements = node.sequence.map(Array.init) ?? [node]
    var texts: [Setting<String>] = []
    for element in elements {
      guard element.null == nil, let text = element.scalar?.string else {
        let kind = element.null == nil ? Self.kind(of: element) : "nothing"
        throw mistake(element, "\(key.value) must be a list of texts such as \(example), and here is \(kind)")
      }
      if let problem = otherType(of: element, than: key) { throw mistake(element, problem) }
      texts.append(located(text, at: element))
    }
    return texts
  }

  private func refuseNothing(_ node: Node, of key: Setting<String>) throws(CommandFailure) {
    if node.null != nil { throw key.mistake("\(key.value) has no value; give it one, or leave it out") }
  }

  /// What is wrong with a value that YAML reads as something else than a text; `nil` if it is one.
  private func otherType(of node: Node, than key: Setting<String>) -> String? {
    guard let scalar = node.scalar, scalar.style == .plain else { return nil }
    let type: String
    switch node.tag.description {
    case Tag.Name.bool.rawValue: type = "true or false"
    case Tag.Name.int.rawValue, Tag.Name.float.rawValue: type = "a number"
    case Tag.Name.timestamp.rawValue: type = "a date"
    default: return nil
    }
    return
      "\(scalar.string) is \(type) in YAML, and \(key.value) is a text; put it in quotes if it is one: \"\(scalar.string)\""
  }

  private static func kind(of node: Node) -> String {
    if node.sequence != nil { return "a list" }
    return node.mapping == nil ? "a text" : "a mapping"
  }
}
