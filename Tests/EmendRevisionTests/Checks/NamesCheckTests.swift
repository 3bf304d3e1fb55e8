// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

struct NamesCheckTests {
  @Test(
    "names: proper names, identifiers, acronyms",
    arguments: [
      ("The parser that Ada wrote is fast.", "The parser that Grace wrote is fast.", "the name \"Ada\" is missing"),
      ("It reads HTML and more.", "It reads XML and more.", "the name \"HTML\" is missing"),
      ("We looked at the news.", "We looked at the news of Berlin.", "the name \"Berlin\" is new"),
      ("It calls readFile on it.", "It calls it.", "the name \"readFile\" is missing"),
      ("Sie nutzt WebKit in der Sache.", "Sie nutzt Blink in der Sache.", "the name \"WebKit\" is missing"),
      ("我们使用 Vue 构建。", "我们使用 React 构建。", "the name \"Vue\" is missing"),
      ("We met Ada Lovelace there.", "We met Ada Byron there.", "the name \"Lovelace\" is missing"),
    ])
  func names(source: String, answer: String, expected: String) throws {
    #expect(try problem(source, answer, .names) == expected)
  }

  @Test("names: one that begins a sentence is one if the document writes it with a capital throughout")
  func namesOfDocument() throws {
    let text = "Rust is fast.\n\nWe like Rust a lot.\n"
    #expect(try refusal(of: "Python is fast.", for: text, by: .names)?.problem == "the name \"Rust\" is missing")
    #expect(try refusal(of: "Tools are fast.", for: "Programs are fast.\n", by: .names) == nil)
  }

  @Test(
    "names: other spellings, glosses, parts",
    arguments: [
      ("It runs on Mac OS and more.", "It runs on macOS and more."),
      ("We use javascript here.", "We use JavaScript here."),
      ("The Microsoft Foundation Class (MFC) is old.", "The MFC is old."),
      ("We use the Swift Package Manager for it.", "We use the Swift Package for it."),
      ("It came in Jan of 2020.", "It came in January of 2020."),
      ("See [Running it](a) for more.", "See [Run it](a) for more."),
      ("Der Hund bellt in der Nacht.", "In der Nacht bellt das Tier."),
    ])
  func honestNames(source: String, answer: String) throws {
    #expect(try problem(source, answer, .names) == nil)
  }

  @Test(
    "names: lost or new in other languages and scripts",
    arguments: [
      ("Le parseur que Marie a écrit est dans la liste.", "Le parseur que Jeanne a écrit est dans la liste."),
      ("El texto de Marta está en la lista.", "El texto de Lucía está en la lista."),
      ("Das Programm liest HTML und mehr.", "Das Programm liest XML und mehr."),
      ("Парсер, который написала Анна, быстрый.", "Парсер, который написала Мария, быстрый."),
      ("これは Vue で書かれています。", "これは React で書かれています。"),
      ("We use foo_bar here.", "We use foo_baz here."), ("It runs on Node.js now.", "It runs on Deno now."),
      ("He met Zoe\u{308} there.", "He met Ada there."),
    ])
  func languages(source: String, answer: String) throws {
    #expect(try problem(source, answer, .names) != nil)
  }

  @Test(
    "names: people's other orders, possessives, plurals, glosses both ways",
    arguments: [
      ("It was Ada's parser that ran.", "It was the parser by Ada that ran."),
      ("It was the parser by Ada that ran.", "It was Ada’s parser that ran."),
      ("It reads PDF and more.", "It reads PDFs and more."),
      ("The MFC is old.", "The Microsoft Foundation Class (MFC) is old."),
      ("The parser was written by Ada.", "Ada wrote the parser."),
      ("We use GitHub for it.", "We use Github for it."), ("We use GitHub for it.", "We use Git Hub for it."),
      ("Le parseur de Marie est dans la liste.", "Dans la liste est le parseur de Marie."),
      ("El texto de Marta está en la lista.", "En la lista está el texto de Marta."),
      ("Парсер, который написала Анна, быстрый.", "Быстрый парсер написала Анна."),
      ("WE ARE ALL HERE.", "All of us are here."), ("How We Write The Docs", "How We Make The Docs"),
      ("This URL is good to have.", "This address is good to have."),
    ])
  func honest(source: String, answer: String) throws {
    #expect(try problem(source, answer, .names) == nil)
  }

  @Test("names: a letter may be mended where the limits let it, in long names only")
  func spelling() {
    func problem(_ source: String, _ answer: String) -> String? {
      let input = CheckInput(
        original: ProseText(source, markup: nil), replacement: ProseText(answer, markup: nil),
        limits: CheckLimits(keepsSpelling: false))
      return Check.names.problem(input)?.detail
    }
    #expect(problem("We use Kuberntes for it.", "We use Kubernetes for it.") == nil)
    #expect(problem("We use Kuberntes for it.", "We use Nomad for it.") != nil)
    #expect(problem("We met Anna there.", "We met Anne there.") != nil)
  }
}
