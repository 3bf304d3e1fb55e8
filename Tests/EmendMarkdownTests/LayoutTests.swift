// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import Testing

/// New text in the place, and in the manner, of the old.
struct LayoutTests {
  private func expect(
    _ source: String, replacedBy text: String, gives expected: String, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let document = try MarkdownDocument(source)
    #expect(try document.replacingFirst(with: text) == expected, sourceLocation: location)
    let own = try document.passage(document.paragraphs[0]).text
    #expect(try document.replacingFirst(with: own) == source, "its own text", sourceLocation: location)
  }

  @Test("One line stays one line, and the rest of the file its bytes")
  func oneLine() throws {
    try expect(
      "\u{FEFF}# T \n\n  One two three.  \n\nEnd", replacedBy: "One\nfour three.",
      gives: "\u{FEFF}# T \n\n  One four three.  \n\nEnd")
  }

  @Test("Each line keeps its own ending")
  func lineEndings() throws {
    try expect(
      "One two\r\nthree four\nfive six\rseven.\r\n", replacedBy: "One two three for five six seven.",
      gives: "One two\r\nthree for\nfive six\rseven.\r\n")
    try expect(
      "> One two\r\n> three four\nlazy six", replacedBy: "One two three four hazy six.",
      gives: "> One two\r\n> three four\nhazy six.")
  }

  @Test("A line is broken inside protected text only where the source breaks it")
  func unbreakable() throws {
    let source = "A first line `of code here` and\nsome more words.\n"
    try expect(
      source, replacedBy: "A very long first line `of code here` and some more words.",
      gives: "A very long first line `of code here`\nand some more words.\n")
    try expect(
      "See the page [a b](c \"a title\")\nof it and `some\ncode` here.\n",
      replacedBy: "See this nice page [a b](c \"a title\") of it and `some code` here.",
      gives: "See this nice page [a b](c \"a title\")\nof it and `some\ncode` here.\n")
  }

  @Test("A footnote's first word is never alone on its line, where it would be an address")
  func footnote() throws {
    try expect(
      "[^1]: A note of\nwords here.\n", replacedBy: "Wordswordswords of this note here.",
      gives: "[^1]: Wordswordswords of\nthis note here.\n")
  }

  @Test("Wide characters count two columns when lines are wrapped")
  func wideWrapping() throws {
    try expect(
      "中文 中文 中文 中文\n中文 中文\n", replacedBy: "中文 中文 日本 中文 中文 中文 中文",
      gives: "中文 中文 日本 中文\n中文 中文 中文\n")
  }

  @Test("Kept words keep what stands between them")
  func blanks() throws {
    try expect(
      "One  two.  Three\tfour five.\n", replacedBy: "One two. Three four six.", gives: "One  two.  Three\tfour six.\n")
  }

  @Test("Hard-wrapped text is wrapped at its width, lines before a change and after it stay")
  func wrapped() throws {
    let source = """
      The first line of it has words up to here,
      the second line of this text is as wide as
      the others, and so is the third line of it
      but the last is not.

      """
    try expect(
      source,
      replacedBy:
        "The first line of it has words up to here, the second line of this very important text is as wide as the others, and so is the third line of it but the last is not.",
      gives: """
        The first line of it has words up to here,
        the second line of this very important
        text is as wide as the others, and so is
        the third line of it but the last is not.

        """)
    try expect(
      source,
      replacedBy:
        "The first line of it has words up to here, the next line of this text is as wide as the others, and so is the third line of it but the last is not.",
      gives: """
        The first line of it has words up to here,
        the next line of this text is as wide as
        the others, and so is the third line of it
        but the last is not.

        """)
  }

  @Test("A line that gets shorter still ends where it did, so that the others stay")
  func shorter() throws {
    try expect(
      "Some of the words here are\nutilised in order to be\nwords, and no more than\nthat.\n",
      replacedBy: "Some of the words here are used to be words, and no more than that.",
      gives: "Some of the words here are\nused to be words, and no\nmore than that.\n")
    try expect(
      "Some of the words here are\nutilised in order to be\nwords, and no more than\nthat.\n",
      replacedBy: "Some of the words here are employed to be words, and no more than that.",
      gives: "Some of the words here are\nemployed to be\nwords, and no more than\nthat.\n")
  }

  @Test("New lines get the prefixes and endings of quotations and lists")
  func prefixes() throws {
    try expect(
      "> 1. One two three\r\n>    four five six\r\n", replacedBy: "One two three seven eight nine ten",
      gives: "> 1. One two three\r\n>    seven eight\r\n>    nine ten\r\n")
    try expect("> One two\nthree four\n", replacedBy: "One two\nfive four", gives: "> One two\nfive four\n")
  }

  @Test("A sentence a line stays a sentence a line")
  func sentences() throws {
    try expect(
      "One is here.\nTwo is there.\nThree.\n", replacedBy: "One is here. Two was there. But not for long. Three.",
      gives: "One is here.\nTwo was there.\nBut not for long.\nThree.\n")
  }

  @Test("Hard line breaks stay, of either kind")
  func hardBreaks() throws {
    try expect(
      "One two  \nthree\\\nfour.\n", replacedBy: "One five  \nthree\\\nsix.", gives: "One five  \nthree\\\nsix.\n")
    try expect("One \\\ntwo three.\n", replacedBy: "One \\\nfour three.", gives: "One \\\nfour three.\n")
  }

  @Test("No line begins with what would open a block")
  func blockOpeners() throws {
    try expect(
      "One two three four\nfive six seven.\n", replacedBy: "One two three four 1. - # five six seven.",
      gives: "One two three four 1. - #\nfive six seven.\n")
  }

  @Test("A line of the source that begins with what looks like an item stays where it is")
  func numberAtLineStart() throws {
    try expect(
      "It was built in the year\n1998. It stands.\n", replacedBy: "It was made in the year 1998. It stands.",
      gives: "It was made in the year\n1998. It stands.\n")
  }

  @Test("The bytes of Chinese text wrapped by hand stay where it is kept")
  func chinese() throws {
    try expect("这是第一行，\n这是第二行。\n", replacedBy: "这是第一行， 这是新行。", gives: "这是第一行，\n这是新行。\n")
  }
}
