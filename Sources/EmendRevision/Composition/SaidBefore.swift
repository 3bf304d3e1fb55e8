// SPDX-License-Identifier: Apache-2.0

import EmendText

/// What has been said, so that it is not said again in nearly the same words.
///
/// Two texts say the same if most of the content words of the shorter are, in some form, in the other, or if they differ in
/// hardly a word. What everything is about, such as a topic, tells nothing apart and is left out.
struct SaidBefore {
  private let topic: Set<String>
  private let lexicon: Lexicon
  private var texts: [(text: String, words: [String])] = []

  /// The share of the shorter text's content words that makes two texts the same.
  private static let share = 0.7

  /// - Parameter topic: What all texts are about.
  init(topic: String, lexicon: Lexicon?) {
    self.lexicon = lexicon ?? .english
    self.topic = Set(topic.plainWords)
  }

  /// Takes a text for said.
  mutating func add(_ text: String) { texts.append((text, content(of: text))) }

  /// The text that says nearly the same; `nil` if none does.
  func match(for text: String) -> String? {
    let words = content(of: text)
    return texts.first { said in
      if holds(text, said.text) { return true }
      let shorter = words.count < said.words.count ? words : said.words
      let longer = words.count < said.words.count ? said.words : words
      guard !shorter.isEmpty else { return words.isEmpty == said.words.isEmpty && sameWords(text, said.text) }
      let common = shorter.count { word in longer.contains { areForms($0, word) } }
      // One word is in many a long sentence that says more.
      let isTold = shorter.count > 1 || longer.count <= 2
      return isTold && Double(common) >= Double(shorter.count) * Self.share || isVariant(text, said.text)
    }?.text
  }

  /// Whether two texts of five words or more are one sentence with another word in one place.
  private func isVariant(_ one: String, _ other: String) -> Bool {
    func own(_ text: String) -> [String] {
      text.plainWords.filter { word in !topic.contains { areForms($0, word) } }
    }
    let (one, other) = (own(one), own(other))
    let fewest = min(one.count, other.count)
    return fewest >= 5 && abs(one.count - other.count) <= 1 && editDistance(one, other) * 5 <= fewest
  }

  /// Whether one of two texts has all of the other in a row, of three words or more.
  private func holds(_ one: String, _ other: String) -> Bool {
    let (one, other) = (one.plainWords, other.plainWords)
    let (short, long) = one.count < other.count ? (one, other) : (other, one)
    guard short.count >= 3 else { return false }
    return (0...(long.count - short.count)).contains { start in
      zip(short, long[start...]).allSatisfy { $0 == $1 || areForms($0, $1) }
    }
  }

  private func sameWords(_ one: String, _ other: String) -> Bool { one.plainWords == other.plainWords }

  /// Each content word once, those of the topic left out, unless there are no others.
  private func content(of text: String) -> [String] {
    var seen: Set<String> = []
    let words = text.plainWords.filter { word in
      (word.unicodeScalars.first!.isIdeograph || word.count >= 3) && !lexicon.functionWords.contains(word)
        && seen.insert(word).inserted
    }
    let own = words.filter { word in !topic.contains { areForms($0, word) } }
    return own.isEmpty ? words : own
  }
}
