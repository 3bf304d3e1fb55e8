// SPDX-License-Identifier: Apache-2.0

/// Edits of one text, in order, none overlapping another.
///
/// ```swift
/// let edits = EditList([TextEdit(range: ByteRange(0, 1), replacement: Array("J".utf8))])
/// String(decoding: edits.applied(to: Array("Hello".utf8)), as: UTF8.self)  // "Jello"
/// ```
package struct EditList: Equatable, Sendable {
  /// The edits, by their start.
  package let edits: [TextEdit]

  /// The edits in their order in the text.
  ///
  /// Overlapping edits are a bug of the caller: the program stops rather than lose a byte.
  package init(_ edits: [TextEdit]) {
    let sorted = edits.sorted { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }
    for (edit, next) in zip(sorted, sorted.dropFirst()) {
      precondition(edit.range.end <= next.range.start, "edits overlap")
    }
    self.edits = sorted
  }

  package var isEmpty: Bool { edits.isEmpty }

  /// Returns `bytes` with these edits applied.
  ///
  /// Bytes that no edit covers are copied unchanged.
  package func applied(to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + edits.reduce(0) { $0 + $1.replacement.count - $1.range.count })
    var position = 0
    for edit in edits {
      result += bytes[position..<edit.range.start]
      result += edit.replacement
      position = edit.range.end
    }
    result += bytes[position...]
    return result
  }
}
