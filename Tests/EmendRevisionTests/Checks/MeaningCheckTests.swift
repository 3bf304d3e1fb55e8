// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

/// What the checks of meaning refuse, and which honest rewrites they let pass.
struct MeaningCheckTests {
  private func problem(_ source: String, _ answer: String, _ check: Check) throws -> String? {
    try refusal(of: answer, for: source + "\n", by: check)?.problem
  }

  // MARK: Numbers

  @Test(
    "numbers: none lost, new, doubled or changed; not its unit, its bound, its place",
    arguments: [
      ("It took 1,340 cards.", "It took 1,430 cards.", "the number 1,340 is missing"),
      ("In 2021 and 2022.", "In 2021.", "the number 2022 is missing"),
      ("It took long.", "It took 3 hours.", "the number 3 is new or doubled"),
      ("Version 1.2.3 of it.", "Version 1.2 of it.", "the number 1.2.3 is missing"),
      ("At 10:30 on 2026-10-02.", "On 2026-10-02 at 10:30 and 10:30.", "the number 10:30 is new or doubled"),
      ("يوم ٣ أيام", "يوم ٤ أيام", "the number ٣ is missing"),
      ("It took three hours.", "It took four hours.", "the number three is missing"),
      (
        "Es dauert drei Tage, bis der Bericht fertig ist.", "Es dauert vier Tage, bis der Bericht fertig ist.",
        "the number drei is missing"
      ),
      ("Il y a trois pages dans ce livre.", "Il y a deux pages dans ce livre.", "the number trois is missing"),
      ("Hay tres páginas en el libro.", "Hay dos páginas en el libro.", "the number tres is missing"),
      ("It takes 5 MB of memory.", "It takes 5 GB of memory.", "5 MB becomes 5 GB"),
      ("It takes 5 seconds.", "It takes 5 minutes.", "5 s becomes 5 min"),
      ("There were over 3,000 of them.", "There were 3,000 of them.", "3,000 has lost the \"over\" before it"),
      ("There were 3,000 of them.", "There were about 3,000 of them.", "3,000 has a new \"about\" before it"),
      (
        "It grows from 3 in May to 5 in June.", "It grows from 5 in May to 3 in June.",
        "the number 3 stands in another's place"
      ),
    ])
  func numbers(source: String, answer: String, expected: String) throws {
    #expect(try problem(source, answer, .numbers) == expected)
  }

  @Test(
    "numbers: they may move with the words beside them, be grouped, be written in words",
    arguments: [
      ("On 3.5 days, 12 people came.", "There were 12 people on 3.5 days."), ("It has three parts.", "It has 3 parts."),
      ("It took 1,340 cards.", "It took 1340 cards."), ("It takes 5 seconds.", "It takes 5 s."),
      ("Nothing here.", "Nothing at all here."),
    ])
  func honestNumbers(source: String, answer: String) throws {
    #expect(try problem(source, answer, .numbers) == nil)
  }

  // MARK: Negation and modality

  @Test(
    "negation: lost, new, moved, or an opposite",
    arguments: [
      (
        "It is good enough for many tasks.", "It is not good enough for many tasks.",
        "the negation in \"It is not good enough for\" is new"
      ),
      (
        "You can't use it without a key.", "You can use it with a key.",
        "the negation in \"You can't use it without\" is lost"
      ),
      (
        "The fast one is not safe, but the slow one is safe.", "The fast one is safe, but the slow one is not fast.",
        "the negation moves from \"safe\" to \"fast\""
      ),
      (
        "It is likely that this works.", "It is unlikely that this works.",
        "the negation in \"It is unlikely that this works\" is new"
      ),
      ("Save it before you close it.", "Save it after you close it.", "\"before\" becomes its opposite, \"after\""),
      (
        "Die Datei wird nicht gelöscht.", "Die Datei wird gelöscht.",
        "the negation in \"Die Datei wird nicht gelöscht\" is lost"
      ),
      (
        "Le fichier n'est pas dans la liste.", "Le fichier est dans la liste.",
        "the negation in \"Le fichier n'est pas dans la liste\" is lost"
      ),
      (
        "El archivo no está en la lista.", "El archivo está en la lista.",
        "the negation in \"El archivo no está en la\" is lost"
      ),
    ])
  func negation(source: String, answer: String, expected: String) throws {
    #expect(try problem(source, answer, .negation) == expected)
  }

