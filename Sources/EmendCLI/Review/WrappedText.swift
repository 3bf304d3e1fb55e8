// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendText

/// A text with changed words, broken into lines of a terminal.
struct WrappedText {
  let style: DiffStyle
  /// The most columns of a line, at least one.
  let columns: Int

  /// A character with what it stands for.
  private struct Cell {
    let character: Character
    let kind: WordDiff.Run.Kind
    let width: Int
  }

  /// Returns the lines, none wider than ``columns``, broken at blanks, and between wide characters, which have none.
  func lines(of runs: [WordDiff.Run]) -> [String] {
    var lines: [String] = []
    var line: [Cell] = []
    var width = 0
    /// How many cells may stay if the line is broken.
    var breakable: Int?
    for cell in cells(of: runs) {
      if cell.character == "\n" {
        lines.append(text(of: line[...]))
        (line, width, breakable) = ([], 0, nil)
        continue
      }
      // A blank may hang over the edge, where it is not seen.
      if width + cell.width > columns, cell.character != " ", !line.isEmpty {
        let count = breakable ?? line.count
        lines.append(text(of: line[..<count]))
        line = Array(line[count...])
        width = line.reduce(0) { $0 + $1.width }
        breakable = nil
      }
      line.append(cell)
      width += cell.width
      if cell.character == " " || cell.width == 2 { breakable = line.count }
    }
    return lines + [text(of: line[...])]
  }

  private func cells(of runs: [WordDiff.Run]) -> [Cell] {
    runs.flatMap { run -> [Cell] in
      // Markers are text like any other when lines are broken.
      let text = style == .color ? run.text : style.text(of: run)
      return text.map { character in
        let shown = character == "\n" ? character : Self.printable(character)
        return Cell(
          character: shown, kind: style == .color ? run.kind : .kept, width: max(displayWidth(String(shown).utf8), 0))
      }
    }
  }

  /// A document's control characters are not for the terminal: each is shown as its picture.
  private static func printable(_ character: Character) -> Character {
    guard let scalar = character.unicodeScalars.first, scalar.properties.generalCategory == .control else {
      return character.isWhitespace ? " " : character
    }
    switch scalar.value {
    case 0x09: return " "
    case 0..<0x20: return Character(Unicode.Scalar(0x2400 + scalar.value)!)
    default: return "�"
    }
  }

  private func text(of cells: ArraySlice<Cell>) -> String {
    var cells = cells
    while cells.last?.character == " " { cells.removeLast() }
    var text = ""
    while let first = cells.first {
      let run = cells.prefix { $0.kind == first.kind }
      cells = cells[run.endIndex...]
      let characters = String(run.map(\.character))
      text += style == .color ? style.text(of: WordDiff.Run(first.kind, characters)) : characters
    }
    return text
  }
}
