// SPDX-License-Identifier: Apache-2.0

import Crypto
import EmendLlama
import EmendModels
import EmendTemplates
import Foundation

/// A model with a template's adapter: which adapter that is, and where the two lie merged.
///
/// They are merged once: beside the model if that lies in a folder of models that can be written to, else in the cache
/// folder. The file's name tells by a digest what it was made of, so that a new adapter or model is never mistaken for it.
struct AdaptedModel {
  let adapter: Template.Adapter
  private let state: State

  private enum State {
    case merged(String)
    case unmerged(Merge)
  }

  /// Which adapter it is, and whether the two are merged.
  var summary: String { "\(adapter.file), \(path.map { "merged in \($0)" } ?? "not merged yet")" }

  /// The merged model; `nil` if there is none yet.
  var path: String? { if case .merged(let path) = state { path } else { nil } }

  /// Measured better than the base model's Q4_1 (adapters/README.md), and our kernels know it.
  static let format = WeightFormat.q80

  /// Finds the adapter that a template names for a model.
  ///
  /// - Returns: `nil` if it names none for the model's family.
  /// - Throws: ``CommandFailure`` if the adapter's file is missing, the model holds another adapter already, or a file cannot
  ///   be read.
  init?(_ template: Template, base: ModelFile, in context: CommandContext) async throws {
    guard !template.adapters.isEmpty else { return nil }
    // A version in another format has lost some of what the adapter was trained with.
    let base = try base.original(in: context)
    // That the two were merged says that they belong together, and sooner than the model's file does.
    for adapter in template.adapters.values {
      if let path = try Merge(adapter, base: base, in: context)?.result {
        (self.adapter, state) = (adapter, .merged(path))
        return
      }
    }
    // Of a file that is no model whoever loads it will say so.
    guard let facts = try? await base.facts(in: context) else { return nil }
    guard let family = facts.family, let adapter = template.adapters[family] else { return nil }
    self.adapter = adapter
    if let held = facts.adapter {
      // One on top of the other would be neither.
      guard held == adapter.file else {
        throw CommandFailure(
          "the model \(base.name) holds the adapter \(held), and the template \"\(template.name)\" asks for \(adapter.file); name the model without an adapter, or use this one as it is with --no-adapter"
        )
      }
      state = .merged(base.path)
      return
    }
    guard let merge = try Merge(adapter, base: base, in: context) else {
      let folders = context.adapterFolders.joined(separator: " or ")
      throw CommandFailure(
        "the template \"\(template.name)\" names the adapter \(adapter.file), which is not in \(folders); put it there, or go without it with --no-adapter"
      )
    }
    state = .unmerged(merge)
  }

  /// Merges the two if that has not been done yet, and returns the merged model's path.
  ///
  /// - Throws: ``ModelError`` if that cannot be done, ``CommandFailure`` if the model itself is of no use.
  func merged() async throws -> String {
    switch state {
    case .merged(let path): path
    case .unmerged(let merge): try await merge.run()
    }
  }
}

/// An adapter and a model that are to become one file.
private struct Merge {
  private let adapterPath: String
  private let base: ModelFile
  private let fileName: String
  private let context: CommandContext

  /// - Returns: `nil` if the adapter's file is nowhere.
  init?(_ adapter: Template.Adapter, base: ModelFile, in context: CommandContext) throws {
    let paths = context.adapterFolders.map { "\($0)/\(adapter.file)" }
    guard let path = paths.first(where: FileManager.default.fileExists(atPath:)) else { return nil }
    (adapterPath, self.base, self.context) = (path, base, context)
    let digest = ModelDigest(cacheFolder: context.cacheFolder)
    let parts = try [digest.sha256(of: base.path), digest.sha256(of: path), AdaptedModel.format.rawValue]
    let made = SHA256.hash(data: Data(parts.joined(separator: "+").utf8)).prefix(4).hexadecimal
    let stem = adapter.file.hasSuffix(".gguf") ? String(adapter.file.dropLast(5)) : adapter.file
    fileName = "\(base.name)+\(stem)-\(made).gguf"
  }

  /// The merged file; `nil` if there is none yet.
  var result: String? {
    places.map { "\($0)/\(fileName)" }.first(where: FileManager.default.fileExists(atPath:))
  }

  func run() async throws -> String {
    guard let folder = places.first(where: Self.isWritable) else {
      throw ModelError.cannotWrite(path: fileName, reason: "no folder for it, neither beside the model nor for a cache")
    }
    let target = "\(folder)/\(fileName)"
    Interruption.remove(ModelWriting.partialPath(of: target))
    do {
      try await context.makeWorkbench(nil).merge(
        adapterPath, into: base.path, as: AdaptedModel.format, to: target)
    } catch let error as ModelError {
      if case .cannotLoad(base.path, _) = error { throw CommandFailure(error.description) }
      throw error
    }
    removeFormer(in: folder)
    return target
  }

  private var places: [String] {
    let folder = base.path.splitPath.folder
    return (context.isFolderOfModels(folder) ? [folder] : [])
      + [context.cacheFolder.map { "\($0)/models" }].compactMap { $0 }
  }

  private static func isWritable(_ folder: String) -> Bool {
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return access(folder, W_OK) == 0
  }

  /// Takes away what was made of other versions of the same two.
  private func removeFormer(in folder: String) {
    // In the cache folder lie models of the same name from different folders.
    guard folder == base.path.splitPath.folder else { return }
    let beginning = fileName.dropLast("12345678.gguf".count)
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasPrefix(beginning) && name != fileName {
      let digest = name.dropFirst(beginning.count).prefix { $0.isHexDigit }
      guard digest.count == 8, name == "\(beginning)\(digest).gguf" else { continue }
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }
}

extension CommandContext {
  /// The folders of adapters, nearest first: the user's, the shipped one.
  var adapterFolders: [String] {
    [dataFolder.map { "\($0)/adapters" }, installation.adapters].compactMap { $0 }
  }
}
