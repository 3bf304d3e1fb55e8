// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendServer
import EmendTemplates
import Foundation

/// What shells complete that only the program can tell.
extension CompletionKind {
  /// Markdown files, and folders with such.
  static let markdown = CompletionKind.file(extensions: ["md", "markdown"])

  /// The names of templates; files for what is written like a path.
  static let templates = CompletionKind.custom { _, _, prefix in CommandContext.live.templateNames(completing: prefix) }

  /// The names of models; files for what is written like a path.
  static let models = CompletionKind.custom { _, _, prefix in CommandContext.live.modelNames(completing: prefix) }

  /// No server, and the addresses where llama-server, Ollama, LM Studio and vLLM listen by default.
  static let servers = CompletionKind.list(
    ["none"] + LocalServers.usualPorts.map { "http://127.0.0.1:\($0)" })
}

extension CommandContext {
  package func templateNames(completing prefix: String) -> [String] {
    names(TemplateCatalog(folders: templateFolders).names, orFiles: ".md", completing: prefix)
  }

  package func modelNames(completing prefix: String) -> [String] {
    let files = modelFolders.flatMap { contents(of: $0) }.filter { $0.hasSuffix(".gguf") }
    // A model with an adapter in it, NAME+ADAPTER-DIGEST.gguf, is not for asking for; an optimised one has its model's name.
    let names = files.filter { !$0.contains("+") }.map { String($0.dropLast(5).replacing(".optimized", with: "")) }
    return self.names(Set(names).sorted(), orFiles: ".gguf", completing: prefix)
  }

  private func names(_ names: [String], orFiles ending: String, completing prefix: String) -> [String] {
    let names = names.filter { $0.hasPrefix(prefix) }
    return prefix.contains("/") || prefix.hasPrefix(".") || names.isEmpty ? files(ending, completing: prefix) : names
  }

  /// The files with an ending, and the folders, that begin as the last part of a path does.
  private func files(_ ending: String, completing prefix: String) -> [String] {
    let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
    let name = prefix.dropFirst(folder.count)
    return contents(of: folder.isEmpty ? "." : folder).sorted().compactMap { entry -> String? in
      guard entry.hasPrefix(name), !entry.hasPrefix(".") || name.hasPrefix(".") else { return nil }
      var isFolder: ObjCBool = false
      let path = folder + entry
      guard FileManager.default.fileExists(atPath: absolute(path), isDirectory: &isFolder) else { return nil }
      return isFolder.boolValue ? path + "/" : entry.hasSuffix(ending) ? path : nil
    }
  }

  private func contents(of folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: absolute(folder))) ?? []
  }
}
