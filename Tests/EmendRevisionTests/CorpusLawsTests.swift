// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import EmendText
import Foundation
import Testing

/// The laws L1, L2 and L3 on documents that people wrote: the shipped examples, and beside the checkout, where they are,
/// the examples of CommonMark's specification and real files.
///
/// `make fuzz` takes every selection of every document; a run of all tests takes one paragraph in eight on its own.
struct CorpusLawsTests {
  private static let isThorough = ProcessInfo.processInfo.environment["EMEND_FUZZ_SECONDS"] != nil

  @Test("The examples of the specification keep the laws under every selection")
  func specification() async throws {
    var tally = Tally()
    for (index, markdown) in Corpus.specificationExamples.enumerated() {
      guard let source = try? SourceText(Array(markdown.utf8)) else { continue }
      await check("example \(index + 1)", MarkdownDocument(source), repliesPerSelection: 4, &tally)
    }
    print("specification: \(tally)")
  }

  @Test("Real documents keep the laws under every selection")
  func realDocuments() async throws {
    var tally = Tally()
    for (path, source) in Corpus.realDocuments {
      await check(path, MarkdownDocument(source), looksForSigns: true, paragraphStride: Self.isThorough ? 1 : 8, &tally)
    }
    print("real documents: \(tally)")
    #expect(tally.cases >= 3)
    #expect(tally.edits > 0)
    #expect(tally.declined * 50 < tally.passages + tally.declined, "more than 2 % of the passages do not verify")
  }

  private func check(
    _ name: String, _ document: MarkdownDocument, looksForSigns: Bool = false, paragraphStride: Int = 1,
    repliesPerSelection: Int = 1,
    _ tally: inout Tally
  ) async {
    let oracle = Trial.oracle(of: document, looksForSigns: looksForSigns)
    for (number, selected) in Self.selections(of: document, stride: paragraphStride).enumerated() {
      for reply in 0..<repliesPerSelection {
        let seed = UInt64(tally.cases * 65_536 + number * repliesPerSelection + reply)
        var random = SeededGenerator(seed: seed)
        let violation = await Trial(seed: seed).violation(
          of: document, selected, HostileReply.random(using: &random), oracle: oracle, tally: &tally)
        #expect(violation == nil, "\(name), seed \(seed)")
      }
    }
    tally.cases += 1
  }

  /// What can be asked for: everything, each section, and one paragraph in `stride` on its own.
  private static func selections(of document: MarkdownDocument, stride: Int) -> [SelectedPassages] {
    var selections = [Selection(), Selection(including: [.quotes, .headings])]
    selections += document.sections.map { Selection([.slug($0.slug)]) }
    selections += Swift.stride(from: 0, to: document.paragraphs.count, by: stride).map {
      Selection([.paragraph($0 + 1)])
    }
    return selections.compactMap { try? document.passages(in: $0) }
  }
}
