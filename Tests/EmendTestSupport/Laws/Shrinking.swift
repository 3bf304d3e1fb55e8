// SPDX-License-Identifier: Apache-2.0

/// Returns a smaller text for which `fails` still holds: lines are left out, then words, as long as that works.
///
/// The greedy part of delta debugging (Zeller and Hildebrandt 2002), with pieces of halving size.
package func shrunk(_ bytes: [UInt8], while fails: ([UInt8]) async -> Bool) async -> [UInt8] {
  var smallest = bytes
  for isSeparator in [{ $0 == 10 || $0 == 13 }, { $0 == 0x20 }] as [@Sendable (UInt8) -> Bool] {
    var size = max(smallest.count(where: isSeparator) / 2, 1)
    while size >= 1 {
      var pieces = split(smallest, at: isSeparator)
      var index = 0
      while index < pieces.count {
        var fewer = pieces
        fewer.removeSubrange(index..<min(index + size, pieces.count))
        let candidate = Array(fewer.joined())
        if candidate.count < smallest.count, await fails(candidate) {
          (pieces, smallest) = (fewer, candidate)
        } else {
          index += size
        }
      }
      size /= 2
    }
  }
  return smallest
}

/// Pieces that end behind a separator.
private func split(_ bytes: [UInt8], at isSeparator: (UInt8) -> Bool) -> [ArraySlice<UInt8>] {
  var pieces: [ArraySlice<UInt8>] = []
  var start = 0
  for index in bytes.indices where isSeparator(bytes[index]) {
    pieces.append(bytes[start...index])
    start = index + 1
  }
  if start < bytes.count { pieces.append(bytes[start...]) }
  return pieces
}
