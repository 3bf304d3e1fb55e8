// SPDX-License-Identifier: Apache-2.0

extension String {
  /// What a server says, fit for a line of ours: without control characters, which a terminal would obey, and not too long.
  var inOneLine: String {
    let words = split(whereSeparator: \.isWhitespace).map { word in
      String(String.UnicodeScalarView(word.unicodeScalars.filter { !$0.isControl }))
    }
    let line = words.filter { !$0.isEmpty }.joined(separator: " ")
    return line.count > 200 ? line.prefix(200) + "…" : line
  }

  var hasControlCharacters: Bool { unicodeScalars.contains(where: \.isControl) }
}

extension [String] {
  /// As many of these names as are fit for a line, and how many more there are.
  package var abridgedList: String {
    let most = 12
    return prefix(most).joined(separator: ", ") + (count > most ? " and \(count - most) more" : "")
  }
}

extension Unicode.Scalar {
  /// Characters that direct how others are shown, such as U+202E, included.
  fileprivate var isControl: Bool { [.control, .format].contains(properties.generalCategory) }
}
