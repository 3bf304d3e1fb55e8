// SPDX-License-Identifier: Apache-2.0

/// The number of terminal columns that a text takes.
///
/// Wide and fullwidth characters take two (Unicode Standard Annex #11, East Asian Width, and emoji), combining marks and
/// format characters none.
package func displayWidth(_ bytes: some Collection<UInt8>) -> Int {
  if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.count }
  return String(decoding: bytes, as: UTF8.self).unicodeScalars.reduce(0) { $0 + displayWidth(of: $1) }
}

private func displayWidth(of scalar: Unicode.Scalar) -> Int {
  if scalar.value < 0x300 { return 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: return isWide(scalar.value) || isEmoji(scalar) ? 2 : 1
  }
}

/// Whether a terminal shows a picture; two regional indicators make one flag.
private func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
  scalar.properties.isEmojiPresentation && !(0x1F1E6...0x1F1FF).contains(scalar.value)
}

private func isWide(_ value: UInt32) -> Bool {
  switch value {
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
    0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
    true
  default: false
  }
}
