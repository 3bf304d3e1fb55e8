// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import EmendText
import Testing

/// Laws L1 and L2 on every real document at hand: the shipped examples, and those beside the checkout where there are
/// any.
///
/// `make roundtrip` runs this and prints the figures.
struct RealDocumentsTests {
  @Test("A passage replaced by its own text gives the same bytes, and a marker changes nothing around it")
  func roundTrip() throws {
    var passages = 0
    var declined: [(String, String)] = []
    for (path, source) in Corpus.realDocuments {
      let document = MarkdownDocument(source)
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
    print("round trip: \(Corpus.realDocuments.count) files, \(passages) passages, \(declined.count) declined \(kinds)")
    for (place, reason) in declined { print("  declined \(place): \(reason)") }
    #expect(!Corpus.realDocuments.isEmpty)
    #expect(declined.count * 50 < passages + declined.count, "more than 2 % of the passages do not verify")
  }
}
