// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendRevision
import EmendServer
import EmendTemplates
import EmendText
import Foundation
import Yams

/// A configuration file: its keys, and what may stand behind each.
struct ConfigurationFile {
  private let nodes: ConfigurationNodes
  private let root: Node.Mapping?
  /// Where paths are meant from, as an absolute path.
  private let folder: String
  /// Where patterns are meant from: the file's folder, but the root for the user's file, which stands beside no document.
  private let patternFolder: String
  /// The user's own file, which alone says which hosts may be connected to; `nil` without a home.
  private let userFile: String?
  private let isUsers: Bool

  /// - Parameter path: As it is called in messages.
  /// - Throws: ``CommandFailure`` if it cannot be read, or is no mapping.
  init(_ path: String, in context: CommandContext) throws(CommandFailure) {
    nodes = ConfigurationNodes(path: path)
    folder = context.absolute(path).splitPath.folder
    userFile = context.userConfigurationFile
    isUsers = context.absolute(path) == userFile
    patternFolder = isUsers ? "/" : context.resolved("\(folder)/.")
    let text = try Self.text(of: path, in: context)
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch {
      let problem = YAMLProblem(error, in: text)
      throw CommandFailure("\(path)\(problem.line.map { ":\($0)" } ?? ""): \(problem.detail)")
    }
    guard let node, node.null == nil else {
      root = nil
      return
    }
    guard let mapping = node.mapping else {
      throw nodes.mistake(node, "the configuration must be a mapping, such as \"model: NAME\"")
    }
    root = mapping
  }

  /// A configuration is a page or two; what is larger is something else.
  private static let largest = 1 << 20

