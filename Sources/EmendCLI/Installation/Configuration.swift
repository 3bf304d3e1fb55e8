// SPDX-License-Identifier: Apache-2.0

import Foundation
import Yams

/// Settings from configuration files: the project's `.emend.yaml`, found by walking up from the current folder, then the
/// user's `config.yaml`.
struct Configuration: Equatable, Sendable {
  /// A value and the place that it comes from, for messages.
  struct Setting: Equatable, Sendable {
    var value: String
    var origin: String
  }

  /// The names that may be set.
  static let keys = ["model", "template", "threads", "context"]

  /// The settings of each file, nearest first.
  private(set) var files: [(path: String, values: [String: Setting])] = []

  /// Reads the configuration files of `context`.
  ///
  /// - Parameters:
  ///   - path: A file to read in their place.
  ///   - isOff: Reads none.
  /// - Throws: ``CommandFailure`` naming file and line of a mistake.
  init(path: String? = nil, isOff: Bool = false, in context: CommandContext) throws {
    if isOff { return }
    if let path {
      guard FileManager.default.fileExists(atPath: context.absolute(path)) else {
        throw CommandFailure("no configuration file \(path) (flag --config)")
      }
      files = [(path, try Self.read(context.absolute(path)))]
      return
    }
    files = try Self.candidates(in: context).filter(FileManager.default.fileExists(atPath:)).map { path in
      (path, try Self.read(path))
    }
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
    if let user = context.configurationFolder { candidates.append("\(user)/config.yaml") }
    return candidates
  }

  /// Returns the setting in force: a flag over the environment over the project's file over the user's.
  func setting(_ key: String, flag: String?, in context: CommandContext) -> Setting? {
    if let flag { return Setting(value: flag, origin: "flag --\(key)") }
    let variable = "EMEND_\(key.uppercased())"
    if let value = context.variable(variable) { return Setting(value: value, origin: variable) }
    return files.lazy.compactMap { $0.values[key] }.first
  }

  /// Returns a setting that is a whole number from 1 to `limit`.
  func number(_ key: String, upTo limit: Int, flag: Int?, in context: CommandContext) throws -> Int? {
    guard let setting = setting(key, flag: flag.map(String.init), in: context) else { return nil }
    guard let number = Int(setting.value), (1...limit).contains(number) else {
      throw CommandFailure(
        "\(key) must be a whole number from 1 to \(limit), not \"\(setting.value)\" (\(setting.origin))")
    }
    return number
  }

  /// A parser's message without its excerpt of the file.
  private static func firstLine(of message: String) -> String {
    let line = message.split(whereSeparator: \.isNewline).first ?? ""
    return line.hasSuffix(":") ? String(line.dropLast()) : String(line)
  }

  private static func read(_ path: String) throws -> [String: Setting] {
    guard let data = FileManager.default.contents(atPath: path), let text = String(validating: data, as: UTF8.self)
    else { throw CommandFailure("cannot read the configuration file \(path), or it is not UTF-8") }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw CommandFailure("\(path): not valid YAML (\(Self.firstLine(of: "\(error)")))")
    }
    guard let root else { return [:] }
    guard let mapping = root.mapping else {
      throw CommandFailure("\(path): the configuration must be a mapping, such as \"model: NAME\"")
    }
    var values: [String: Setting] = [:]
    for (key, value) in mapping {
      let place = "\(path):\(key.mark?.line ?? 1)"
      guard let name = key.string, keys.contains(name) else {
        throw CommandFailure("\(place): no setting \"\(key.string ?? "")\"; there are \(keys.joined(separator: ", "))")
      }
      guard var text = value.scalar?.string else { throw CommandFailure("\(place): \(name) must be a single value") }
      // A model's path is meant from the file that names it.
      if name == "model", text.contains("/") || text.hasSuffix(".gguf"), !text.hasPrefix("/") {
        text = (path.lastIndex(of: "/").map { String(path[...$0]) } ?? "") + text
      }
      values[name] = Setting(value: text, origin: place)
    }
    return values
  }

  static func == (left: Self, right: Self) -> Bool {
    left.files.elementsEqual(right.files) { $0.path == $1.path && $0.values == $1.values }
  }
}
