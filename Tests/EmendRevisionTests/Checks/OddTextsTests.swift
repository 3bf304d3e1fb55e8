// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import EmendText
import Testing

@testable import EmendRevision

/// Laws that hold for every check, whatever the text.
struct OddTextsTests {
  /// Those that mean something for two texts without a place, which may be the same.
  private static let checks = Check.all.filter { ![Check.structure.name, Check.form.name].contains($0.name) }

  private static let texts = [
    "", "x", "I", "`code`", "`a` `b`", "é\u{301}\u{301}", "\u{301}", "👩‍👩‍👧‍👧 🇩🇪", "1️⃣ 2️⃣", "...", "…", "\"", "“", "(", ")",
    "1.",
    "1.2.3.", "A. B. C.", "'", "a'", "'a", "not", "2", "-1", "\u{200D}", "。", "「」", "你", "ab\u{0}c", "\r\n", "a\nb",
    "no no no no", "3 3 3", "Ada Ada", "Σίσυφος", "straße STRASSE", "İstanbul i̇stanbul", "ﬁ", "½ of it", "Ⅳ",
  ]

  private static func input(_ original: String, _ replacement: String) -> CheckInput {
    let parsing = try? MarkdownDocument("x\n")
    let passage = parsing.flatMap { document in document.paragraphs.first.flatMap { try? document.passage($0) } }
    return CheckInput(
      original: ProseText(original, markup: passage?.markup(of: original)),
      replacement: ProseText(replacement, markup: passage?.markup(of: replacement)))
  }

  @Test("A text passes for itself")
  func itself() {
    for text in Self.texts {
      for check in Self.checks where check.name != Check.protectedSpan.name {
        #expect(check.problem(Self.input(text, text)) == nil, "\(check.name) \(text.debugDescription)")
      }
    }
  }

  @Test("One passage in eight of the real documents passes for itself")
  func realPassages() throws {
    for (name, source) in Corpus.realDocuments {
      let document = MarkdownDocument(source)
      let traits = DocumentTraits(document)
      for index in stride(from: 0, to: document.paragraphs.count, by: 8) {
        let paragraph = document.paragraphs[index]
        guard let passage = try? document.passage(paragraph) else { continue }
        let text = ProseText(passage.text, markup: passage.markup)
        let input = CheckInput(original: text, replacement: text, traits: traits)
        for result in input.results(of: Self.checks, isComplete: true) {
          #expect(result.passed, "\(name) \(paragraph.lines) \(result.name)")
        }
      }
    }
  }

  @Test("What a check points at lies in the text, between characters")
  func ranges() {
    for original in Self.texts {
      for replacement in Self.texts {
        let input = Self.input(original, replacement)
        for check in Self.checks {
          guard let problem = check.problem(input) else { continue }
          #expect(!problem.detail.isEmpty)
          for (range, text) in [(problem.original, original), (problem.replacement, replacement)] {
            guard let range else { continue }
            let part = Array(text.utf8).dropFirst(range.start).prefix(range.count)
            #expect(range.end <= text.utf8.count && String(validating: part, as: UTF8.self) != nil, "\(check.name)")
          }
        }
      }
    }
  }

  private static let long: [(String, String)] = [
    ("prose", "These words of Ada are not 3 in \"some quotes\", and you must go on. "), ("one word", "a"),
    ("one word over again", "word "), ("numbers", "12 "), ("stops", "! "), ("dots", "."), ("quotes", "\" "),
    ("brackets", "(["), ("letters", "字"), ("code", "`a` "), ("names", "Ada Lovelace "), ("apostrophes", "a'b'"),
  ]

  @Test("100 kB take a second or two; 20 on a busy machine", arguments: long)
  func time(name: String, unit: String) {
    let text = String(repeating: unit, count: 100_000 / unit.utf8.count)
    // Once as it is, once with something lost at its beginning and something new at its end.
    let time = ContinuousClock().measure {
      let input = Self.input(text + "x", "y " + text.dropFirst(unit.count) + "x")
      for check in Self.checks { _ = check.problem(input) }
    }
    #expect(time < .seconds(20), "\(time)")
  }

  @Test("100 kB of words that are all different take no longer")
  func differentWords() {
    func words(_ seed: Int) -> String {
      (0..<12_000).map { "w\(String($0 &* 7_919 &+ seed, radix: 36).replacing(/\d/, with: "q"))" }.joined(
        separator: " ")
    }
    let time = ContinuousClock().measure {
      let input = Self.input(words(1), words(1_000_003))
      for check in Self.checks { _ = check.problem(input) }
    }
    #expect(time < .seconds(20), "\(time)")
  }
}
