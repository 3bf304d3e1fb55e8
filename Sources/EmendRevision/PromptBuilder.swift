// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
package import EmendModels
package import EmendTemplates

/// Turns passages, or their sentences, into what a model is asked.
package struct PromptBuilder: Sendable {
  package let template: Template
  /// Values for the template's own variables.
  package let settings: [String: String]
  /// The seed of sampling; `nil` for the template's.
  package let seed: UInt32?
  /// Whether the model has the template's adapter.
  package private(set) var isAdapted = false

  package init(template: Template, settings: [String: String] = [:], seed: UInt32? = nil) {
    self.template = template
    self.settings = settings
    self.seed = seed
  }

  /// Returns the same for a model that has the template's adapter, or has not.
  package func adapted(_ isAdapted: Bool) -> PromptBuilder {
    var builder = self
    builder.isAdapted = isAdapted
    return builder
  }

  /// What further answers are drawn with, if the template says nothing: enough to differ from the likeliest.
  private static let temperature = 0.8

  /// Returns the prompt for a text with what is around it.
  package func prompt(_ variables: TemplateVariables) -> Prompt {
    template.prompt(variables, settings: settings, isAdapted: isAdapted)
  }

  /// Returns the prompt for a passage, or for one of its sentences.
  package func prompt(for text: String, of passage: Passage, in document: MarkdownDocument) -> Prompt {
    let path = document.sectionPath(ofLine: passage.paragraph.lines.lowerBound)
    var variables = TemplateVariables(text: text, title: document.title, section: path.joined(separator: " > "))
    // What is around a passage takes time to find, and would cost the beginning that all prompts share.
    if !template.usedVariables.isDisjoint(with: ["before", "after", "outline", "language"]) {
      let lines = passage.paragraph.lines
      variables.before = document.prose(before: lines.lowerBound)
      variables.after = document.prose(after: lines.upperBound)
      variables.outline = document.headingList
      variables.language = TextLanguage(of: text, in: document).name ?? ""
    }
    return prompt(variables)
  }

  /// The prompts for a passage: one for each part of it that the template asks about.
  package func prompts(for passage: Passage, in document: MarkdownDocument) -> [Prompt] {
    PassageUnit.units(of: passage, template: template).map { prompt(for: $0.prose.text, of: passage, in: document) }
  }

  /// How the answer with a number is drawn: the first as the template says, further ones at random, each in its own way.
  func sampling(_ number: Int) -> SamplingOptions {
    var sampling = template.sampling
    if let seed { sampling.seed = seed }
    if number > 0 {
      if sampling.temperature == 0 { sampling.temperature = Self.temperature }
      sampling.seed &+= UInt32(number)
    }
    return sampling
  }

  /// Returns the request for an answer.
  ///
  /// The answer may be as much longer than the text as the template's length allows, with some tokens for markup.
  ///
  /// - Parameter number: 0 for the first answer; the others are drawn at random, each in its own way.
  func request(
    for text: String, of passage: Passage, in document: MarkdownDocument, number: Int
  ) -> GenerationRequest {
    // A sentence is one line; what a small model says after it is a list or code that the sentence led it to expect.
    let isLine = template.unit == .sentence && !text.contains("\n")
    return GenerationRequest(
      prompt: prompt(for: text, of: passage, in: document), source: text, sampling: sampling(number),
      limit: AnswerLimit(tokens: 16, perSourceToken: min(template.length.upperBound, 4)),
      stopStrings: template.stopStrings + (isLine ? ["\n"] : []), grammar: template.grammar)
  }
}
