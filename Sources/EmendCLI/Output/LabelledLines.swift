// SPDX-License-Identifier: Apache-2.0

/// Lines of a name and a value, the values one below the other.
struct LabelledLines {
  private var lines: [(name: String, value: String)]

  init(_ lines: [(String, String)] = []) { self.lines = lines }

  /// - Parameter value: `nil` for a line that is left out.
  mutating func add(_ name: String, _ value: String?) {
    if let value { lines.append((name, value)) }
  }

  var text: String {
    let width = lines.map(\.name.count).max() ?? 0
    return lines.map { name, value in
      value.isEmpty ? "\(name)\n" : "\(name)\(String(repeating: " ", count: width - name.count))  \(value)\n"
    }.joined()
  }
}

/// A size in bytes as a number of megabytes.
func megabytes(_ bytes: Int) -> String { "\((bytes + 500_000) / 1_000_000)" }
