// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where the optimised version of a model lies: `NAME.optimized.gguf`, beside `NAME.gguf` or among the user's models.
enum OptimizedModel {
  private static let suffix = ".optimized"

  /// What is found of a model in the folders of models.
  struct Files: Equatable {
    /// The nearest `NAME.gguf`.
    var original: String?
    /// A version of it that is no older, or that has lost its original.
    var optimized: String?
    /// A version that is older than the original, which it was not made from.
    var stale: String?
  }

  /// Looks for a model by name, in the nearest folder first.
  ///
  /// A version in a folder behind that of the original belongs to another model of that name.
  static func files(named name: String, in folders: [String]) -> Files {
    var files = Files()
    for folder in folders {
      let (original, version) = ("\(folder)/\(name).gguf", "\(folder)/\(name)\(suffix).gguf")
      let hasOriginal = FileManager.default.fileExists(atPath: original)
      if files.optimized == nil, FileManager.default.fileExists(atPath: version) { files.optimized = version }
      if hasOriginal {
        files.original = original
        break
      }
    }
    if let original = files.original, let optimized = files.optimized, isNewer(original, than: optimized) {
      (files.optimized, files.stale) = (nil, optimized)
    }
    return files
  }

  /// Returns the file that a model's optimised version is to become.
  ///
  /// - Throws: ``CommandFailure`` if it would not be found, or would be taken for another model's.
  static func place(for model: ModelFile, in context: CommandContext) throws -> String {
    guard !model.name.hasSuffix(suffix) else {
      throw CommandFailure(
        "\(model.path) is optimised already; name its original, \(model.name.dropLast(suffix.count))")
    }
    if let named = files(named: model.name, in: context.modelFolders).original, !isSame(named, model.path) {
      throw CommandFailure(
        "\(named) is another model of this name; give \(model.path) a name of its own, so that they are not mixed up")
    }
    let (folder, _) = model.path.splitPath
    if context.isFolderOfModels(folder), access(folder, W_OK) == 0 { return "\(folder)/\(model.name)\(suffix).gguf" }
    guard let data = context.dataFolder else {
      throw CommandFailure("there is no folder for your own models, since HOME is not set")
    }
    return "\(data)/models/\(model.name)\(suffix).gguf"
  }

  private static func isNewer(_ left: String, than right: String) -> Bool {
    guard let left = status(of: left)?.st_mtim, let right = status(of: right)?.st_mtim else { return false }
    return (left.tv_sec, left.tv_nsec) > (right.tv_sec, right.tv_nsec)
  }

  fileprivate static func isSame(_ left: String, _ right: String) -> Bool {
    guard let left = status(of: left), let right = status(of: right) else { return false }
    return left.st_dev == right.st_dev && left.st_ino == right.st_ino
  }

  private static func status(of path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }
}

extension CommandContext {
  /// The folders of models, nearest first: the user's, the installation's.
  var modelFolders: [String] {
    [dataFolder.map { "\($0)/models" }, installation.models].compactMap { $0 }
  }

  /// Whether this is one of them, by whatever name.
  func isFolderOfModels(_ folder: String) -> Bool { modelFolders.contains { OptimizedModel.isSame($0, folder) } }
}
