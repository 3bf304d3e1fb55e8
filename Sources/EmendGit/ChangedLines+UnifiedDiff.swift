// SPDX-License-Identifier: Apache-2.0

package import EmendText

extension ChangedLines {
  /// Reads the headers `@@ -1,2 +3,4 @@` of a unified diff of one file without context.
  package init(unifiedDiff diff: [UInt8]) {
    self.init()
    // Every line of a file's text begins with a mark of its own, so only headers begin with "@@".
    for line in diff.split(separator: .lineFeed) where line.starts(with: "@@ -".utf8) {
      let fields = String(decoding: line, as: UTF8.self).split(separator: " ")
      guard fields.count > 2, fields[2].hasPrefix("+") else { continue }
      let numbers = fields[2].dropFirst().split(separator: ",").map { Int($0) ?? 0 }
      guard let start = numbers.first else { continue }
      let count = numbers.count > 1 ? numbers[1] : 1
      if count > 0 { changed.append(start...(start + count - 1)) } else { deletions.append(start) }
    }
  }
}
