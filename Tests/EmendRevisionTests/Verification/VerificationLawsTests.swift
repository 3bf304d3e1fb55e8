// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import EmendText
import Testing

@testable import EmendRevision

/// What holds for every document.
struct VerificationLawsTests {
  @Test("A real document has nothing against itself, nor with other line endings or a byte order mark")
  func itself() throws {
    for (name, source) in Corpus.realDocuments {
      let document = MarkdownDocument(source)
      let text = source.string(ByteRange(0, source.bytes.count))
      for other in [text, text.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n"), "\u{FEFF}" + text] {
        // A second mark is text, and what stands before front matter makes it none.
        if other != text, source.bytes.starts(with: SourceText.byteOrderMark) { continue }
        let verification = Verification(of: try MarkdownDocument(other), against: document)
        #expect(verification.failures == [], "\(name)")
        #expect(verification.unchecked == [], "\(name)")
      }
    }
  }

  @Test("A paragraph taken out of a real document is missed, on its lines")
  func lost() throws {
    for (name, source) in Corpus.realDocuments {
      let document = MarkdownDocument(source)
      let plain = document.paragraphs.filter { !$0.isQuoted && !$0.isListItem && $0.words >= 12 }
      guard let paragraph = plain.dropFirst(plain.count / 2).first, let passage = try? document.passage(paragraph)
      else {
        continue
      }
      let bytes = source.bytes[..<passage.range.start] + source.bytes[passage.range.end...]
      let verification = Verification(of: MarkdownDocument(try SourceText(Array(bytes))), against: document)
      #expect(
        (verification.failures + verification.unchecked).contains { $0.oldLines?.overlaps(paragraph.lines) ?? false },
        "\(name) \(paragraph.lines)")
    }
  }
}
