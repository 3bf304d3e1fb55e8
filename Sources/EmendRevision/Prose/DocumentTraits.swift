// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown

/// What a whole document tells of each of its passages.
package struct DocumentTraits: Sendable {
  /// The language of a passage that is too short to tell its own; `nil` for one without word lists.
  let lexicon: Lexicon?
  /// The words that are written with a capital inside sentences and never without, in lower case: names, even where one
  /// begins a sentence.
  let names: Set<String>
  /// All words with a capital, in lower case.
  let capitalized: Set<String>

  /// Of no document: English, and no names.
  package init() {
    lexicon = .english
    names = []
    capitalized = []
  }

  package init(_ document: MarkdownDocument) {
    var anywhere: Set<String> = []
    var capitalized: Set<String> = []
    var common: Set<String> = []
    var words: [String] = []
    for paragraph in document.paragraphs {
      let bytes = Array(document.text(of: paragraph).utf8)
      for word in Word.words(in: bytes, sentences: SentenceSplitter.sentences(in: bytes, prose: bytes)) {
        words.append(word.lowered)
        guard word.text.contains(where: \.isUppercase) else {
          common.insert(word.lowered)
          continue
        }
        anywhere.insert(word.lowered)
        if !word.beginsSentence { capitalized.insert(word.lowered) }
      }
    }
    // Latin letters in no known language are most often English ones in short notes.
    lexicon =
      Lexicon.language(of: words) ?? (words.contains { Lexicon.english.functionWords.contains($0) } ? .english : nil)
    self.capitalized = anywhere
    names = lexicon?.capitalsMeanNames ?? false ? capitalized.subtracting(common) : []
  }
}
