// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
package import EmendModels
package import EmendTemplates
package import EmendText

/// A rule that a new text must meet before it is proposed in an old one's place.
///
/// A check is a pure function: it needs no model and no disk, and says in one sentence what it found.
package struct Check: Sendable {
  /// Its name in JSON and messages.
  package let name: String
  /// What it refuses, in a few words.
  package let summary: String
  /// Returns what is wrong, or `nil`.
  package let problem: @Sendable (CheckInput) -> CheckProblem?

  /// Whether it means something for a part of a passage, such as one changed word; the others look at the whole.
  var isForParts: Bool { ![Check.complete.name, Check.length.name, Check.structure.name].contains(name) }

  /// Whether it means something for a text that no model wrote.
  package var isForAnyText: Bool { name != Check.complete.name }

  /// What might happen without it, of those that cannot be switched off; `nil` for others.
  package var necessity: String? {
    switch name {
    case Check.structure.name: "without it an edit could change the document around it"
    case Check.protectedSpan.name: "without it an edit could break links, code and formulas"
    case Check.complete.name, Check.form.name: "without it what is no answer could get into the document"
    default: nil
    }
  }

  /// All checks, the cheapest and most telling first; a new one is a file in `Checks/` and a line here.
  package static let all: [Check] = [
    .complete, .form, .length, .protectedSpan, .numbers, .negation, .modality, .person, .names, .quotation, .glossary,
    .repetition, .language, .similarity, .structure,
  ]
}

extension Check {
  /// Whether it can tell what is wrong with a text of which no original is to be kept.
  var isForNewText: Bool {
    [Check.form, .protectedSpan, .numbers, .names, .quotation, .glossary, .repetition].contains { $0.name == name }
  }

  /// The checks that a template wants: those of its kind, those that it adds, without those that it omits.
  package static func checks(for template: Template) -> [Check] {
    let (added, omitted) = template.checks
    return all.filter { check in
      added.contains(check.name) || !omitted.contains(check.name) && check.isMeant(for: template.output)
    }
  }

  private func isMeant(for output: Template.Output) -> Bool {
    switch output {
    case .passage: true
    case .list, .outline: isForNewText
    // The others are for a text in another's very place.
    case .prose: isForNewText || [Check.length, .negation, .similarity].contains { $0.name == name }
    }
  }
}

/// What a check found, as one sentence without its full stop, and where.
package struct CheckProblem: Equatable, Sendable, ExpressibleByStringInterpolation {
  package let detail: String
  /// The bytes of the original that it is about.
  package let original: ByteRange?
  /// The bytes of the new text that it is about.
  package let replacement: ByteRange?

  package init(_ detail: String, original: ByteRange? = nil, replacement: ByteRange? = nil) {
    self.detail = detail
    self.original = original
    self.replacement = replacement
  }

  package init(stringLiteral detail: String) { self.init(detail) }
}

/// What a check looks at.
package struct CheckInput: Sendable {
  package let original: ProseText
  package let replacement: ProseText
  /// Where the new text is to stand; `nil` for two texts without a place.
  package let place: Place?
  package let traits: DocumentTraits
  /// Why the model stopped; `nil` for a text that no model made.
  package let finishReason: Generation.FinishReason?
  /// What the model was told besides the passage.
  package let instructions: [String]
  package let limits: CheckLimits
  /// The language of the original, or of its document.
  let lexicon: Lexicon?

  /// A passage of a document.
  package struct Place: Sendable {
    package let document: MarkdownDocument
    package let passage: Passage

    package init(_ passage: Passage, in document: MarkdownDocument) {
      self.document = document
      self.passage = passage
    }
  }

  package init(
    original: ProseText, replacement: ProseText, place: Place? = nil, traits: DocumentTraits = DocumentTraits(),
    finishReason: Generation.FinishReason? = nil, instructions: [String] = [], limits: CheckLimits = CheckLimits()
  ) {
    self.original = original
    self.replacement = replacement
    self.place = place
    self.traits = traits
    self.finishReason = finishReason
    self.instructions = instructions
    self.limits = limits
    lexicon = Lexicon.language(of: original.words.map(\.lowered)) ?? traits.lexicon
  }

  /// A new text for a passage, without blanks around it.
  package init(
    document: MarkdownDocument, passage: Passage, replacement: String, traits: DocumentTraits = DocumentTraits(),
    finishReason: Generation.FinishReason? = nil, instructions: [String] = [], limits: CheckLimits = CheckLimits()
  ) {
    self.init(
      original: ProseText(passage.text, markup: passage.markup),
      replacement: ProseText(replacement, markup: passage.markup(of: replacement)),
      place: Place(passage, in: document), traits: traits, finishReason: finishReason, instructions: instructions,
      limits: limits)
  }

  /// Runs checks in order.
  ///
  /// - Parameter isComplete: Whether those after the first that fails are run, too.
  package func results(of checks: [Check] = Check.all, isComplete: Bool = false) -> [CheckResult] {
    var results: [CheckResult] = []
    lazy var respelt = self.respelt()
    for check in checks {
      var problem = check.problem(self)
      // What the respelt original has lies elsewhere.
      if problem != nil, check.toleratesGlossary, let respelt {
        problem = check.problem(respelt).map { CheckProblem($0.detail, replacement: $0.replacement) }
      }
      results.append(CheckResult(name: check.name, problem: problem))
      if results[results.count - 1].problem != nil, !isComplete { break }
    }
    return results
  }
}

/// How far a new text may go from the old one.
package struct CheckLimits: Equatable, Sendable {
  /// The accepted lengths as ratios to the original, in words.
  package var length: ClosedRange<Double>
  /// The least share of the original's content words that must be there still.
  package var similarity: Double
  /// Whether there must be as many emphasised texts as before; where not, they need only be whole.
  package var keepsEmphasis: Bool
  /// Whether names must be spelt as before; where not, one letter may differ in a long one.
  package var keepsSpelling: Bool
  /// Whether the original's numbers, names and protected spans must be there; where not, as in a summary or a list of ideas,
  /// there may be no others.
  package var keepsFacts: Bool
  /// Whether the text stands for a sentence, or a passage, as a whole: it must have a content word of it, however short that
  /// is, and the colon that it ends with.
  package var isForWhole = false
  /// How terms are to be written.
  package var glossary: Glossary

  package init(
    length: ClosedRange<Double> = 0...Double.infinity, similarity: Double = 0.5, keepsEmphasis: Bool = true,
    keepsSpelling: Bool = true, keepsFacts: Bool = true, glossary: Glossary = Glossary()
  ) {
    self.length = length
    self.similarity = similarity
    self.keepsEmphasis = keepsEmphasis
    self.keepsSpelling = keepsSpelling
    self.keepsFacts = keepsFacts
    self.glossary = glossary
  }
}

/// What a check said of one text.
package struct CheckResult: Equatable, Sendable {
  package let name: String
  /// What is wrong; `nil` if the check passed.
  package let problem: CheckProblem?

  package init(name: String, problem: CheckProblem?) {
    self.name = name
    self.problem = problem
  }

  package var passed: Bool { problem == nil }
}
