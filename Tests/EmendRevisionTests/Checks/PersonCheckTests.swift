// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

struct PersonCheckTests {
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

  @Test(
    "person: in French and Spanish, and what does not change who speaks",
    arguments: [
      ("Je garde la copie dans ma liste.", "Tu gardes la copie dans ta liste.", true),
      ("Nosotros guardamos la copia en la lista.", "Tú guardas la copia en la lista.", true),
      ("I'm sure that it works.", "You're sure that it works.", true),
      ("I’m sure that it works.", "I am sure that it works.", false),
      ("You can open it from here.", "It can be opened from here.", false),
      ("We open it, and you see it.", "You see it once we open it.", false),
    ])
  func languages(source: String, answer: String, isRefused: Bool) throws {
    #expect(try (problem(source, answer, .person) != nil) == isRefused)
  }
}
