// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

struct RepetitionCheckTests {
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
    "repetition: in any language, far apart, in other capitals",
    arguments: [
      ("Die Liste ist lang.", "Die die Liste ist lang.", true),
      ("La liste est longue et claire.", "La liste est longue est longue et claire.", true),
      ("El texto es claro.", "El texto es es claro.", true), ("Файл здесь.", "Файл файл здесь.", true),
      (
        "It keeps all the answers of earlier runs.",
        "It keeps all the answers of earlier runs. So it keeps all the answers of earlier runs.", true
      ),
      ("It is good.", "It is very, very good.", false), ("我们谢他。", "我们谢谢他。", false),
      ("It had been there.", "That it had had to be there.", true),
      ("Run `a` and `a` then.", "Then run `a` and `a`.", false),
      ("The more you read, the more you know.", "You know the more, the more you read.", true),
      ("Go, and then go on.", "Go; go on.", false),
    ])
  func languages(source: String, answer: String, isRefused: Bool) throws {
    #expect(try (problem(source, answer, .repetition) != nil) == isRefused)
  }
}
