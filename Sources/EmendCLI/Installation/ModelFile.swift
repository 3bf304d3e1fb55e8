// SPDX-License-Identifier: Apache-2.0

import EmendLlama
import EmendModels
import Foundation

/// The model that a run uses, and why this one.
struct ModelFile: Equatable, Sendable {
  /// The model that `make setup` installs.
  static let defaultName = "smollm2-135m-instruct"

  /// Which version of a model is asked for by its name.
  enum Version: Equatable, Sendable {
    /// The optimised one if there is one.
    case fastest
    /// The one that the others are made from.
    case original
  }

  /// What `emend model optimize` has to do with the file.
  enum Optimization: Equatable, Sendable {
    case none
    /// The file is an optimised version of `original`, which may be gone.
    case used(original: String?)
    /// There is an optimised version at this path, older than the file.
    case stale(String)
  }

  /// The model's name, which is the file's without `.gguf`; the same for an optimised version.
  let name: String
  let path: String
  /// How the choice came about, for `emend doctor`.
  let reason: String
  let optimization: Optimization

  /// Finds the model that a setting asks for.
  ///
  /// - Parameters:
  ///   - wanted: A name, or a path if it has a slash or ends in `.gguf`; `nil` for the default model. A path means just
  ///     this file.
  ///   - origin: Where the setting comes from, such as "flag --model".
  /// - Throws: ``CommandFailure`` if there is no such file.
  init(_ wanted: String?, origin: String, version: Version = .fastest, in context: CommandContext) throws {
    if let wanted, wanted.contains("/") || wanted.hasSuffix(".gguf") {
      path = context.absolute(wanted)
      guard FileManager.default.fileExists(atPath: path) else {
        throw CommandFailure("no model file \(wanted) (\(origin)); name a GGUF file")
      }
      let file = path.splitPath.name
      name = file.hasSuffix(".gguf") ? String(file.dropLast(5)) : file
      reason = origin
      optimization = .none
      return
    }
    name = wanted ?? Self.defaultName
    let folders = context.modelFolders
    let files = OptimizedModel.files(named: name, in: folders)
    if version == .fastest, let optimized = files.optimized {
      path = optimized
      optimization = .used(original: files.original)
    } else if let original = files.original {
      path = original
      optimization = files.stale.map { .stale($0) } ?? .none
    } else {
      let places = folders.isEmpty ? "" : " in \(folders.joined(separator: " or "))"
      throw CommandFailure(
        "no model \"\(name)\" (\(origin))\(places); run 'make setup' in emend's checkout, or name a GGUF file with --model"
      )
    }
    reason = "\(origin), found in \(path.splitPath.folder)"
  }

  /// Reads what the file says of itself.
  ///
  /// - Throws: ``CommandFailure`` if it is no model.
  func facts(in context: CommandContext) async throws -> ModelFacts {
    do {
      return try await context.makeWorkbench(nil).facts(of: path)
    } catch let error as ModelError {
      throw CommandFailure(error.description)
    }
  }

  /// In bytes; `nil` if it cannot be told.
  var size: Int? {
    // Foundation's attributes come with the owner's name, which may be asked of a daemon through a socket.
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  /// Returns the one that this is an optimised version of; itself if it is none, or if that is gone.
  func original(in context: CommandContext) throws -> ModelFile {
    guard case .used(original: .some) = optimization else { return self }
    return try ModelFile(name, origin: reason, version: .original, in: context)
  }
}
