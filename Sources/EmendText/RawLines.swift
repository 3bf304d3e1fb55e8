// SPDX-License-Identifier: Apache-2.0

extension Collection<UInt8> where SubSequence == ArraySlice<UInt8> {
  /// The lines as git and diff programs see them, split at line feeds alone; each keeps its ending.
  package var rawLines: [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var rest = self[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: .lineFeed).map { $0 + 1 } ?? rest.endIndex
      lines.append(rest[..<end])
      rest = rest[end...]
    }
    return lines
  }
}
