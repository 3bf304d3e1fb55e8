// SPDX-License-Identifier: Apache-2.0

/// The bytes of a document, known to be UTF-8 text, with a table of its lines.
///
/// A line ends where CommonMark says so: at `\n`, `\r\n` or `\r`.
///
/// ```swift
/// let source = try SourceText(Array("one\r\ntwo".utf8))
/// source.lineCount              // 2
/// source.lineContent(1)         // bytes 0 to 3, without the line ending
/// source.lineNumber(at: 5)      // 2
/// ```
package struct SourceText: Sendable {
  package let bytes: [UInt8]
  /// The offset of each line's first byte.
  private let lineStarts: [Int]

  /// Takes over `bytes`.
  ///
  /// - Throws: ``SourceTextError`` if the bytes are not text; nothing is ever replaced or skipped.
  package init(_ bytes: [UInt8]) throws(SourceTextError) {
    if let zero = bytes.firstIndex(of: 0) { throw .binary(offset: zero) }
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw .invalidUTF8(offset: error.byteOffsets.lowerBound)
    }
    self.bytes = bytes
    self.lineStarts = Self.lineStarts(of: bytes)
  }

  private static func lineStarts(of bytes: [UInt8]) -> [Int] {
    var starts = [0]
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard byte == .lineFeed || byte == .carriageReturn else { continue }
      if byte == .carriageReturn, index < bytes.count, bytes[index] == .lineFeed { index += 1 }
      if index < bytes.count { starts.append(index) }
    }
    return starts
  }

  /// The number of lines; a text without bytes has one, an ending at the very end begins no further line.
  package var lineCount: Int { lineStarts.count }

  /// The bytes of line `number`, counted from 1, its ending included.
  package func line(_ number: Int) -> ByteRange {
    ByteRange(lineStarts[number - 1], number < lineStarts.count ? lineStarts[number] : bytes.count)
  }

  /// The bytes of line `number`, counted from 1, without its ending.
  package func lineContent(_ number: Int) -> ByteRange {
    let line = line(number)
    var end = line.end
    if end > line.start, bytes[end - 1] == .lineFeed { end -= 1 }
    if end > line.start, bytes[end - 1] == .carriageReturn { end -= 1 }
    return ByteRange(line.start, end)
  }

  /// The number, counted from 1, of the line that holds the byte at `offset`; the last line for the end of the text.
  package func lineNumber(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The text of a range that begins and ends between characters.
  package func string(_ range: ByteRange) -> String {
    String(decoding: bytes[range.indices], as: UTF8.self)
  }
}

/// Why bytes are not a text that emend edits.
///
/// Offsets are counted from 0.
package enum SourceTextError: Error, Equatable, Sendable {
  /// A NUL byte: some other kind of file.
  case binary(offset: Int)
  /// Bytes that are not UTF-8.
  case invalidUTF8(offset: Int)
}

extension SourceTextError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .binary(let offset):
      "not a text file (NUL byte at offset \(offset)); left untouched"
    case .invalidUTF8(let offset):
      "not valid UTF-8 (byte offset \(offset)); left untouched, convert it to UTF-8 first"
    }
  }
}
