// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

struct QuotationCheckTests {
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

  @Test(
    "quotation: the marks of each language",
    arguments: [
      ("Elle dit « bonjour à tous » ici.", "Elle dit « salut à tous » ici.", true),
      ("Elle dit « bonjour à tous » ici.", "Elle dit \"bonjour à tous\" ici.", false),
      ("Ella dijo «buenos días» en la casa.", "Ella dijo «buenas noches» en la casa.", true),
      ("Er sagte »Guten Tag« zu ihr.", "Er sagte „Guten Tag“ zu ihr.", false),
      ("他说「没有问题」。", "他说「有问题」。", true), ("他说「没有问题」。", "他说“没有问题”。", false),
      ("Он сказал «хорошо» ей.", "Он сказал «плохо» ей.", true),
      ("She said “It's fine” to me.", "“It’s fine,” she said to me.", false),
      ("It says \"stop\" twice, \"stop\".", "It says \"stop\" twice.", false),
      ("Run `echo \"a b\"` now.", "Now run `echo \"a b\"`.", false),
      ("A 5\" disk is here.", "Here is a 5\" disk.", false), ("It is \"\" now.", "Now it is \"\".", false),
    ])
  func languages(source: String, answer: String, isRefused: Bool) throws {
    #expect(try (problem(source, answer, .quotation) != nil) == isRefused)
  }
}
