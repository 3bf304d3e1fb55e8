// SPDX-License-Identifier: Apache-2.0

package import EmendText

/// A file whose contents in the index, which the next commit will have, differ from an older commit's.
package struct StagedFile: Equatable, Sendable {
  /// The path from the top of the work tree, with `/` between names; any bytes but NUL.
  package let path: [UInt8]
  /// The path that it had, if git takes it for renamed or copied.
  package let oldPath: [UInt8]?
  /// As git writes it: `100644`, or `100755` for what can be run.
  package let mode: String
  /// The names of its contents in the object database.
  package let object: String
  /// `nil` for a new file.
  package let oldObject: String?
  /// The lines that differ, counted at line feeds alone.
  package var changes: ChangedLines

  /// The path, with what is no UTF-8 and what would move a terminal's cursor replaced: for people.
  package var name: String {
    let shown = String(decoding: path, as: UTF8.self).unicodeScalars.map { scalar in
      [.control, .format].contains(scalar.properties.generalCategory) ? "\u{FFFD}" : scalar
    }
    return String(String.UnicodeScalarView(shown))
  }
}

extension StagedFile {
  /// Reads what `git diff --raw -z --patch --unified=0 --no-abbrev` prints: records, and their patches in the same order.
  ///
  /// The format of both is in gitdiff's "Raw output format". Links and submodules are left out, and what differs in its mode or
  /// name alone.
  static func files(inDiff output: [UInt8]) -> [StagedFile] {
    var rest = output[...]
    var records: [(words: [String], names: [[UInt8]])] = []
    // ":100644 100644 <old> <new> M", then its name; a renamed or copied file has two.
    while rest.first == UInt8(ascii: ":"), let header = field(&rest), let name = field(&rest) {
      let words = header.dropFirst().split(separator: .space).map { String(decoding: $0, as: UTF8.self) }
      guard words.count == 5 else { break }
      var names = [Array(name)]
      if "RC".contains(words[4].prefix(1)), let new = field(&rest) { names.append(Array(new)) }
      records.append((words, names))
    }
    let patches = patches(in: rest.drop { $0 == 0 })
    return records.enumerated().compactMap { number, record in
      let (oldMode, mode, oldObject, object) = (record.words[0], record.words[1], record.words[2], record.words[3])
      guard mode.hasPrefix("100"), oldObject != object, number < patches.count else { return nil }
      return StagedFile(
        path: record.names[record.names.count - 1], oldPath: record.names.count > 1 ? record.names[0] : nil, mode: mode,
        object: object, oldObject: oldMode.hasPrefix("100") ? oldObject : nil,
        changes: ChangedLines(unifiedDiff: Array(patches[number])))
    }
  }

  /// Takes what comes before the next NUL.
  private static func field(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let end = rest.firstIndex(of: 0) else { return nil }
    defer { rest = rest[(end + 1)...] }
    return rest[..<end]
  }

  /// The patches of the files: a line of a file's text has a mark before it, so that only a header begins so.
  private static func patches(in output: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let header = Array("diff --git ".utf8)
    var starts: [Int] = []
    var line = output.startIndex
    while line < output.endIndex {
      if output[line...].starts(with: header) { starts.append(line) }
      line = output[line...].firstIndex(of: .lineFeed).map { $0 + 1 } ?? output.endIndex
    }
    return starts.indices.map { output[starts[$0]..<($0 + 1 < starts.count ? starts[$0 + 1] : output.endIndex)] }
  }
}
