// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Turns a unified diff into what is printed.
struct DiffPrinter {
  let isColored: Bool

  /// Returns the diff's bytes, each line in its colour if there are colours.
  func bytes(of patch: UnifiedPatch) -> [UInt8] {
    guard isColored else { return patch.bytes }
    return patch.lines.flatMap { line -> [UInt8] in
      guard let style = style(of: line.kind) else { return line.bytes + [.lineFeed] }
      return Array("\u{1B}[\(style)m".utf8) + line.bytes + Array("\u{1B}[0m\n".utf8)
    }
  }

  /// The parameters of ECMA-48's "select graphic rendition".
  private func style(of kind: UnifiedPatch.Line.Kind) -> String? {
    switch kind {
    case .fileHeader: "1"
    case .hunkHeader: "36"
    case .removed: "31"
    case .added: "32"
    case .context, .noNewline: nil
    }
  }
}
