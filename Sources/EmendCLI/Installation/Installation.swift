// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where the program's own data lie: beside the checkout that it was built in, or under the prefix that it was installed
/// to.
package struct Installation: Equatable, Sendable {
  package var executable: String
  /// The shipped templates; `nil` if the program stands alone.
  package var templates: String?
  /// The models that set-up installed; `nil` if the program stands alone.
  package var models: String?
  /// The shipped example documents; `nil` if the program stands alone.
  package var examples: String?
  /// The shipped adapters; `nil` if the program stands alone.
  package var adapters: String?

  package init(
    executable: String, templates: String?, models: String?, examples: String? = nil, adapters: String? = nil
  ) {
    self.executable = executable
    self.templates = templates
    self.models = models
    self.examples = examples
    self.adapters = adapters
  }

  /// Looks around the program's own file.
  package init(executable: String) {
    self.init(executable: executable, templates: nil, models: nil)
    let exists = FileManager.default.fileExists(atPath:)
    var folder = executable.splitPath.folder
    let share = "\(folder.splitPath.folder)/share/emend"
    if exists("\(share)/templates") {
      (templates, models, examples) = ("\(share)/templates", "\(share)/models", "\(share)/examples")
      adapters = "\(share)/adapters"
      return
    }
    while !folder.isEmpty {
      if exists("\(folder)/templates/rephrase.md"), exists("\(folder)/Package.swift") {
        (templates, models) = ("\(folder)/templates", "\(folder)/.deps/models")
        (examples, adapters) = ("\(folder)/examples", "\(folder)/adapters")
        return
      }
      folder = folder.splitPath.folder
    }
  }

  /// That of the running program.
  package static let current = Installation(executable: executablePath)

  private static var executablePath: String {
    // Linux names the running program here, links followed; other systems are asked through Foundation.
    if let path = realpath("/proc/self/exe", nil) {
      defer { free(path) }
      return String(cString: path)
    }
    let path = Bundle.main.executablePath ?? CommandLine.arguments[0]
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// The user's own folders, by the XDG Base Directory Specification.
extension CommandContext {
  /// Settings and templates; `nil` without a home.
  var configurationFolder: String? { folder("XDG_CONFIG_HOME", default: ".config") }
  /// Models that the user put there.
  var dataFolder: String? { folder("XDG_DATA_HOME", default: ".local/share") }
  /// What may be deleted at any time.
  var cacheFolder: String? { folder("XDG_CACHE_HOME", default: ".cache") }
  /// What should outlive a run.
  var stateFolder: String? { folder("XDG_STATE_HOME", default: ".local/state") }

  private func folder(_ name: String, default path: String) -> String? {
    // The specification has relative paths ignored.
    if let base = variable(name), base.hasPrefix("/") { return "\(base)/emend" }
    return variable("HOME").map { "\($0)/\(path)/emend" }
  }

  /// The folders of templates, nearest first: the project's, the user's, the shipped ones.
  var templateFolders: [String] {
    var folders: [String] = []
    var folder = currentDirectory
    while !folder.isEmpty {
      if FileManager.default.fileExists(atPath: "\(folder)/.emend/templates") {
        folders.append("\(folder)/.emend/templates")
        break
      }
      folder = folder.splitPath.folder
    }
    if let configurationFolder { folders.append("\(configurationFolder)/templates") }
    if let templates = installation.templates { folders.append(templates) }
    return folders
  }
}
