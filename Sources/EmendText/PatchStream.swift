// SPDX-License-Identifier: Apache-2.0

/// The hunks of a unified diff one after the other, each as soon as its edit is known.
///
/// No two edits share a hunk, so that none has to wait for the next. That is for a reader: between two edits there may be
/// less context than programs need, which ``UnifiedPatch`` has.
package struct PatchStream: Sendable {
  private let path: [UInt8]
  private let source: [UInt8]
  private let old: [ArraySlice<UInt8>]
  private var offset = 0
  /// Old lines before this one, counted from 0, have been shown.
  private var shown = 0
  private var hasHeader = false

  /// The number of unchanged lines around each change.
  private static let context = 3

  /// - Parameter path: The file's name as the diff shows it.
  package init(path: String, source: [UInt8]) {
    self.path = Array(path.utf8)
    self.source = source
    old = source.rawLines
  }

  /// Returns the lines of an edit's hunk, those of the file's header before the first.
  ///
  /// - Parameters:
  ///   - edit: One behind those before.
  ///   - next: The offset where a later edit may begin; `nil` if there is none.
  package mutating func lines(of edit: TextEdit, before next: Int?) -> [UnifiedPatch.Line] {
    let changes = UnifiedPatch.changes(of: old, source: source, edits: EditList([edit]))
    guard let last = changes.last else { return [] }
    let end = next.map { UnifiedPatch.lineIndex(of: $0, in: old) } ?? old.count
    let bounds = shown..<max(shown, end)
    shown = min(max(bounds.upperBound, last.old.upperBound), last.old.upperBound + Self.context)
    defer { hasHeader = true }
    return (hasHeader ? [] : UnifiedPatch.header(path))
      + UnifiedPatch.hunkLines(changes, old: old, offset: &offset, context: Self.context, bounds: bounds)
  }
}
