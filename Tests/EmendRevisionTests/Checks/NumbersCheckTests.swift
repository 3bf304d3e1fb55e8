// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

struct NumbersCheckTests {
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

  @Test(
    "numbers: German, French and Spanish words and digits say the same",
    arguments: [
      ("Das sind drei Seiten mit der Liste.", "Das sind 3 Seiten mit der Liste."),
      ("Es gibt 20 Seiten in dem Buch.", "In dem Buch gibt es zwanzig Seiten."),
      ("Il y a trois pages dans ce livre.", "Dans ce livre, il y a 3 pages."),
      ("Hay tres páginas en el libro.", "En el libro hay 3 páginas."),
      ("It costs 1.000.000 euros in all.", "It costs 1000000 euros in all."),
      ("Es kostet 1’000 Franken in der Schweiz.", "In der Schweiz kostet es 1000 Franken."),
      ("It sent 1,234,567 of them.", "It sent 1234567 of them."),
      ("It takes 5 megabytes.", "It takes 5 MB."), ("Der Bau dauert zwei Stunden.", "Der Bau dauert 2 h."),
      ("We had over 3,000 of them.", "There were over 3,000 of them."),
      ("It grew from 3 to 5 here.", "It grew to 5 from 3 here."),
    ])
  func honestNumbersInWords(source: String, answer: String) throws {
    #expect(try problem(source, answer, .numbers) == nil)
  }

  @Test(
    "numbers: any script's digits, in code and addresses, too, and in languages without word lists",
    arguments: [
      ("共有 3 个文件。", "共有 4 个文件。", "the number 3 is missing"),
      ("共有 3 个文件。", "文件共有 3 个。", nil),
      ("В списке 12 файлов.", "В списке 21 файл.", "the number 12 is missing"),
      ("В списке 12 файлов.", "12 файлов в списке.", nil),
      ("Run `a -n 3` now.", "Run `a -n 4` now.", "the number 3 is missing"),
      ("See [it](p/2026) now.", "See [it](p/2025) now.", "the number 2026 is missing"),
      ("It cost 3 👍🏽 only.", "It only cost 3 👍🏽.", nil),
      ("-5 °C is cold.", "It is cold at -5 °C.", nil),
    ] as [(String, String, String?)])
  func scripts(source: String, answer: String, expected: String?) throws {
    #expect(try problem(source, answer, .numbers) == expected)
  }

  @Test("numbers: a comma that groups and a point before a fraction")
  func fractions() throws {
    #expect(try problem("It cost 1,340.50 in all.", "In all it cost 1340.50.", .numbers) == nil)
    #expect(
      try problem("It cost 1,340.50 in all.", "It cost 1,340.60 in all.", .numbers)
        == "the number 1,340.50 is missing")
    // A point and three digits may be a fraction.
    #expect(try problem("It is 1.250 long.", "It is 1250 long.", .numbers) == "the number 1.250 is missing")
  }
}
