// SPDX-License-Identifier: Apache-2.0

import EmendText

/// The link reference definitions of a document, which cmark uses and keeps no node for.
///
/// A passage that is parsed on its own needs those that it refers to.
struct LinkDefinitions: Equatable, Sendable {
  /// The Markdown of each definition, by its label; of two for one label the first counts, as in CommonMark.
  private var byLabel: [[UInt8]: [UInt8]] = [:]

  /// Takes the definitions at the start of `lines`, each line without its container's prefix, and returns how many lines
  /// they are.
  mutating func add(leading lines: [ArraySlice<UInt8>]) -> Int {
    var count = 0
    while let length = Self.lengthOfDefinition(lines[count...]) {
      let definition = Array(lines[count..<(count + length)].joined(separator: [.lineFeed]))
      if let label = Self.labels(in: definition).first, byLabel[label] == nil { byLabel[label] = definition }
      count += length
    }
    return count
  }

  /// Takes the definitions that stand alone: lines that belong to no block but are not blank, since cmark takes
  /// definitions out of the tree.
  mutating func add(between blocks: [Block], in source: SourceText) {
    var isCovered = Array(repeating: false, count: source.lineCount + 1)
    for block in blocks {
      switch block.kind {
      case .document, .quotation, .list, .item: continue
      default: for line in block.lines { isCovered[line] = true }
      }
    }
    var group: [ArraySlice<UInt8>] = []
    for number in 1...source.lineCount {
      var line = source.bytes[source.lineContent(number).indices]
      line = line.drop { $0.isBlank || $0 == UInt8(ascii: ">") }
      if isCovered[number] || line.isEmpty {
        if !group.isEmpty { _ = add(leading: group) }
        group = []
      } else {
        group.append(line)
      }
    }
    _ = add(leading: group)
  }

  /// The number of lines of the definition that `lines` begin with: label, destination and title may stand on a line
  /// each, and a title on several.
  private static func lengthOfDefinition(_ lines: ArraySlice<ArraySlice<UInt8>>) -> Int? {
    guard lines.first?.first == UInt8(ascii: "[") else { return nil }
    func isDefinition(_ length: Int) -> Bool {
      CmarkTree(parsing: lines.prefix(length).joined(separator: [.lineFeed])).isEmpty
    }
    guard var length = (1...3).first(where: { $0 <= lines.count && isDefinition($0) }) else { return nil }
    while length < lines.count, lines[lines.startIndex + length].first != UInt8(ascii: "["), isDefinition(length + 1) {
      length += 1
    }
    return length
  }

  /// Returns the definitions that `text` refers to, as Markdown to stand after it; empty for none.
  func markdown(for text: [UInt8]) -> [UInt8] {
    if byLabel.isEmpty { return [] }
    var markdown: [UInt8] = []
    for label in Set(Self.labels(in: text)) {
      if let definition = byLabel[label] { markdown += [.lineFeed, .lineFeed] + definition }
    }
    return markdown
  }

  /// What stands between brackets that hold no bracket, folded as labels are compared: case and blanks do not count.
  private static func labels(in text: [UInt8]) -> [[UInt8]] {
    var labels: [[UInt8]] = []
    var opening: Int?
    var isEscaped = false
    for (index, byte) in text.enumerated() {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "[") {
        opening = index
      } else if byte == UInt8(ascii: "]"), let start = opening {
        labels.append(folded(text[(start + 1)..<index]))
        opening = nil
      }
    }
    return labels
  }

  private static func folded(_ label: ArraySlice<UInt8>) -> [UInt8] {
    let words = label.split { $0.isBlank || $0.isLineEnding }.joined(separator: [.space])
    return Array(String(decoding: Array(words), as: UTF8.self).lowercased().utf8)
  }

  /// The labels that both have, each for another address or title, in alphabetical order; footnotes' notes are prose.
  fileprivate func differing(from other: LinkDefinitions) -> [[UInt8]] {
    byLabel.compactMap { label, definition in
      guard label.first != UInt8(ascii: "^"), let new = other.byLabel[label], target(definition) != target(new) else {
        return nil
      }
      return label
    }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// What a definition says behind its label, with one space for all blanks.
  private func target(_ definition: [UInt8]) -> [UInt8] {
    let start = definition.firstRange(of: Array("]:".utf8))?.upperBound ?? 0
    return Array(definition[start...].split { $0.isBlank || $0.isLineEnding }.joined(separator: [.space]))
  }

  /// Whether a line begins the definition of a label.
  fileprivate static func begins(_ label: [UInt8], _ line: ArraySlice<UInt8>) -> Bool {
    let line = line.drop { $0.isBlank || $0 == UInt8(ascii: ">") }
    return line.first == UInt8(ascii: "[") && labels(in: Array(line)).first == label
      && line.firstRange(of: Array("]:".utf8)) != nil
  }
}

extension MarkdownDocument {
  /// Returns the labels of link reference definitions that another version of the document defines otherwise, with the
  /// line of each in both.
  package func redefinitions(in new: MarkdownDocument) -> [(label: String, line: Int, newLine: Int)] {
    definitions.differing(from: new.definitions).map { label in
      (String(decoding: label, as: UTF8.self), line(defining: label), new.line(defining: label))
    }
  }

  private func line(defining label: [UInt8]) -> Int {
    (1...source.lineCount).first { number in
      LinkDefinitions.begins(label, source.bytes[source.lineContent(number).indices])
    } ?? 1
  }
}
