// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A line of a file in the syntax of gitignore(5).
package struct IgnorePattern: Equatable, Sendable {
  /// Whether it takes back what earlier patterns ignore (`!name`).
  package let isNegated: Bool
  /// Whether only folders are meant (`name/`).
  private let onlyFolders: Bool
  /// What stands between slashes; `**` for any number of folders.
  private let components: [String]

  /// Reads a line; `nil` if it is empty or a comment.
  package init?(_ line: some StringProtocol) {
    var text = line[...]
    if text.hasSuffix("\r") { text = text.dropLast() }
    // Blanks at the end count only behind a backslash.
    while text.hasSuffix(" "), !text.dropLast().hasSuffix("\\") { text = text.dropLast() }
    guard !text.isEmpty, !text.hasPrefix("#") else { return nil }
    isNegated = text.hasPrefix("!")
    if isNegated { text = text.dropFirst() }
    onlyFolders = text.hasSuffix("/")
    if onlyFolders { text = text.dropLast() }
    guard !text.isEmpty else { return nil }
    // A slash anywhere but at the end ties the pattern to the folder of its file.
    let isAnchored = text.contains("/")
    let parts: [String] = text.split(separator: "/" as Character, omittingEmptySubsequences: false).map { String($0) }
    components = isAnchored ? (parts.first == "" ? Array(parts.dropFirst()) : parts) : ["**"] + parts
  }

  /// Whether it means this path.
  ///
  /// - Parameter path: The names of the folders and the file, from the folder of the pattern's file on.
  package func matches(_ path: [String], isFolder: Bool) -> Bool {
    (isFolder || !onlyFolders) && Self.matches(components[...], path[...])
  }

  private static func matches(_ pattern: ArraySlice<String>, _ path: ArraySlice<String>) -> Bool {
    guard let first = pattern.first else { return path.isEmpty }
    let rest = pattern.dropFirst()
    if first == "**" {
      // At the end `**` means what lies inside a folder, not the folder itself.
      if rest.isEmpty { return !path.isEmpty }
      return path.indices.contains { matches(rest, path[$0...]) }
    }
    guard let name = path.first else { return false }
    return fnmatch(first, name, 0) == 0 && matches(rest, path.dropFirst())
  }
}
