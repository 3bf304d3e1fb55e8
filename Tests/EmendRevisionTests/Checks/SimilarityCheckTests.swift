// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

struct SimilarityCheckTests {
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

  @Test(
    "similarity: people split, join, reorder, mend and shorten",
    arguments: [
      (
        "The tool is small, and it is fast on old machines.",
        "The tool is small. It is fast on old machines."
      ),
      ("The cache keeps answers. It forgets old ones.", "The cache keeps answers and forgets old ones."),
      ("The cache keeps answers. The tool reads files.", "The tool reads files. The cache keeps answers."),
      ("The occured error was wierd.", "The error that occurred was weird."),
      ("In order to print the list, you call the tool.", "To print the list, call the tool."),
      ("Die Datei enthält Fehler. Sie wird geladen.", "Die geladene Datei enthält Fehler."),
      ("Le fichier contient des erreurs.", "Des erreurs sont dans le fichier."),
      ("El archivo contiene errores.", "Hay errores en el archivo."),
      ("缓存保存答案。", "缓存会保存答案。"), ("Кэш хранит ответы.", "Ответы хранит кэш."),
      ("Ok.", "Fine."), ("", ""), ("`a`", "`a` `b`"),
    ])
  func honest(source: String, answer: String) {
    let input = CheckInput(original: ProseText(source, markup: nil), replacement: ProseText(answer, markup: nil))
    #expect(Check.similarity.problem(input) == nil)
  }

  @Test(
    "similarity: lost and new in other languages and scripts",
    arguments: [
      ("Der Speicher behält Antworten. Nach einem Monat löscht er sie.", "Der Speicher behält Antworten."),
      ("Le cache garde des réponses.", "Le cache garde des réponses. Des ingénieurs norvégiens travaillent."),
      ("El archivo contiene errores graves.", "Los perros comen huesos blancos."),
      ("缓存保存答案。一个月后删除旧文件。", "缓存保存答案。"),
      ("Кэш хранит ответы. Через месяц старые удаляются.", "Кэш хранит ответы."),
    ])
  func languages(source: String, answer: String) throws {
    #expect(try problem(source, answer, .similarity) != nil)
  }
}
