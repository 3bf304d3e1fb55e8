// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

struct LanguageCheckTests {
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
    "language: every pair of those that are known, and scripts",
    arguments: [
      ("Die Einrichtung dauert eine Weile, weil sie alles lädt.", "The set-up takes a while since it loads it all."),
      ("Das ist der Text von einem Menschen.", "C'est le texte d'une personne qui est là."),
      ("C'est le texte d'une personne qui est là.", "Este es el texto de una persona que está."),
      ("Este es el texto de una persona que está.", "This is the text of a person who is there."),
      ("これはテストです。", "这是测试文件。"), ("Это текст.", "Αυτό είναι κείμενο."),
      ("הטקסט כאן.", "النص هنا."), ("텍스트입니다.", "ข้อความ"),
      (
        "The set-up takes a while. It loads the rest of the files.",
        "The set-up takes a while. Sie lädt auch noch alle anderen Dateien."
      ),
    ])
  func pairs(source: String, answer: String) throws {
    #expect(try problem(source, answer, .language) != nil)
  }

  @Test(
    "language: names, code and quotations of another, texts too short to tell, no letters",
    arguments: [
      ("We went to the Rue de la Paix.", "To the Rue de la Paix we went."),
      ("我们使用 Vue 构建。", "我们用 Vue 来构建。"), ("我们使用 Vue 构建。", "我们构建它。"),
      ("Run `ls`.", "`ls`"), ("Use `a` and μ here.", "Here, use μ and `a`."), ("Ok.", "Fine."), ("1 2 3", "1 2"),
      ("👍🏽", "👍"), ("Zoe\u{308} is here.", "Here is Zoë."), ("Die Liste.", "Der Text."),
    ])
  func honest(source: String, answer: String) throws {
    #expect(try problem(source, answer, .language) == nil)
  }

  @Test("language: where two scripts have as many letters, the new one counts, whatever the order of a dictionary")
  func ties() throws {
    for _ in 1...20 {
      #expect(
        try problem("Файлы.", "Файл file.", .language)
          == "the text is in Latin letters, which the original has none of")
    }
  }
}
