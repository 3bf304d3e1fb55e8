// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Applies the fixes of a SARIF log as its specification says, with no code of emend's.
///
/// Columns are code points and a byte order mark is none of them (3.30.2); lines end at the run's `newlineSequences`.
struct SARIFFixes {
  typealias Object = [String: Any]

  struct Malformed: Error {
    let what: String
  }

  let run: Object
  let results: [Object]

  init(_ log: String) throws {
    let root = try JSONSerialization.jsonObject(with: Data(log.utf8)) as? Object
    guard let run = (root?["runs"] as? [Object])?.first, let results = run["results"] as? [Object] else {
      throw Malformed(what: "no run with results")
    }
    (self.run, self.results) = (run, results)
  }

  /// Returns a file with a fix of each result that has one.
  ///
  /// - Parameter choice: Which, where there are several; the last where there are fewer.
  func applied(to bytes: [UInt8], of uri: String, choice: Int = 0) throws -> [UInt8] {
    var text = try Text(bytes, newlines: run["newlineSequences"] as? [String] ?? ["\r\n", "\n"])
    var replacements: [(range: Range<Int>, text: String)] = []
    for result in results {
      guard let fixes = result["fixes"] as? [Object], !fixes.isEmpty else { continue }
      for change in try list(fixes[min(choice, fixes.count - 1)], "artifactChanges") {
        guard (change["artifactLocation"] as? Object)?["uri"] as? String == uri else { continue }
        for replacement in try list(change, "replacements") {
          guard let region = replacement["deletedRegion"] as? Object,
            let inserted = (replacement["insertedContent"] as? Object)?["text"] as? String
          else { throw Malformed(what: "a replacement without its parts") }
          replacements.append((try text.range(region), inserted))
        }
      }
    }
    for (range, inserted) in replacements.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      text.scalars.replaceSubrange(range, with: Array(inserted.unicodeScalars))
    }
    return text.bytes
  }

  /// Returns the text of each result's place, as characters and as bytes.
  func places(in bytes: [UInt8]) throws -> [(text: String, bytes: String)] {
    let text = try Text(bytes, newlines: run["newlineSequences"] as? [String] ?? ["\r\n", "\n"])
    return try results.map { result in
      guard let location = try list(result, "locations").first?["physicalLocation"] as? Object,
        let region = location["region"] as? Object, let offset = region["byteOffset"] as? Int,
        let length = region["byteLength"] as? Int
      else { throw Malformed(what: "a result without a place") }
      var scalars = String.UnicodeScalarView()
      scalars.append(contentsOf: text.scalars[try text.range(region)])
      return (String(scalars), String(decoding: bytes[offset..<(offset + length)], as: UTF8.self))
    }
  }

  private func list(_ object: Object, _ key: String) throws -> [Object] {
    guard let list = object[key] as? [Object] else { throw Malformed(what: "no \(key)") }
    return list
  }

  private struct Text {
    private let mark: [UInt8]
    var scalars: [Unicode.Scalar]
    /// Where each line begins.
    private let starts: [Int]

    init(_ bytes: [UInt8], newlines: [String]) throws {
      mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.prefix(3)) : []
      guard let text = String(validating: bytes.dropFirst(mark.count), as: UTF8.self) else {
        throw Malformed(what: "a file that is not UTF-8")
      }
      scalars = Array(text.unicodeScalars)
      var (starts, index) = ([0], 0)
      while index < scalars.count {
        let rest = scalars[index...]
        let newline = newlines.map { Array($0.unicodeScalars) }.first { rest.starts(with: $0) }
        index += newline?.count ?? 1
        if newline != nil, index < scalars.count { starts.append(index) }
      }
      self.starts = starts
    }

    func range(_ region: Object) throws -> Range<Int> {
      guard let line = region["startLine"] as? Int, let column = region["startColumn"] as? Int,
        let endLine = region["endLine"] as? Int, let endColumn = region["endColumn"] as? Int,
        (1...starts.count).contains(line), (line...starts.count).contains(endLine), column > 0, endColumn > 0
      else { throw Malformed(what: "a region that is none: \(region)") }
      let (start, end) = (starts[line - 1] + column - 1, starts[endLine - 1] + endColumn - 1)
      guard start <= end, end <= scalars.count else { throw Malformed(what: "a region past the end: \(region)") }
      return start..<end
    }

    var bytes: [UInt8] {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      return mark + Array(String(view).utf8)
    }
  }
}
