// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import EmendText
import Testing

struct PlannedBlocksTests {
  private func plan(paragraphs: Int = 0, items: Int? = nil) -> PlannedBlocks {
    var plan = PlannedBlocks()
    plan.addParagraphs(paragraphs)
    if let items { plan.addList(items: items) }
    return plan
  }

  /// The change when `old`, which comes once, gives way to `new`; an empty one stands behind the text.
  private func change(
    _ text: String, _ old: String, _ new: String, _ plan: PlannedBlocks
  ) throws -> StructureChange? {
    let document = try MarkdownDocument(text)
    let end = document.source.bytes.count
    let found = document.source.bytes.firstRange(of: Array(old.utf8))
    let range = old.isEmpty ? ByteRange(end, end) : found.map { ByteRange($0.lowerBound, $0.upperBound) }
    let edit = TextEdit(range: try #require(range), replacement: Array(new.utf8))
    return document.structureChange(applying: [(edit, plan)])
  }

  @Test("A text consists of its blocks, at their depth and level, and of nothing else")
  func consists() throws {
    var outline = PlannedBlocks()
    outline.addHeading(level: 2)
    outline.addList(items: 2)
    outline.addHeading(level: 3)
    outline.addParagraphs(1)
    #expect(try MarkdownDocument("## A\n\n* b\n* c\n\n### D\ne\n").consists(of: outline))
    #expect(try MarkdownDocument("").consists(of: PlannedBlocks()))
    for text in [
      "## A\n\n* b\n\n### D\ne\n", "# A\n\n* b\n* c\n\n### D\ne\n", "## A\n\n* b\n  * c\n\n### D\ne\n",
      "## A\n\n* b\n+ c\n\n### D\ne\n", "## A\n\n* b\n* c\n\n### D\n> e\n", "## A {#a}\n\n* b\n* c\n\n### D\ne\n",
      "## A\n\n* b\n* [x] c\n\n### D\ne\n", "## A\n\n* b\n* c\n\n### D\ne\n\n[x]: y\n",
      "---\nx: y\n---\n## A\n\n* b\n* c\n\n### D\ne\n",
    ] {
      #expect(try !MarkdownDocument(text).consists(of: outline), "\(text)")
    }
  }

  @Test(
    "A paragraph that a dialect, or cmark, takes for something else is none",
    arguments: [
      "| a |", ": a", "!!! note", "{{< a >}}", "[x]: y", "<div>", "import a from \"b\"", "[^1]: a", "Text ^id",
      "1. a", "",
    ])
  func noParagraph(text: String) throws {
    #expect(try !MarkdownDocument(text).consists(of: plan(paragraphs: 1)))
  }

  @Test("Paragraphs may take the place of notes anywhere in a file", arguments: ["\n", "\r\n", "\r"])
  func replaced(ending: String) throws {
    for (text, notes) in [
      ("- a\n- b", "- a\n- b"), ("- a\n- b\n", "- a\n- b"), ("# T\n\n  - a\n\n# U\n", "  - a"),
      ("# T\n- a\n# U\n", "- a"), ("\u{FEFF}- a\n\n> q\n", "- a"), ("---\nx: y\n---\n- a\n", "- a"),
      ("T\n===\n- a\n", "- a"), ("- a\n\n\tcode\n", "- a\n\n\tcode"), ("1. a\n\n- b\n\nText.\n", "1. a\n\n- b"),
    ] {
      let lines = { (text: String) in text.replacing("\n", with: ending) }
      let change = try change(lines(text), lines(notes), lines("One.\n\nTwo\nlines."), plan(paragraphs: 2))
      #expect(change == nil, "\(text) \(change?.description ?? "")")
    }
  }

  @Test(
    "What would flow into the blocks beside it is refused",
    arguments: [
      ("Intro:\n- a\n", "- a"), ("- a\n---\n", "- a"), ("> q\n- a\n", "- a"),
      ("- a\n\n    b\n\nc\n", "- a"), ("-\n[x]: y\n", "-"), ("# T\n\n- a\n- \n[x]: y\n", "- a\n- "),
      ("Term\n\n- a\n\n: definition\n", "\n- a\n\n"), ("1. a\n2. b\n", "1. a"),
    ])
  func flowing(text: String, notes: String) throws {
    #expect(try change(text, notes, "New text", plan(paragraphs: 1)) != nil)
  }

  @Test("Definitions that would be lost, or would come, are refused; others may stand beside")
  func definitions() throws {
    let text = "- a\n\n[x]: y\n\n- b\n\n[z]: y\n"
    #expect(try change(text, "- a\n\n[x]: y\n\n- b", "New.", plan(paragraphs: 1)) == .dialect(line: 1))
    #expect(try change(text, "- b", "New.", plan(paragraphs: 1)) == nil)
    #expect(try change(text, "- b", "New.\n\n[n]: y", plan(paragraphs: 1)) == .dialect(line: 1))
  }

  @Test(
    "What was not planned is refused",
    arguments: [
      "One.", "One.\n\nTwo.\n\nThree.", "One.\n\n# Two", "- One.\n\n  Two.", "One.\n\n> Two.", "One.\n\n!!! note",
    ])
  func unplanned(new: String) throws {
    let change = try change("# T\n\n- a\n\nText.\n", "- a", new, plan(paragraphs: 2))
    #expect(change == .content(line: 3))
  }

  @Test("A wrapped line that begins a dialect's block is refused")
  func wrappedMark() throws {
    let notes = "# T\n\n- a\n"
    #expect(try change(notes, "- a", "One in five, 20\n% of all", plan(paragraphs: 1)) == .content(line: 3))
    #expect(try change(notes, "- a", "One in five, 20 %\nof all", plan(paragraphs: 1)) == nil)
  }

  @Test("A list may be put behind a paragraph, and behind a list only with another mark")
  func insertedList() throws {
    let list = plan(items: 2)
    #expect(try change("Text.", "", "\n\n- a\n- b\n", list) == nil)
    #expect(try change("", "", "- a\n- b\n", list) == nil)
    #expect(try change("# T\n", "", "\n- a\n- b\n", list) == nil)
    for text in ["- x\n- y\n", "- x\n- y", "- x\n\n- y\n\n  z\n"] {
      #expect(try change(text, "", "\n\n- a\n- b\n", list) != nil)
      #expect(try change(text, "", "\n\n* a\n* b\n", list) == nil)
    }
    // Between two lists it must differ from both.
    #expect(try change("- x\n\n# T\n\n* y\n", "# T", "* a\n* b", list) != nil)
    #expect(try change("- x\n\n# T\n\n* y\n", "# T", "+ a\n+ b", list) == nil)
    #expect(try change("```\ncode\n", "", "\n\n- a\n- b\n", list) != nil)
  }

  @Test("Edits are judged together and in their places, whatever their order")
  func together() throws {
    let document = try MarkdownDocument("- a\n\n# B\n\n- c\n")
    let edits = [(9, 13, "New text.\n\nAnd more.", 2), (0, 0, "First.\n\n", 1), (0, 3, "Second one.", 1)]
    let all = edits.map { start, end, text, count in
      (TextEdit(range: ByteRange(start, end), replacement: Array(text.utf8)), plan(paragraphs: count))
    }
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
      let some = order.map { (edit: all[$0].0, plan: all[$0].1) }
      #expect(document.structureChange(applying: some) == nil)
    }
    #expect(document.structureChange(applying: []) == nil)
  }
}