  @Test(
    "negation: said in another way",
    arguments: [
      ("It does not work.", "It doesn't work."), ("You cannot do it.", "You can not do it."),
      ("It is not possible to go back.", "It is impossible to go back."),
      ("This is a non-fatal error.", "This is a nonfatal error."), ("It doesn't have any files.", "It has no files."),
      ("Es hat keine Fehler in der Liste.", "In der Liste sind keine Fehler."), ("没有问题。", "没有任何问题。"),
    ])
  func honestNegation(source: String, answer: String) throws {
    #expect(try problem(source, answer, .negation) == nil)
  }

  @Test(
    "modality: obligation, advice and hedges",
    arguments: [
      ("You must keep a copy.", "You should keep a copy.", "the obligation in \"You must keep a copy\" is lost"),
      ("You should keep a copy.", "You keep a copy.", "the advice in \"You should keep a copy\" is lost"),
      ("You can keep a copy.", "You have to keep a copy.", "the obligation in \"You have to keep a\" is new"),
      ("The update may fail.", "The update fails.", "the hedge \"may\" in \"The update may fail\" is lost"),
      ("It is usually fast.", "It is fast.", "the hedge \"usually\" in \"It is usually fast\" is lost"),
      (
        "You must save it, and you must close it.", "You must save it, and you may close it.",
        "the obligation in \"it, and you must close it\" is lost"
      ),
      (
        "Du musst die Datei sichern.", "Du solltest die Datei sichern.",
        "the obligation in \"Du musst die Datei sichern\" is lost"
      ),
      (
        "Il est probablement dans la liste.", "Il est dans la liste.",
        "the hedge \"probablement\" in \"Il est probablement dans la liste\" is lost"
      ),
      (
        "Debes guardar el archivo.", "Deberías guardar el archivo.",
        "the obligation in \"Debes guardar el archivo\" is lost"
      ),
    ])
  func modality(source: String, answer: String, expected: String) throws {
    #expect(try problem(source, answer, .modality) == expected)
  }

  @Test(
    "modality: said in another way",
    arguments: [
      ("The update may fail.", "The update might fail."), ("The update may fail.", "The update can fail."),
      ("You must keep a copy.", "You have to keep a copy."), ("You can use it for lists.", "Use it for lists."),
      ("It meets our needs.", "It meets all our needs."),
    ])
  func honestModality(source: String, answer: String) throws {
    #expect(try problem(source, answer, .modality) == nil)
  }

  @Test(
    "person: the writer and the reader",
    arguments: [
      ("On my machine it is fast.", "On your machine it is fast.", "\"my\" becomes \"your\""),
      ("You can see it here.", "I can see it here.", "\"You\" becomes \"I\""),
      ("Wir sehen das in der Liste.", "Du siehst das in der Liste.", "\"Wir\" becomes \"Du\""),
      ("I think so.", "I do think so.", nil), ("We think that you are right.", "You are right, we think.", nil),
    ] as [(String, String, String?)])
  func person(source: String, answer: String, expected: String?) throws {
    #expect(try problem(source, answer, .person) == expected)
  }

