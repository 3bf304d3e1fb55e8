// SPDX-License-Identifier: Apache-2.0

/// Joins the bytes of tokens, which may end within a character, to whole characters.
struct IncompleteUTF8 {
  private var pending: [UInt8] = []

  /// Takes more bytes and returns the text that is complete; bytes that can become no character become U+FFFD.
  mutating func append(_ bytes: [UInt8]) -> String {
    pending += bytes
    let complete = pending.count - Self.incompleteSuffix(of: pending)
    defer { pending.removeFirst(complete) }
    return String(decoding: pending[..<complete], as: UTF8.self)
  }

  /// Returns what is left at the end.
  mutating func finish() -> String {
    defer { pending = [] }
    return String(decoding: pending, as: UTF8.self)
  }

  /// The number of bytes at the end that begin a character and lack the rest.
  private static func incompleteSuffix(of bytes: [UInt8]) -> Int {
    for length in 1...3 where length <= bytes.count {
      let byte = bytes[bytes.count - length]
      if byte & 0b1100_0000 == 0b1000_0000 { continue }
      let needed =
        switch byte {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
      return needed > length ? length : 0
    }
    return 0
  }
}
