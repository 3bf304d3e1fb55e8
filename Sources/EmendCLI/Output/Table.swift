// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown

/// Columns of text under a header, two spaces apart; an empty table is nothing.
struct Table {
  let header: [String]
  /// The columns whose cells stand at the right.
  let rightAligned: Set<Int>
  let rows: [[String]]

  var text: String {
    guard !rows.isEmpty else { return "" }
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { displayWidth(Array($0[column].utf8)) }.max() ?? 0 }
    return all.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - displayWidth(Array(cell.utf8)))
        if rightAligned.contains(column) { return padding + cell }
        return column == row.count - 1 ? cell : cell + padding
      }
      return cells.joined(separator: "  ") + "\n"
    }.joined()
  }
}
