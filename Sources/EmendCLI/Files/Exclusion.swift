// SPDX-License-Identifier: Apache-2.0

/// A pattern of files that are to be left alone, and where it comes from.
package struct Exclusion: Equatable, Sendable {
  /// As it was written.
  let text: String
  let pattern: IgnorePattern
  /// The names of the folders that it is meant from, outermost first.
  private let folder: [String]
  /// What names it, for messages.
  let origin: String

  /// - Parameter folder: The folder that it is meant from, as an absolute path.
  /// - Returns: `nil` if it is empty or a comment.
  package init?(_ text: String, from folder: String, origin: String) {
    guard let pattern = IgnorePattern(text) else { return nil }
    self.text = text
    self.pattern = pattern
    self.folder = folder.split(separator: "/").map(String.init)
    self.origin = origin
  }

  /// Whether it means this path.
  ///
  /// - Parameter names: The names of all folders and the file, from the root on.
  func matches(_ names: [String], isFolder: Bool) -> Bool {
    names.count > folder.count && names.starts(with: folder)
      && pattern.matches(Array(names.dropFirst(folder.count)), isFolder: isFolder)
  }
}
