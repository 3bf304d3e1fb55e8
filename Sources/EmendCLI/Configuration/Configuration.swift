// SPDX-License-Identifier: Apache-2.0

import EmendRevision
import EmendServer
import EmendTemplates
import Foundation

/// The settings in force: flags before the environment, that before the project's `.emend.yaml`, that before the user's
/// `config.yaml`.
@dynamicMemberLookup
struct Configuration: Sendable {
  /// What each source sets, nearest first.
  private var layers: [Settings]
  /// The paths of the files that were read, nearest first.
  let files: [String]

  /// Nothing is set.
  static let none = Configuration()

  private init() { (layers, files) = ([], []) }

  /// Reads the environment and the configuration files of `context`.
  ///
  /// - Parameters:
  ///   - path: A file to read in place of those that are looked for.
  ///   - isOff: Reads no file.
  /// - Throws: ``CommandFailure`` naming file and line of a mistake.
  init(path: String? = nil, isOff: Bool = false, in context: CommandContext) throws(CommandFailure) {
    layers = [try Settings(environmentOf: context)]
    if isOff {
      files = []
    } else if let path {
      guard FileManager.default.fileExists(atPath: context.absolute(path)) else {
        throw CommandFailure("no configuration file \(path) (flag --config)")
      }
      files = [path]
    } else {
      files = Self.candidates(in: context).filter { FileManager.default.fileExists(atPath: $0) }
    }
    for path in files { layers.append(try ConfigurationFile(path, in: context).settings()) }
  }

  /// The places where configuration files are looked for, nearest first.
  static func candidates(in context: CommandContext) -> [String] {
    var candidates: [String] = []
    var folder = context.currentDirectory
    while !folder.isEmpty {
      let path = "\(folder)/.emend.yaml"
      if FileManager.default.fileExists(atPath: path) {
        candidates.append(path)
        break
      }
      folder = folder.splitPath.folder
    }
    if let user = context.userConfigurationFile { candidates.append(user) }
    return candidates
  }

  /// The same with what flags, or a command, set before all else.
  func overridden(by settings: Settings) -> Configuration {
    var copy = self
    copy.layers.insert(settings, at: 0)
    return copy
  }

  // MARK: Merged

  /// A setting of which the nearest source counts.
  subscript<Value>(dynamicMember key: KeyPath<Settings, Setting<Value>?>) -> Setting<Value>? {
    layers.lazy.compactMap { $0[keyPath: key] }.first
  }

  /// What the server calls the model, or a name or path for the embedded engine; `nil` for the one that there is.
  ///
  /// A name that is meant for another server, or for the embedded engine, says nothing: it counts only if its own source
  /// and those farther away ask for what is in force.
  var model: Setting<String>? {
    func address(_ layers: some Sequence<Settings>) -> ServerAddress? { layers.lazy.compactMap(\.server).first?.value }
    let inForce = address(layers)
    return layers.indices.lazy.compactMap { index in
      guard let model = layers[index].model, address(layers[index...]) == inForce else { return nil }
      return inForce == nil ? model.path(from: layers[index].folder, ending: ".gguf") : model
    }.first
  }

  /// The patterns of all sources, the nearest last.
  var exclusions: [Setting<Exclusion>] { layers.reversed().flatMap(\.exclude) }

  /// The terms of all sources; of two that do not go together the nearer counts.
  var glossaryEntries: [Setting<GlossaryEntry>] {
    var terms = GlossaryTerms()
    for entry in layers.flatMap(\.glossary) { _ = terms.add(entry) }
    return terms.entries
  }

  var glossary: Glossary { Glossary(glossaryEntries.map(\.value)) }

  /// The checks that are switched off, each by the nearest source that does so.
  var checksOff: [Setting<SwitchedOffCheck>] {
    var seen: Set<String> = []
    return layers.flatMap(\.checksOff).filter { seen.insert($0.value.name).inserted }
  }

  /// Their reasons by name; `nil` if there are none.
  var reasonsOff: [String: String]? {
    let pairs = checksOff.map { ($0.value.name, $0.value.reason) }
    return pairs.isEmpty ? nil : Dictionary(pairs) { first, _ in first }
  }

  /// The same with as much of the default selection as a template takes.
  func selecting(for template: Template) -> Configuration {
    guard let select = self.select, !template.inputs.contains(.passage) else { return self }
    var override = Settings()
    let takesSections = template.inputs.contains(.section)
    override.select = select.with(DefaultSelection(section: takesSections ? select.value.section : []))
    return overridden(by: override)
  }

  /// Those of some checks that are not switched off.
  func checksLeft(of checks: [Check]) -> [Check] {
    let names = Set(checksOff.map(\.value.name))
    return checks.filter { !names.contains($0.name) }
  }
}

extension CommandContext {
  /// The user's own configuration file; `nil` without a home.
  var userConfigurationFile: String? { configurationFolder.map { "\($0)/config.yaml" } }

  /// Says which checks are not run, and why.
  func tell(checksOff: [Setting<SwitchedOffCheck>]) {
    for check in checksOff {
      tell("check \(check.value.name) is switched off: \(check.value.reason) (\(check.origin))")
    }
  }
}
