// SPDX-License-Identifier: Apache-2.0

/// New bytes for a range of a text.
package struct TextEdit: Equatable, Sendable {
  package var range: ByteRange
  package var replacement: [UInt8]

  package init(range: ByteRange, replacement: [UInt8]) {
    self.range = range
    self.replacement = replacement
  }
}
