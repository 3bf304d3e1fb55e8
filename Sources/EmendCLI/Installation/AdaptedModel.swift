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
  /// The adapter's file name.
  let adapter: String
  /// What a change must bring when the adapter is in use; `nil` for what the template says.
  let minGain: Double?
  /// The merged model; `nil` if there is none yet.
  let path: String?
  private let adapterPath: String
  private let base: ModelFile
  private let fileName: String
  private let context: CommandContext

  /// What a model loses by this format is less than what can be measured, and our kernels know it (adapters/README.md).
  static let format = WeightFormat.q80

  /// Finds the adapter that a template names for a model.
  ///
  /// - Returns: `nil` if it names none for the model's family.
  /// - Throws: ``CommandFailure`` if the adapter's file is missing, or a file cannot be read.
  init?(_ template: Template, base: ModelFile, in context: CommandContext) async throws {
    guard !template.adapters.isEmpty else { return nil }
    // A version in another format has lost some of what the adapter was trained with.
    let base = try base.original(in: context)
    // Of a file that is no model whoever loads it will say so.
    guard let facts = try? await context.makeWorkbench(nil).facts(of: base.path) else { return nil }
    guard let family = facts.family, let adapter = template.adapters[family] else { return nil }
    let name = adapter.file
    (self.base, self.context, self.adapter, minGain) = (base, context, name, adapter.minGain)
    if facts.adapter == name {
      (path, adapterPath, fileName) = (base.path, base.path, base.path)
      return
    }
    let folders = context.adapterFolders
    guard let found = folders.map({ "\($0)/\(name)" }).first(where: FileManager.default.fileExists(atPath:)) else {
      throw CommandFailure(
        "the template \"\(template.name)\" names the adapter \(name), which is not in \(folders.joined(separator: " or ")); put it there, or go without it with --no-adapter"
      )
    }
    adapterPath = found
    let digest = ModelDigest(cacheFolder: context.cacheFolder)
    let parts = try [digest.sha256(of: base.path), digest.sha256(of: found), Self.format.rawValue]
    let made = SHA256.hash(data: Data(parts.joined(separator: "+").utf8)).prefix(4).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
    let stem = name.hasSuffix(".gguf") ? String(name.dropLast(5)) : name
    let fileName = "\(base.name)+\(stem)-\(made.joined()).gguf"
    self.fileName = fileName
    let places = Self.places(for: base, in: context).map { "\($0)/\(fileName)" }
    path = places.first(where: FileManager.default.fileExists(atPath:))
  }

  /// Merges the two if that has not been done yet, and returns the merged model's path.
  ///
  /// - Throws: ``ModelError`` if that cannot be done, ``CommandFailure`` if the model itself is of no use.
  func merged() async throws -> String {
    if let path { return path }
    guard let folder = Self.places(for: base, in: context).first(where: Self.isWritable) else {
      throw ModelError.cannotWrite(path: fileName, reason: "no folder for it, neither beside the model nor for a cache")
    }
    let target = "\(folder)/\(fileName)"
    Interruption.remove(ModelWriting.partialPath(of: target))
    do {
      try await context.makeWorkbench(nil).merge(adapterPath, into: base.path, as: Self.format, to: target)
    } catch let error as ModelError {
      if case .cannotLoad(base.path, _) = error { throw CommandFailure(error.description) }
      throw error
    }
    removeFormer(in: folder)
    return target
  }

  private static func places(for base: ModelFile, in context: CommandContext) -> [String] {
    let folder = base.path.splitPath.folder
    let own = context.modelFolders.contains(folder) ? [folder] : []
    return own + [context.cacheFolder.map { "\($0)/models" }].compactMap { $0 }
  }

  private static func isWritable(_ folder: String) -> Bool {
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return access(folder, W_OK) == 0
  }

  /// Takes away what was made of other versions of the same two.
  private func removeFormer(in folder: String) {
    let beginning = fileName.dropLast("-12345678.gguf".count) + "-"
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasPrefix(beginning) && name != fileName && name.hasSuffix(".gguf") {
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
