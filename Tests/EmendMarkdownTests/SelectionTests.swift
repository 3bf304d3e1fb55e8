// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import Testing

struct SelectionTests {
  static let text = """
    # Guide

    A paragraph of prose stands here.

    `code` [link](x)

    ## Set-up

    - short item
    - This item is a whole sentence.
    - one with eight words or more without end

    > A quotation of several words stands here.

    ## Usage

    Another paragraph of prose is here.

    ### Set-up

    The last paragraph of this text.

    """

  private func numbers(_ addresses: [Selection.Address]) throws -> [Int] {
    try MarkdownDocument(Self.text).passages(in: Selection(addresses)).passages.compactMap(\.paragraph.number)
  }

  @Test("Without an address all prose is meant: no quotations, no scraps, no short items")
  func standard() throws {
    #expect(try numbers([]) == [1, 4, 5, 7, 8])
  }

  @Test("Sections are found by path, whatever the case, and by anchor")
  func sections() throws {
    #expect(try numbers([.section(path: ["usage"])]) == [7, 8])
    #expect(try numbers([.section(path: ["Usage", "Set-up"])]) == [8])
    #expect(
      try numbers([.section(path: ["Guide", "Set-up"]), .section(path: ["Guide", "Usage", "set-up"])].suffix(1)) == [8])
    #expect(try numbers([.slug("set-up")]) == [4, 5])
    let document = try MarkdownDocument("# A\n\nOne two three four.\n\n# B\n\n## A\n\nFive six seven eight.\n")
    let whole = try document.passages(in: Selection([.section(path: ["A"])]))
    #expect(whole.passages.map(\.paragraph.number) == [1])
    #expect(document.sections.map(\.address) == ["A", "B", "B > A"])
  }

  @Test("Lines and numbers name paragraphs whatever they are; addresses add up")
  func named() throws {
    #expect(try numbers([.lines(9...9)]) == [3])
    #expect(try numbers([.lines(13...17)]) == [6, 7])
    #expect(try numbers([.paragraph(2), .paragraph(6), .slug("set-up-1")]) == [2, 6, 8])
  }

  @Test(
    "An address without meaning is an error that names the nearest headings",
    arguments: [
      (
        Selection.Address.section(path: ["Setup"]),
        "no section \"Setup\"; the nearest headings are \"Guide > Set-up\" (line 7), \"Guide > Usage > Set-up\" (line 19), \"Guide\" (line 1)"
      ),
      (
        .section(path: ["Set-up"]),
        "\"Set-up\" names several sections; say which: \"Guide > Set-up\" (line 7), \"Guide > Usage > Set-up\" (line 19)"
      ),
      (
        .slug("usag"),
        "no section \"#usag\"; the nearest headings are \"Guide > Usage\" (line 15), \"Guide\" (line 1), \"Guide > Set-up\" (line 7)"
      ),
      (
        .lines(1...2),
        "no paragraph on lines 1-2; the nearest headings are \"Guide\" (line 1), \"Guide > Set-up\" (line 7), \"Guide > Usage\" (line 15)"
      ),
      (
        .lines(40...40),
        "there is no line 40, the document ends with line 21; the nearest headings are \"Guide > Usage > Set-up\" (line 19), \"Guide > Usage\" (line 15), \"Guide > Set-up\" (line 7)"
      ),
      (
        .paragraph(9),
        "no paragraph 9, the document has 8; its first headings are \"Guide\" (line 1), \"Guide > Set-up\" (line 7), \"Guide > Usage\" (line 15)"
      ),
    ])
  func meaningless(address: Selection.Address, message: String) throws {
    let document = try MarkdownDocument(Self.text)
    let error = #expect(throws: SelectionError.self) { try document.passages(in: Selection([address])) }
    #expect(error?.description == message)
  }

  @Test("A document without headings says so")
  func noHeadings() throws {
    let error = #expect(throws: SelectionError.self) {
      try MarkdownDocument("Text.\n").passages(in: Selection([.section(path: ["A"])]))
    }
    #expect(error?.description == "no section \"A\"; the document has no headings")
  }

  @Test(
    "Flags are read",
    arguments: [
      ("Guide > Set-up", Selection.Address.section(path: ["Guide", "Set-up"])), ("#set-up", .slug("set-up")),
      ("  A  ", .section(path: ["A"])),
    ])
  func parsing(text: String, address: Selection.Address) {
    #expect(Selection.Address(section: text) == address)
  }

  @Test("Mistakes in flags are told", arguments: ["", ">", "A > ", " > B"])
  func badSections(text: String) { #expect(Selection.Address(section: text) == nil) }

  @Test("Ranges of lines", arguments: [("3-7", 3...7), ("5", 5...5)])
  func lines(text: String, lines: ClosedRange<Int>) { #expect(Selection.Address(lines: text) == .lines(lines)) }

  @Test("Mistakes in ranges are told", arguments: ["", "-", "0-3", "7-3", "a", "1-2-3", "-4", "4-"])
  func badLines(text: String) { #expect(Selection.Address(lines: text) == nil) }
}
