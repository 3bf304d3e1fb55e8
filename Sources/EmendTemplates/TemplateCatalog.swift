// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The folders that templates are found in; of two templates with one name the nearer folder's is used.
package struct TemplateCatalog: Equatable, Sendable {
  /// The folders, nearest first; some may not exist.
  package let folders: [String]

  package init(folders: [String]) { self.folders = folders }

  /// Reads a template by its name, or by its path if `name` has a slash or ends in `.md`.
  package func template(named name: String) throws(TemplateError) -> Template {
    if name.contains("/") || name.hasSuffix(".md") { return try read(name) }
    if let path = path(of: name) { return try read(path) }
    throw .notFound(name: name, available: names, folders: folders)
  }

  /// The names of all templates, sorted.
  package var names: [String] {
    let files = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
    return Set(files.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }).sorted()
  }

  /// Where the template of a name lies; `nil` if it is in no folder.
  package func path(of name: String) -> String? {
    folders.lazy.map { "\($0)/\(name).md" }.first(where: FileManager.default.fileExists(atPath:))
  }

  private func read(_ path: String) throws(TemplateError) -> Template {
    var template = try Template(try contents(path, as: "template"), path: path)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    for file in template.grammarFiles.sorted() {
      template.grammars[file] = try contents(folder + file, as: "grammar")
    }
    return template
  }

  private func contents(_ path: String, as kind: String) throws(TemplateError) -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      let exists = FileManager.default.fileExists(atPath: path)
      throw .unreadable(kind: kind, path: path, reason: exists ? "permission denied, or not a file" : "no such file")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw .unreadable(kind: kind, path: path, reason: "it is not valid UTF-8")
    }
    return text
  }
}
