// SPDX-License-Identifier: Apache-2.0

/// Names for the ASCII bytes that have a meaning in Markdown's layout.
///
/// Inlinable, since scanners in other modules ask for each byte.
extension UInt8 {
  @inlinable package static var tab: UInt8 { 0x09 }
  @inlinable package static var lineFeed: UInt8 { 0x0A }
  @inlinable package static var carriageReturn: UInt8 { 0x0D }
  @inlinable package static var space: UInt8 { 0x20 }

  /// Space or tab.
  @inlinable package var isBlank: Bool { self == .space || self == .tab }
  /// Line feed or carriage return.
  @inlinable package var isLineEnding: Bool { self == .lineFeed || self == .carriageReturn }
  @inlinable package var isDigit: Bool { 0x30 <= self && self <= 0x39 }
  @inlinable package var isASCIILetter: Bool { (0x41 <= self && self <= 0x5A) || (0x61 <= self && self <= 0x7A) }
  /// ASCII punctuation, which CommonMark lets a backslash escape.
  @inlinable package var isASCIIPunctuation: Bool {
    (0x21 <= self && self <= 0x2F) || (0x3A <= self && self <= 0x40) || (0x5B <= self && self <= 0x60)
      || (0x7B <= self && self <= 0x7E)
  }
}
