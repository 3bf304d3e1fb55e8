// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

struct WordTests {
  private func words(_ text: String) -> [Word] { ProseText(text, markup: nil).words }

  @Test(
    "Words of every script slice to themselves",
    arguments: [
      ("a", ["a"]), ("a'b'", ["a'b"]), ("it’s", ["it’s"]), ("1,000,000.5%", ["1,000,000.5"]), ("a,b", ["a", "b"]),
      ("e.g. so", ["e.g", "so"]), ("a..b", ["a", "b"]), ("_a_", ["a"]), ("a_b", ["a_b"]), ("--a--", ["a"]),
      ("中文abc字", ["中", "文", "abc", "字"]), ("カタカナ", ["カ", "タ", "カ", "ナ"]), ("한국어", ["한국어"]),
      ("Привет мир", ["Привет", "мир"]), ("שלום", ["שלום"]), ("e\u{301}a\u{308}", ["e\u{301}a\u{308}"]),
      ("नमस्ते", ["नमस्ते"]), ("🇩🇪 a 👩‍👩‍👧 b", ["a", "b"]), ("x²", ["x"]), ("Ⅳ", ["Ⅳ"]), ("a\u{0}b", ["a", "b"]),
    ])
  func ranges(text: String, expected: [String]) {
    #expect(words(text).map(\.text) == expected)
    #expect(words(text).map { ProseText(text, markup: nil).string($0.range) } == expected)
  }

  @Test("Where a capital may come from the place")
  func beginnings() {
    let text = "One two. Three [Four](x) *five* \"six\" (seven: eight) nine"
    #expect(
      words(text).filter(\.beginsSentence).map(\.text) == [
        "One", "Three", "Four", "x", "five", "six", "seven", "eight",
      ])
  }

  @Test(
    "Identifiers, acronyms, numbers",
    arguments: [
      ("readFile", true, false, false), ("a_b", true, false, false), ("HTML", true, true, false),
      ("h2o", true, false, true), ("Node.js", true, false, false), ("Word", false, false, false),
      ("3.5", false, false, true), ("e", false, false, false), ("Это", false, false, false), ("ЭВМ", true, true, false),
      ("字", false, false, false), ("٣", false, false, true),
    ])
  func kinds(text: String, isIdentifier: Bool, isAcronym: Bool, hasDigit: Bool) throws {
    let word = try #require(words(text).first)
    #expect(word.looksLikeIdentifier == isIdentifier)
    #expect(word.isAcronym == isAcronym)
    #expect(word.hasDigit == hasDigit)
  }

  @Test("The words around a place")
  func surroundings() {
    let text = ProseText("one two three four five six seven eight", markup: nil)
    let words = text.words
    #expect(text.surroundings(of: words[4].range) == "two three four five six seven eight")
    #expect(text.surroundings(of: words[0].range) == "one two three four")
    #expect(text.surroundings(of: words[7].range, words: 1) == "seven eight")
  }
}
