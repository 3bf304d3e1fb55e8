// SPDX-License-Identifier: Apache-2.0

/// Names for the ASCII bytes that have a meaning in Markdown's layout.
extension UInt8 {
  package static let tab: UInt8 = 0x09
  package static let lineFeed: UInt8 = 0x0A
  package static let carriageReturn: UInt8 = 0x0D
  package static let space: UInt8 = 0x20

  /// Space or tab.
  package var isBlank: Bool { self == .space || self == .tab }
  /// Line feed or carriage return.
  package var isLineEnding: Bool { self == .lineFeed || self == .carriageReturn }
  package var isDigit: Bool { 0x30 <= self && self <= 0x39 }
  package var isASCIILetter: Bool { (0x41 <= self && self <= 0x5A) || (0x61 <= self && self <= 0x7A) }
  /// ASCII punctuation, which CommonMark lets a backslash escape.
  package var isASCIIPunctuation: Bool {
    (0x21 <= self && self <= 0x2F) || (0x3A <= self && self <= 0x40) || (0x5B <= self && self <= 0x60)
      || (0x7B <= self && self <= 0x7E)
  }
}
