// SPDX-License-Identifier: Apache-2.0

/// A half-open range of byte offsets into a text.
package struct ByteRange: Hashable, Sendable {
  /// The offset of the first byte, counted from 0.
  package var start: Int
  /// The offset after the last byte.
  package var end: Int

  /// The range from `start` up to, not including, `end`.
  package init(_ start: Int, _ end: Int) {
    precondition(0 <= start && start <= end, "a byte range must not end before it starts")
    self.start = start
    self.end = end
  }

  /// The number of bytes.
  package var count: Int { end - start }
  package var isEmpty: Bool { start == end }

  /// This range as one that subscripts an array of bytes.
  package var indices: Range<Int> { start..<end }

  /// Whether every byte of `other` is in this range.
  package func contains(_ other: ByteRange) -> Bool { start <= other.start && other.end <= end }

  /// Whether the two ranges have a byte in common.
  package func overlaps(_ other: ByteRange) -> Bool { start < other.end && other.start < end }

  /// This range, moved by `offset` bytes.
  package func shifted(by offset: Int) -> ByteRange { ByteRange(start + offset, end + offset) }
}
