// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendModels
import EmendTemplates

/// What a new text, an item of a list or a sentence, must meet whatever it is for.
struct NewTextChecks: Sendable {
  /// What is asked about: what is in none of it is invented.
  private let known: ProseText
  private let subject: Subject
  private let checks: [Check]
  private let instructions: [String]
  private let traits: DocumentTraits
  private let glossary: Glossary
  /// The least share of a text's content words that must be the subject's; `nil` if new things may be said.
  private let fewestKnown: Double?

  /// - Parameters:
  ///   - checks: Those that the template wants.
  ///   - fewest: The least share of a text's content words that must be those of a document or section, if `similarity`
  ///     is among the checks.
  ///   - instructions: What the model is told besides the subject.
  init(
    _ subject: Subject, checks: [Check], fewestKnown fewest: Double, instructions: [String], glossary: Glossary
  ) {
    self.subject = subject
    self.glossary = glossary
    self.instructions = instructions
    traits = subject.kind == .topic ? DocumentTraits() : DocumentTraits(subject.document)
    let parts = [subject.variables.text, subject.variables.title, subject.variables.section, subject.variables.outline]
    known = ProseText(parts.joined(separator: "\n\n"), markup: nil)
    self.checks = checks.filter(\.isForNewText)
    let isBound = subject.kind != .topic && checks.contains { $0.name == Check.similarity.name }
    fewestKnown = isBound ? fewest : nil
  }

  /// What is wrong with a text; `nil` if nothing is.
  func failure(of text: String) -> CheckResult? {
    let input = CheckInput(
      original: known, replacement: ProseText(text, markup: subject.document.markup(of: text)), traits: traits,
      instructions: instructions, limits: CheckLimits(keepsFacts: false, glossary: glossary))
    if let failed = input.results(of: checks).last(where: { !$0.passed }) { return failed }
    if let problem = Self.echo(in: text) { return CheckResult(name: Check.repetition.name, problem: problem) }
    if let problem = foreignScript(in: text) { return CheckResult(name: Check.language.name, problem: problem) }
    if let problem = strangeness(of: input) { return CheckResult(name: Check.similarity.name, problem: problem) }
    return subject.language.problem(with: text).map {
      CheckResult(name: Check.language.name, problem: CheckProblem($0))
    }
  }

  /// So many words in a row are said once in a sentence.
  private static let echoLength = 4

  private static func echo(in text: String) -> CheckProblem? {
    let words = text.plainWords
    guard words.count >= 2 * echoLength else { return nil }
    var seen: [ArraySlice<String>: Int] = [:]
    for start in 0...(words.count - echoLength) {
      let run = words[start..<(start + echoLength)]
      if let first = seen[run], start - first >= echoLength {
        return "\"\(run.joined(separator: " "))\" is said twice in \"\(text.shortened)\""
      }
      if seen[run] == nil { seen[run] = start }
    }
    return nil
  }

  /// Words in letters of a script that nothing of the subject is written in.
  private func foreignScript(in text: String) -> CheckProblem? {
    func scripts(_ text: String) -> Set<String> { Set(text.unicodeScalars.compactMap { Check.scriptName($0.value) }) }
    var known = scripts(self.known.text).union(["Latin"])
    if known.contains("Japanese") { known.insert("Chinese") }
    guard subject.language.script == nil, let other = scripts(text).subtracting(known).min() else { return nil }
    return "\"\(text.shortened)\" has words in \(other) letters"
  }

  /// Too many words that the subject does not have: what is made up.
  private func strangeness(of input: CheckInput) -> CheckProblem? {
    guard let fewestKnown else { return nil }
    var known = WordForms(known.words)
    let words = Check.content(input.replacement.words, input.lexicon)
    let count = words.count { known.contains($0) }
    guard !words.isEmpty, Double(count) < Double(words.count) * fewestKnown else { return nil }
    return
      "only \(count) of the \(words.count) content words of \"\(input.replacement.text.shortened)\" are in the text"
  }
}

extension String {
  /// Words that never end a phrase; what ends in one was cut off.
  private static let openWords = wordSet(
    "the a an of and or to with for by from as their its your our my than because if when that which who whose is are "
      + "was were der die das ein eine und oder mit von zu für le la les un une et ou de du des à el los las y o con para"
  )

  /// Whether its last word is one that something has to follow.
  var hasOpenEnd: Bool { plainWords.last.map(Self.openWords.contains) ?? true }

  /// Words that end a sentence now and then, but nothing that has no full stop.
  private static let leadingWords = wordSet(
    "only but not be been being has have had will would can could should may might must do does did very so such also if "
      + "even just aber nicht nur auch sehr mais très aussi pero muy también")

  /// Whether a phrase stops before its end.
  var isCutOff: Bool {
    hasOpenEnd || !endsSentence && plainWords.last.map(Self.leadingWords.contains) ?? true
      || count(where: { $0 == "(" }) != count(where: { $0 == ")" })
      || self.last.map { ",;:(-–—/&".contains($0) } ?? true
  }
}
