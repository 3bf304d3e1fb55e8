// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

struct TextLanguageTests {
  @Test(
    "The language of a topic is told by its function words",
    arguments: [
      ("Why small models are enough", "en"), ("Sourdough bread", "en"), ("Warum kleine Modelle für uns genügen", "de"),
      ("Comment faire du pain sans machine", "fr"), ("Consejos para viajar con un perro", "es"),
      ("Comment faire du pain", "fr"), ("Pourquoi les chats ronronnent", "fr"),
      ("Perché i modelli piccoli sono più utili", "it"), ("Waarom kleine modellen genoeg zijn voor het werk", "nl"),
    ])
  func code(topic: String, code: String) {
    #expect(TextLanguage(of: topic).code == code)
  }

  @Test("Letters that English lacks tell that a topic is in another language, without telling which")
  func accents() {
    let language = TextLanguage(of: "Häkeln")
    #expect(language.code == nil)
    #expect(language.problem(with: "The history of the needle and how it was used")?.contains("in English") == true)
    #expect(language.problem(with: "Die Geschichte der Nadel und wie sie gebraucht wurde") == nil)
  }

  @Test(
    "An answer in another language or script is told",
    arguments: [
      ("Warum kleine Modelle für uns genügen", "The cost of the models", "in English, not in German"),
      ("Why small models are enough", "Die Kosten der Modelle und was sie tun", "in German, not in English"),
      ("Comment faire du pain sans machine", "Buying a bike in the town without a car", "in English, not in French"),
      ("Comment faire du pain sans machine", "Cups of wine", "in English, not in French"),
      ("Recettes de cuisine", "Use it for your meals", "in English"),
      (
        "Recettes de cuisine", "Using a bicycle to deliver food",
        "hardly any of the words that hold the topic's language"
      ),
      (
        "Le pain", "Buying a used bike\nDon't use it as a place to lie in a sun\nHow to do a bicycle repair",
        "the topic's language"
      ), ("Le pain", "The best bread", "in English"),
      ("Hoe bak je brood", "Measuring flour\nMixing dough\nBaking bread", "hardly any of the words that hold Dutch"),
      (
        "Comment faire du pain sans machine", String(repeating: "- Buy a used bike\n- Buy a car\n", count: 4),
        "hardly any of the words that hold French together"
      ),
      ("小さな庭で野菜を育てる", "The garden in the summer", "in Latin letters, not in Japanese"),
      ("Why small models are enough", "Почему малые модели", "in Cyrillic letters, not in Latin"),
    ])
  func problem(topic: String, answer: String, problem: String) {
    let found = TextLanguage(of: topic).problem(with: answer)
    #expect(found?.contains(problem) == true, "\(found ?? "none")")
  }

  @Test("What is too short to tell is let through, and a language can be named")
  func letThrough() throws {
    #expect(TextLanguage(of: "Warum kleine Modelle für uns genügen").problem(with: "Energie") == nil)
    #expect(TextLanguage(of: "Comment faire du pain sans machine").problem(with: "Viser un but clair") == nil)
    let list = """
      - Energie sparen
      - Kosten senken, Qualität halten
      - Daten schützen
      - Server im eigenen Haus
      - Schnelle Antworten ohne Netz
      - Weniger Abhängigkeit von Anbietern
      - Ein Modell je Aufgabe
      - Leichtere Wartung
      """
    #expect(TextLanguage(of: "Warum kleine Modelle für uns genügen").problem(with: list) == nil)
    #expect(TextLanguage(of: "Recettes de cuisine").problem(with: "Une soupe de légumes pour tous les jours") == nil)
    let french = try #require(TextLanguage(named: "fr"))
    #expect(french.problem(with: "Homemade bread\nBaked bread\nBuying bread")?.contains("hardly any") == true)
    #expect(french.problem(with: "Pain maison\nPain cuit à la poêle\nAcheter du pain") == nil)
    #expect(TextLanguage(named: "German")?.code == "de")
    #expect(TextLanguage(named: "DE")?.name == "German")
    #expect(TextLanguage(named: "Klingon") == nil)
  }
}