  // MARK: Names and quotations

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
    "quotation: others' words",
    arguments: [
      (
        "The label reads “Do not shake” now.", "The label reads “Don't shake it” now.",
        "the quotation \"Do not shake\" is changed or missing"
      ),
      ("Er sagte „Guten Tag“ zu ihr.", "Er sagte „Hallo“ zu ihr.", "the quotation \"Guten Tag\" is changed or missing"),
      ("It was fine for them.", "It was \"very good indeed\" for them.", "the quotation \"very good indeed\" is new"),
      ("He said \"it works\".", "He said “it works.”", nil),
      ("It's Ada's dog's bone.", "It is the bone of Ada's dog.", nil),
    ] as [(String, String, String?)])
  func quotation(source: String, answer: String, expected: String?) throws {
    #expect(try problem(source, answer, .quotation) == expected)
  }

  // MARK: The whole

  @Test(
    "repetition: words, runs and sentences said over again",
    arguments: [
      ("It keeps the answers.", "It keeps the the answers.", "\"the\" is said over again"),
      (
        "It keeps the answers of runs.", "It keeps the answers of runs, the answers of runs.",
        "\"the answers of runs\" is said over again"
      ),
      ("It is so so good.", "It is so so very good.", nil), ("It has 1 1 of them.", "It has 1 1 of these.", nil),
    ] as [(String, String, String?)])
  func repetition(source: String, answer: String, expected: String?) throws {
    #expect(try problem(source, answer, .repetition) == expected)
  }

  @Test(
    "language: another language or script",
    arguments: [
      (
        "The set-up takes a while.", "Die Einrichtung dauert eine Weile.",
        "the text is in another language (de) than the original (en)"
      ),
      (
        "La instalación tarda un rato.", "L'installation prend un moment.",
        "the text is in another language (fr) than the original (es)"
      ),
      ("The set-up takes a while.", "安装需要一段时间。", "the text is in Chinese letters, which the original has none of"),
      (
        "Установка занимает время.", "The set-up takes a while.",
        "the text is in Latin letters, which the original has none of"
      ),
      ("The set-up takes a while.", "The set-up takes long.", nil), ("安装需要时间。", "安装需要一段时间。", nil),
    ] as [(String, String, String?)])
  func language(source: String, answer: String, expected: String?) throws {
    #expect(try problem(source, answer, .language) == expected)
  }

  @Test(
    "similarity: a sentence lost or new, words from nowhere, too little left",
    arguments: [
      (
        "The cache keeps answers. It is deleted after a month.", "The cache keeps answers.",
        "the sentence \"It is deleted after a month.\" is missing"
      ),
      (
        "The cache keeps answers.", "The cache keeps answers. Engineers in Norway built it.",
        "the sentence \"Engineers in Norway built it.\" is new"
      ),
      (
        "The cache keeps answers.", "The cache, invented by clever Norwegian engineers, keeps answers.",
        "\"invented by clever Norwegian engineers\" is not in the original"
      ),
      (
        "A tool prints lists of changed files.", "A dog eats bones in gardens.",
        "only 0 of the original's 5 content words are there"
      ),
      ("The tool print a lists of file.", "The tool prints a list of files.", nil),
      ("First we set it up, then we run it.", "We run it once it is set up.", nil),
    ] as [(String, String, String?)])
  func similarity(source: String, answer: String, expected: String?) throws {
    #expect(try problem(source, answer, .similarity) == expected)
  }

  @Test("No text is too odd or too long for a check")
  func odd() throws {
    let long = String(repeating: "These words of Ada are not 3 in \"some quotes\", and you must go on. ", count: 1500)
    let texts = ["x", "`code`", "é\u{301}\u{301}", "👩‍👩‍👧‍👧 🇩🇪", "...", "\"", "(", "1.", "A. B. C.", long]
    for source in texts {
      for answer in texts where source != long || answer != long {
        for check in Check.all where ![Check.structure.name, Check.form.name].contains(check.name) {
          let input = CheckInput(
            original: ProseText(source, markup: nil), replacement: ProseText(answer, markup: nil))
          _ = check.problem(input)
        }
      }
    }
    let clock = ContinuousClock()
    let time = clock.measure {
      let input = CheckInput(
        original: ProseText(long, markup: nil), replacement: ProseText(long + "x", markup: nil))
      for check in Check.all where check.name != Check.structure.name { _ = check.problem(input) }
    }
    #expect(time < .seconds(20))
  }
}
