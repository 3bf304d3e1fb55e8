// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Which files are not to be touched: `.emendignore` files, in the syntax of .gitignore, the flag `--exclude`, and what the
/// configuration excludes.
///
/// As with git, a file's nearest `.emendignore` counts most, in it the last pattern that matches, and what lies in an
/// ignored folder is ignored. The search goes up to the folder that holds `.git`, or to the root.
package final class IgnoreRules {
  package static let fileName = ".emendignore"

  private let excluded: [Exclusion]
  private var patternsOfFolder: [String: [IgnorePattern]] = [:]

  /// - Parameter excluded: Patterns of which the last that matches counts.
  package init(excluded: [Exclusion] = []) { self.excluded = excluded }

  /// Returns what asks to leave a file or folder alone, what excludes it or the path of an `.emendignore`; `nil` if
  /// nothing does.
  ///
  /// - Parameter path: An absolute path without `..`.
  package func reason(ignoring path: String, isFolder: Bool = false) throws(CommandFailure) -> String? {
    let names = path.split(separator: "/").map(String.init)
    for length in names.indices.map({ $0 + 1 }) {
      let prefix = Array(names.prefix(length))
      if let reason = try reason(ignoring: prefix, isFolder: isFolder || length < names.count) { return reason }
    }
    return nil
  }

  private func reason(ignoring names: [String], isFolder: Bool) throws(CommandFailure) -> String? {
    if let last = excluded.last(where: { $0.matches(names, isFolder: isFolder) }), !last.pattern.isNegated {
      return last.origin
    }
    for depth in (0..<names.count).reversed() {
      let folder = names.prefix(depth).reduce("") { "\($0)/\($1)" }
      let patterns = try patterns(in: folder)
      if let last = patterns.last(where: { $0.matches(Array(names.dropFirst(depth)), isFolder: isFolder) }) {
        return last.isNegated ? nil : "\(folder)/\(Self.fileName)"
      }
      if FileManager.default.fileExists(atPath: "\(folder)/.git") { break }
    }
    return nil
  }

  private func patterns(in folder: String) throws(CommandFailure) -> [IgnorePattern] {
    if let known = patternsOfFolder[folder] { return known }
    let path = "\(folder)/\(Self.fileName)"
    var patterns: [IgnorePattern] = []
    if FileManager.default.fileExists(atPath: path) {
      guard let data = FileManager.default.contents(atPath: path), let text = String(validating: data, as: UTF8.self)
      else { throw CommandFailure("cannot read \(path), or it is not UTF-8; what it ignores cannot be told") }
      patterns = text.drop { $0 == "\u{FEFF}" }.split(whereSeparator: \.isNewline).compactMap { IgnorePattern($0) }
    }
    patternsOfFolder[folder] = patterns
    return patterns
  }
}
