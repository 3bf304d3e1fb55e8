// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

struct ModalityCheckTests {
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
    "modality: lost or new in German, French and Spanish",
    arguments: [
      ("Man sollte die Datei sichern, wenn es geht.", "Man sichert die Datei, wenn es geht."),
      ("Das ist vielleicht der Fehler in der Datei.", "Das ist der Fehler in der Datei."),
      ("Du kannst die Datei in der Liste sehen.", "Du musst die Datei in der Liste sehen."),
      ("Vous devez garder une copie de la page.", "Vous gardez une copie de la page."),
      ("Il devrait être dans la liste de la page.", "Il est dans la liste de la page."),
      ("Quizás está en la lista de la casa.", "Está en la lista de la casa."),
      ("Se puede guardar en la lista de la casa.", "Se debe guardar en la lista de la casa."),
    ])
  func languages(source: String, answer: String) throws {
    #expect(try problem(source, answer, .modality) != nil)
  }

  @Test(
    "modality: people's other words for the same",
    arguments: [
      ("You must keep a copy.", "A copy must be kept."), ("It has to be there.", "It must be there."),
      ("It is usually fast.", "Usually, it is fast."), ("It is usually fast.", "It is often fast."),
      ("You should keep a copy.", "A copy should be kept."),
      ("You must save it, and you must close it.", "You must save and close it."),
      ("Du musst die Datei sichern.", "Die Datei muss von dir gesichert werden."),
      ("Es ist wahrscheinlich in der Liste.", "Wahrscheinlich ist es in der Liste."),
      ("Vous devez le faire dans la page.", "Dans la page, vous devez le faire."),
      ("Probablemente está en la lista.", "Está probablemente en la lista."),
      ("Файл должен быть здесь.", "Файл здесь."),
    ])
  func honest(source: String, answer: String) throws {
    #expect(try problem(source, answer, .modality) == nil)
  }
}
