// SPDX-License-Identifier: Apache-2.0

extension SourceText {
  /// The column, counted from 1 in code points, of the byte at `offset`; behind the last line's ending for the end of the
  /// text.
  ///
  /// A byte order mark is not counted: editors do not show one.
  package func column(at offset: Int) -> Int {
    var start = line(lineNumber(at: offset)).start
    if start == 0, bytes.starts(with: Self.byteOrderMark) { start = min(Self.byteOrderMark.count, offset) }
    // All bytes of a code point but the first are 10xxxxxx.
    return bytes[start..<offset].count { $0 & 0xC0 != 0x80 } + 1
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
