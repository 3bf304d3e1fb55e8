// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Foundation

/// The model that a run uses, and why this one.
struct ModelFile: Equatable, Sendable {
  /// The model that `make setup` installs.
  static let defaultName = "smollm2-135m-instruct"

  /// The file's name without `.gguf`.
  let name: String
  let path: String
  /// How the choice came about, for `emend doctor`.
  let reason: String

  /// Finds the model that a setting asks for.
  ///
  /// - Parameters:
  ///   - wanted: A name, or a path if it has a slash or ends in `.gguf`; `nil` for the default model.
  ///   - origin: Where the setting comes from, such as "flag --model".
  /// - Throws: ``CommandFailure`` if there is no such file.
  init(_ wanted: String?, origin: String, in context: CommandContext) throws {
    let exists = FileManager.default.fileExists(atPath:)
    if let wanted, wanted.contains("/") || wanted.hasSuffix(".gguf") {
      path = context.absolute(wanted)
      guard exists(path) else { throw CommandFailure("no model file \(wanted) (\(origin)); name a GGUF file") }
      let file = path.split(separator: "/").last.map(String.init) ?? path
      name = file.hasSuffix(".gguf") ? String(file.dropLast(5)) : file
      reason = origin
      return
    }
    name = wanted ?? Self.defaultName
    let file = "\(name).gguf"
    let folders = [context.dataFolder.map { "\($0)/models" }, context.installation.models].compactMap { $0 }
    guard let folder = folders.first(where: { exists("\($0)/\(file)") }) else {
      let places = folders.isEmpty ? "" : " in \(folders.joined(separator: " or "))"
      throw CommandFailure(
        "no model \"\(name)\" (\(origin))\(places); run 'make setup' in emend's checkout, or name a GGUF file with --model"
      )
    }
    path = "\(folder)/\(file)"
    reason = "\(origin), found in \(folder)"
  }
}
