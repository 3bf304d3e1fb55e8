// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import EmendText
import Foundation
import Testing

/// Laws L1 and L2 on every real document at hand: the shipped examples, and those beside the checkout where there are
/// any.
///
/// `make roundtrip` runs this and prints the figures.
struct RealDocumentsTests {
  static let documents: [(path: String, document: MarkdownDocument)] = {
    let folders = [Repository.root + "/examples", Repository.realDocuments]
    return folders.flatMap { folder in
      let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      return names.sorted().compactMap { name -> (String, MarkdownDocument)? in
        guard name.hasSuffix(".md") || name.hasSuffix(".qmd") || name.hasSuffix(".txt"),
          let data = FileManager.default.contents(atPath: folder + "/" + name),
          let source = try? SourceText(Array(data))
        else { return nil }
        return (name, MarkdownDocument(source))
      }
    }
  }()

  @Test("A passage replaced by its own text gives the same bytes, and a marker changes nothing around it")
  func roundTrip() throws {
    var passages = 0
    var declined: [(String, String)] = []
    for (path, document) in Self.documents {
      var selected: [Passage] = []
      for paragraph in document.paragraphs {
        do {
          selected.append(try document.passage(paragraph))
        } catch {
          declined.append(("\(path):\(paragraph.lines.lowerBound)", "\(error)"))
        }
      }
      passages += selected.count
      let identity = EditList(selected.map { $0.edit(to: $0.text) })
      #expect(identity.applied(to: document.source.bytes) == document.source.bytes, "\(path)")
      #expect(document.structureChange(replacing: selected.map { ($0, $0.text) }) == nil, "\(path)")
      #expect(document.structureChange(replacing: selected.map { ($0, "MARKER text.") }) == nil, "\(path)")
    }
    let kinds = Dictionary(grouping: declined, by: \.1).mapValues(\.count)
    print("round trip: \(Self.documents.count) files, \(passages) passages, \(declined.count) declined \(kinds)")
    for (place, reason) in declined { print("  declined \(place): \(reason)") }
    #expect(!Self.documents.isEmpty)
    #expect(declined.count * 50 < passages + declined.count, "more than 2 % of the passages do not verify")
  }
}
