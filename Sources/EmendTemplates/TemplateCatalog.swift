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
    for folder in folders where FileManager.default.fileExists(atPath: "\(folder)/\(name).md") {
      return try read("\(folder)/\(name).md")
    }
    throw .notFound(name: name, available: names, folders: folders)
  }

  /// The names of all templates, sorted.
  package var names: [String] {
    let files = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
    return Set(files.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }).sorted()
  }

  private func read(_ path: String) throws(TemplateError) -> Template {
    guard let data = FileManager.default.contents(atPath: path) else {
      let exists = FileManager.default.fileExists(atPath: path)
      throw .unreadable(path: path, reason: exists ? "permission denied, or not a file" : "no such file")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw .unreadable(path: path, reason: "it is not valid UTF-8")
    }
    return try Template(text, path: path)
  }
}