  private static func text(of path: String, in context: CommandContext) throws(CommandFailure) -> String {
    var status = stat()
    if stat(context.absolute(path), &status) == 0, status.st_size > largest {
      throw CommandFailure("the configuration file \(path) is larger than 1 MB; it is meant to be a page or two")
    }
    let bytes: [UInt8]
    do {
      bytes = try DocumentFile(reading: context.absolute(path)).bytes
    } catch {
      let reason =
        switch error.code {
        case EISDIR: "it is a folder"
        case EINVAL: "it is not a regular file"
        default: error.description
        }
      throw CommandFailure("cannot read the configuration file \(path): \(reason)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure("the configuration file \(path) is not UTF-8")
    }
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
  }

  // MARK: Keys

  private static let keys = [
    "model", "server", "parallel", "template", "tone", "instruction", "language", "threads", "context", "candidates",
    "min-gain", "select", "include", "exclude", "glossary", "checks", "allow-hosts", "allow-public-hosts",
  ]

  func settings() throws(CommandFailure) -> Settings {
    var settings = Settings()
    settings.folder = folder
    guard let root else { return settings }
    for (key, node) in try nodes.entries(of: root, known: Self.keys) {
      switch key.value {
      case "model": settings.model = try nodes.text(node, of: key).filled("model")
      case "server": settings.server = try nodes.text(node, of: key).filled("server").server(from: folder)
      case "parallel":
        settings.parallel = try nodes.scalar(node, of: key).whole(key.value, in: Settings.parallelCounts)
      case "template":
        settings.template = try nodes.text(node, of: key).filled("template").path(from: folder, ending: ".md")
      case "tone": settings.tone = try nodes.text(node, of: key)
      case "instruction": settings.instruction = try nodes.text(node, of: key)
      case "language": settings.language = try nodes.text(node, of: key).language()
      case "threads": settings.threads = try nodes.scalar(node, of: key).whole(key.value, in: Settings.threadCounts)
      case "context": settings.context = try nodes.scalar(node, of: key).whole(key.value, in: Settings.contextSizes)
      case "candidates":
        settings.candidates = try nodes.scalar(node, of: key).whole(key.value, in: Settings.candidateCounts)
      case "min-gain": settings.minGain = try nodes.scalar(node, of: key).gain(key.value)
      case "select": settings.select = key.with(try selection(node, of: key))
      case "include":
        var kinds: Set<Selection.Kind> = []
        for kind in try nodes.texts(node, of: key, such: "[quotes, headings]") { kinds.insert(try kind.kind()) }
        settings.include = key.with(kinds)
      case "exclude":
        for pattern in try nodes.texts(node, of: key, such: "[\"drafts/*.md\"]") {
          settings.exclude.append(try pattern.exclusion(from: patternFolder))
        }
      case "glossary": settings.glossary = try glossary(node, of: key)
      case "checks": settings.checksOff = try checksOff(node, of: key)
      case "allow-hosts":
        try refuseUnlessUsers(key)
        var hosts: [String] = []
        for host in try nodes.texts(node, of: key, such: "[192.168.1.20]") {
          guard HostPolicy.isHost(host.value) else {
            throw host.mistake(
              "\"\(host.value)\" is no host; write a name or a numeric address alone, such as 192.168.1.20")
          }
          hosts.append(host.value)
        }
        settings.allowHosts = key.with(hosts)
      default:
        try refuseUnlessUsers(key)
        settings.allowPublicHosts = try nodes.scalar(node, of: key).truth(key.value)
      }
    }
    return settings
  }

  /// Whoever gives away a project must not decide where others send their texts.
  private func refuseUnlessUsers(_ key: Setting<String>) throws(CommandFailure) {
    guard !isUsers else { return }
    let place = userFile.map { ", \($0)" } ?? ""
    throw key.mistake(
      "\(key.value) belongs in your own configuration\(place): no other file may say where your texts can be sent")
  }

  private func selection(_ node: Node, of key: Setting<String>) throws(CommandFailure) -> DefaultSelection {
    var selection = DefaultSelection()
    for (key, node) in try nodes.entries(of: node, at: key, known: ["section", "match", "changed"]) {
      switch key.value {
      case "section":
        for text in try nodes.texts(node, of: key, such: "[\"Guide > Setup\"]") {
          selection.section.append(try text.section())
        }
      case "match":
        for text in try nodes.texts(node, of: key, such: "[\"very|really\"]") {
          selection.match.append(try text.expression())
        }
      default: selection.changed = try nodes.text(node, of: key).filled("changed").value
      }
    }
    return selection
  }

  private func glossary(_ node: Node, of key: Setting<String>) throws(CommandFailure) -> [Setting<GlossaryEntry>] {
    var terms = GlossaryTerms()
    func add(_ entry: Setting<GlossaryEntry>) throws(CommandFailure) {
      if let problem = terms.add(entry) { throw entry.mistake(problem) }
    }
    for (key, node) in try nodes.entries(of: node, at: key, known: ["keep", "prefer"]) {
      if key.value == "keep" {
        for term in try nodes.texts(node, of: key, such: "[Tidepool]") {
          try add(term.with(.keep(try term.filled("a term to keep").value)))
        }
        continue
      }
      for (wrong, node) in try nodes.entries(of: node, at: key, such: "{ utilise: use }") {
        let right = try nodes.text(node, of: wrong).filled("what is preferred to \"\(wrong.value)\"")
        _ = try wrong.filled("a spelling to replace")
        if wrong.value == right.value { throw wrong.mistake("\"\(wrong.value)\" is preferred to itself") }
        try add(wrong.with(.prefer(Glossary.Preference(wrong: wrong.value, right: right.value))))
      }
    }
    return terms.entries
  }

  private func checksOff(_ node: Node, of key: Setting<String>) throws(CommandFailure) -> [Setting<SwitchedOffCheck>] {
    var checks: [Setting<SwitchedOffCheck>] = []
    for (key, node) in try nodes.entries(of: node, at: key, known: ["off"]) {
      for (name, node) in try nodes.entries(of: node, at: key, such: "{ person: We address our readers freely. }") {
        guard let check = Check.all.first(where: { $0.name == name.value }) else {
          throw name.mistake("no check \"\(name.value)\"\(alternatives(to: name.value, among: Check.all.map(\.name)))")
        }
        if let necessity = check.necessity {
          throw name.mistake("the check \(name.value) cannot be switched off: \(necessity)")
        }
        guard node.null == nil, let reason = try? nodes.text(node, of: name).filled("the reason") else {
          throw name.mistake(
            "say why the check \(name.value) is switched off: \(name.value): We address our readers freely.")
        }
        checks.append(name.with(SwitchedOffCheck(name: name.value, reason: reason.value)))
      }
    }
    return checks
  }
}
