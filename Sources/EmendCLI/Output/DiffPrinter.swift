// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendText

/// Turns lines of a unified diff into what is printed.
///
/// In plain style that is the diff itself. For a person's eyes the words are marked that changed within lines, and long
/// lines are folded around them.
struct DiffPrinter {
  let style: DiffStyle
  /// The width of the terminal, in columns; `nil` if nothing is to be folded.
  var columns: Int?

  /// Returns the bytes of some lines; removed lines and those in their place must be handed over together.
  func bytes(of lines: [UnifiedPatch.Line]) -> [UInt8] {
    guard style != .plain else { return lines.flatMap { $0.bytes + [.lineFeed] } }
    var text = ""
    var index = 0
    while index < lines.count {
      if lines[index].kind == .removed || lines[index].kind == .added {
        let block = lines[index...].prefix { [.removed, .added, .noNewline].contains($0.kind) }
        text += changed(Array(block))
        index = block.endIndex
      } else {
        text += unchanged(lines[index])
        index += 1
      }
    }
    return Array(text.utf8)
  }

  private func unchanged(_ line: UnifiedPatch.Line) -> String {
    let text = String(decoding: line.bytes, as: UTF8.self)
    switch line.kind {
    case .fileHeader: return style.painted(text, "1") + "\n"
    case .hunkHeader: return style.painted(text, "36") + "\n"
    default: return cut(text) + "\n"
    }
  }

  /// Unchanged lines are there to find the place: two rows of one are enough.
  private func cut(_ text: String) -> String {
    guard let columns, displayWidth(text.utf8) > 2 * columns else { return text }
    var shown = ""
    var width = 0
    for character in text {
      width += displayWidth(character.utf8)
      if width >= 2 * columns { break }
      shown.append(character)
    }
    return shown + "…"
  }

  /// Lines in the place of others, with the words that changed.
  private func changed(_ lines: [UnifiedPatch.Line]) -> String {
    func texts(_ kind: UnifiedPatch.Line.Kind) -> [String] {
      lines.filter { $0.kind == kind }.map { String(decoding: $0.bytes.dropFirst(), as: UTF8.self) }
    }
    let words = ChangedWords(from: texts(.removed), to: texts(.added))
    var (old, new) = (words.old[...], words.new[...])
    return lines.map { line in
      switch line.kind {
      case .removed: changed(line, old.removeFirst(), .removed)
      case .added: changed(line, new.removeFirst(), .added)
      default: String(decoding: line.bytes, as: UTF8.self) + "\n"
      }
    }.joined()
  }

  private func changed(_ line: UnifiedPatch.Line, _ ranges: [ByteRange], _ kind: WordDiff.Run.Kind) -> String {
    let bytes = line.bytes.dropFirst()
    let marker = kind == .removed ? "-" : "+"
    var runs: [WordDiff.Run] = []
    var position = bytes.startIndex
    func add(_ kind: WordDiff.Run.Kind, to end: Int) {
      if end > position { runs.append(WordDiff.Run(kind, String(decoding: bytes[position..<end], as: UTF8.self))) }
      position = end
    }
    for range in ranges {
      add(.kept, to: bytes.startIndex + range.start)
      add(kind, to: bytes.startIndex + range.end)
    }
    add(.kept, to: bytes.endIndex)
    if let columns { runs = Folding(whole: 4 * columns, side: 2 * columns).folded(runs) }
    guard style == .color else { return marker + runs.map(style.text).joined() + "\n" }
    let base = kind == .removed ? "31" : "32"
    let text = runs.map { $0.kind == .kept ? style.painted($0.text, base) : style.text(of: $0) }.joined()
    return "\(style.painted(marker, base))\(text)\n"
  }
}
