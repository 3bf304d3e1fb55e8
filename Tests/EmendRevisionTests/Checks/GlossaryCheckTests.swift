// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import Testing

@testable import EmendRevision

struct GlossaryCheckTests {
  private static func preferences(_ pairs: [(String, String)]) -> [Glossary.Preference] {
    pairs.map { Glossary.Preference(wrong: $0, right: $1) }
  }

  private static let glossary = Glossary(
    kept: ["Tidepool", "e-mail", "C++", "site", "GitHub", "東京"],
    preferences: preferences([
      ("utilise", "use"), ("web site", "website"), ("github", "GitHub"), ("mail", "e-mail"), ("Müller", "Mueller"),
    ]))

  private func problem(_ source: String, _ answer: String) throws -> String? {
    try refusal(of: answer, for: source + "\n", glossary: Self.glossary, by: .glossary)?.problem
  }

  @Test(
    "glossary: what is kept is there as often as before",
    arguments: [
      ("Tidepool is fast.", "TidePool is fast.", "the term \"Tidepool\" is missing"),
      ("Tidepool and Tidepool's cache.", "Tidepool and its cache.", "the term \"Tidepool\" is missing"),
      ("It is fast.", "Tidepool is fast.", "the term \"Tidepool\" is new"),
      ("Send an e-mail to us.", "Send an email to us.", "the term \"e-mail\" is missing"),
      ("We write C++ here.", "We write C here.", "the term \"C++\" is missing"),
      ("东京 und 東京都 hier.", "东京 und 都 hier.", "the term \"東京\" is missing"),
      ("Tidepool's cache is small.", "The cache of **Tidepool** is small.", nil),
      ("Tidepools are ponds, and _Tidepool_.", "Ponds are tidepools, and _Tidepool_.", nil),
      ("See `Tidepool` for more.", "For more see `Tidepool`.", nil),
    ] as [(String, String, String?)])
  func kept(source: String, answer: String, expected: String?) throws {
    #expect(try problem(source, answer) == expected)
  }

  @Test(
    "glossary: no spelling comes in for which another is preferred, and the preferred one may",
    arguments: [
      ("We use it.", "We utilise it.", "\"utilise\" is new; the glossary prefers \"use\""),
      ("We use it, and utilise it.", "Utilise it and utilise it.", "\"utilise\" is new; the glossary prefers \"use\""),
      ("The page is up.", "The web\nsite is up.", "\"web site\" is new; the glossary prefers \"website\""),
      ("It is on the net.", "It is on Github.", "\"github\" is new; the glossary prefers \"GitHub\""),
      ("We utilise it.", "We use it.", nil), ("We utilise it.", "Utilise it, we do.", nil),
      ("We use it.", "We reutilise it, with utilisers.", nil),
      ("The web site is up.", "The website is up.", nil), ("The website is up.", "Up is the website.", nil),
      ("It is on github now.", "It is on GitHub now.", nil),
      ("Send a mail to us.", "Send an e-mail to us.", nil),
      ("Run `make utilise` here.", "Here run `make utilise`.", nil),
    ] as [(String, String, String?)])
  func preferred(source: String, answer: String, expected: String?) throws {
    #expect(try problem(source, answer) == expected)
  }

  @Test("A text that follows the glossary passes all other checks, which would refuse it")
  func respelling() throws {
    let glossary = Glossary(
      preferences: Self.preferences([("Müller", "Mueller"), ("must", "should"), ("mustn't", "should not")]))
    for (source, answer) in [
      ("We met Müller in the old hall there.", "We met Mueller in the old hall there."),
      ("Then you must read the manual.", "Then you should read the manual."),
      ("See `a` and Müller [here](b).", "See `a` and Mueller [here](b)."),
    ] {
      #expect(try refusal(of: answer, for: source + "\n") != nil, "\(answer)")
      #expect(try refusal(of: answer, for: source + "\n", glossary: glossary) == nil, "\(answer)")
    }
    // Where the spelling goes and the preferred one does not come, a name is lost as ever.
    let lost = try refusal(
      of: "We met Meier in the old hall.", for: "We met Müller in the old hall.\n", glossary: glossary)
    #expect(lost?.name == "names")
  }

  @Test("Of a new text no spelling is the original's, and kept terms need not be there")
  func newText() {
    func problem(_ text: String) -> String? {
      let input = CheckInput(
        original: ProseText("Tidepool: utilise it", markup: nil), replacement: ProseText(text, markup: nil),
        limits: CheckLimits(keepsFacts: false, glossary: Self.glossary))
      return Check.glossary.problem(input)?.detail
    }
    #expect(problem("Use the pool and Tidepool, Tidepool") == nil)
    #expect(problem("Utilise Tidepool") == "\"utilise\" is new; the glossary prefers \"use\"")
  }

  @Test("verify: the glossary counts, and nothing is told of a check that is off")
  func verification() throws {
    let (old, new) = (try MarkdownDocument("We use Tidepool.\n"), try MarkdownDocument("We utilise Tidepool.\n"))
    func failures(off: Set<String> = []) -> [String] {
      Verification(of: new, against: old, checksOff: off, glossary: Self.glossary).failures.map(\.check)
    }
    #expect(failures() == ["glossary"])
    #expect(failures(off: ["glossary"]) == [])
    #expect(Verification(of: new, against: old).failures.isEmpty)
  }

  @Test("A template is given a term a line")
  func text() {
    let glossary = Glossary(kept: ["Tidepool"], preferences: [Glossary.Preference(wrong: "utilise", right: "use")])
    #expect(glossary.text == "Tidepool\nuse, not utilise")
    #expect(Glossary().isEmpty && Glossary().text.isEmpty)
  }
}
