// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

struct NegationCheckTests {
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
      (
        "It is told with the line, and not only with the name.", "It is told with the line, and not with the name.",
        "the \"only\" after the negation in \"line, and not only with the name\" is lost"
      ),
      (
        "Es läuft nicht unter Linux.", "Es läuft nicht nur unter Linux.",
        "the \"nur\" after the negation in \"Es läuft nicht nur unter Linux\" is new"
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
      ("It is not only fast.", "It is not just fast."),
      ("If it is not, just run it again.", "If it is not, run it again."),
      ("Some of them do not. Only the first one does.", "Some of them do not. The first one alone does."),
      ("It is not possible to go back.", "It is impossible to go back."),
      ("This is a non-fatal error.", "This is a nonfatal error."), ("It doesn't have any files.", "It has no files."),
      ("Es hat keine Fehler in der Liste.", "In der Liste sind keine Fehler."), ("没有问题。", "没有任何问题。"),
    ])
  func honestNegation(source: String, answer: String) throws {
    #expect(try problem(source, answer, .negation) == nil)
  }

  @Test(
    "negation: lost or new in words of each language",
    arguments: [
      ("The file has never been in the list.", "The file has been in the list."),
      ("It works without a key.", "It works with a key."), ("Nobody has seen it there.", "Somebody has seen it there."),
      ("It isn’t in the list.", "It is in the list."), ("It is reliable and small.", "It is unreliable and small."),
      ("Es gibt keine Fehler in der Liste.", "Es gibt Fehler in der Liste."),
      ("Das ist möglich und gut.", "Das ist unmöglich und gut."),
      ("Das Programm ist schneller als das alte.", "Das Programm ist langsamer als das alte."),
      ("Il ne faut jamais le faire dans ce cas.", "Il faut le faire dans ce cas."),
      ("Le texte est après la liste.", "Le texte est avant la liste."),
      ("Nadie está en la lista de la casa.", "Alguien está en la lista de la casa."),
      ("Es posible abrir la lista de los textos.", "Es posible cerrar la lista de los textos."),
    ])
  func languages(source: String, answer: String) throws {
    #expect(try problem(source, answer, .negation) != nil)
  }

  @Test(
    "negation: people's contractions, passives, orders, mended typing",
    arguments: [
      ("You cannot delete the file.", "The file can't be deleted."),
      ("It isn't in the list.", "It isn’t in the list."), ("It will not stop.", "It won't stop."),
      ("There are no files, and it is not slow.", "It is not slow, and there are no files."),
      ("Without a key, it does not start.", "It does not start without a key."),
      ("It is unlikely to work.", "That it works is unlikely."),
      ("Save it before you close it.", "Before you close it, save it."),
      ("Die Datei wird nicht gelöscht.", "Nicht gelöscht wird die Datei."),
      ("Das ist nicht in der Liste.", "In der Liste ist das nicht."),
      ("Il n'y a pas de fichier dans la liste.", "Il n’y a aucun fichier dans la liste."),
    ])
  func honest(source: String, answer: String) throws {
    #expect(try problem(source, answer, .negation) == nil)
  }

  @Test("negation: a language without word lists is not judged by another's")
  func unknownLanguage() throws {
    #expect(try problem("Файл не удалён.", "Файл удалён.", .negation) == nil)
    #expect(try problem("문제가 없습니다.", "문제가 있습니다.", .negation) == nil)
  }
}
