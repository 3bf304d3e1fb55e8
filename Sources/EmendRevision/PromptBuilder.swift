// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
package import EmendModels
package import EmendTemplates

/// Turns passages into what a model is asked.
package struct PromptBuilder: Sendable {
  package let template: Template
  /// Values for the template's own variables.
  package let settings: [String: String]
  /// The seed of sampling; `nil` for the template's.
  package let seed: UInt32?

  package init(template: Template, settings: [String: String] = [:], seed: UInt32? = nil) {
    self.template = template
    self.settings = settings
    self.seed = seed
  }

  /// Returns the prompt for a passage.
  package func prompt(for passage: Passage, in document: MarkdownDocument) -> Prompt {
    let path = document.sectionPath(ofLine: passage.paragraph.lines.lowerBound)
    return template.prompt(
      TemplateVariables(text: passage.text, title: document.title, section: path.joined(separator: " > ")),
      settings: settings)
  }

  /// Returns the request for a passage's first answer.
  ///
  /// The answer may be as much longer than the passage as the template's length allows, with some tokens for markup.
  func request(for passage: Passage, in document: MarkdownDocument) -> GenerationRequest {
    var sampling = template.sampling
    if let seed { sampling.seed = seed }
    return GenerationRequest(
      prompt: prompt(for: passage, in: document), source: passage.text, sampling: sampling,
      limit: AnswerLimit(tokens: 16, perSourceToken: min(template.length.upperBound, 4)))
  }
}
