// SPDX-License-Identifier: Apache-2.0

package import EmendText
import Yams

/// The metadata that static site generators read at the top of a document; emend leaves it alone.
package struct FrontMatter: Equatable, Sendable {
  package enum Format: Equatable, Sendable { case yaml, toml, json }

  package let format: Format
  /// The lines of the front matter with its delimiters, counted from 1.
  package let lines: ClosedRange<Int>
  /// Whether it says `emend: false`: the document is to be left alone.
  package let disablesEmend: Bool

  /// Finds front matter at the very start of a text, after a byte order mark if there is one.
  ///
  /// YAML stands between `---` and `---` or `...`, TOML between `+++` lines, JSON between a line `{` and a line `}`.
  /// - Returns: `nil` if the text does not begin with a delimiter, or if it is never closed.
  package init?(in source: SourceText) {
    func line(_ number: Int) -> ArraySlice<UInt8> {
      var content = source.bytes[source.lineContent(number).indices]
      if number == 1, content.starts(with: SourceText.byteOrderMark) { content = content.dropFirst(3) }
      while let last = content.last, last.isBlank { content = content.dropLast() }
      return content
    }
    let closings: [[UInt8]]
    switch line(1) {
    case Array("---".utf8)[...]: (format, closings) = (.yaml, [Array("---".utf8), Array("...".utf8)])
    case Array("+++".utf8)[...]: (format, closings) = (.toml, [Array("+++".utf8)])
    case Array("{".utf8)[...]: (format, closings) = (.json, [Array("}".utf8)])
    default: return nil
    }
    guard source.lineCount > 1,
      let last = (2...source.lineCount).first(where: { number in closings.contains { $0[...] == line(number) } })
    else { return nil }
    lines = 1...last
    let body = source.bytes[source.line(1).end..<source.line(last).start]
    disablesEmend = Self.disablesEmend(String(decoding: body, as: UTF8.self), format)
  }

  private static func disablesEmend(_ body: String, _ format: Format) -> Bool {
    guard body.contains("emend") else { return false }
    switch format {
    case .yaml, .json:
      // JSON's members are a YAML mapping between braces.
      // Nodes, not values: Yams ends the program on a key such as `[a]` when it makes a dictionary.
      if let mapping = try? Yams.compose(yaml: format == .json ? "{\(body)}" : body)?.mapping {
        return mapping.first { $0.key.string == "emend" }?.value.string?.lowercased() == "false"
      }
      // Template tags in it may keep it from being YAML; the wish to be left alone counts all the same.
      return body.split(whereSeparator: \.isNewline).contains { line in
        line.split(separator: ":").map { $0.trimmingBlanks() } == ["emend", "false"]
      }
    case .toml:
      // Only keys before the first table are the document's own.
      return body.split(whereSeparator: \.isNewline).prefix { !$0.hasPrefix("[") }.contains { line in
        let parts = (line.split(separator: "#").first ?? "").split(separator: "=").map { $0.trimmingBlanks() }
        return parts == ["emend", "false"]
      }
    }
  }
}

extension SourceText {
  /// UTF-8's byte order mark.
  package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
