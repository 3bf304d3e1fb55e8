// SPDX-License-Identifier: Apache-2.0

package import EmendModels
import Foundation
import Mustache

/// What a model is told about a text: a Markdown file with YAML front matter and a Mustache body.
///
/// The body holds the turns of a conversation, `{{#system}}…{{/system}}`, `{{#user}}…{{/user}}` and, as the words that the
/// answer must begin with, `{{#assistant}}…{{/assistant}}`. Variables are put in as they are, nothing is escaped.
package struct Template: Sendable {
  /// What the template is given.
  package enum Input: String, Equatable, Sendable, CaseIterable { case passage, section, topic }
  /// What the model's answer must be.
  package enum Output: String, Equatable, Sendable, CaseIterable { case passage, prose, list, outline }
  /// What is done with the answer.
  package enum Application: String, Equatable, Sendable, CaseIterable {
    case replace, append, print
    case insertAfter = "insert-after"
  }

  /// What of a passage is asked about at a time.
  package enum Unit: String, Equatable, Sendable, CaseIterable { case passage, sentence }
  /// A text and what the model should have answered; a small model learns more from these than from instructions.
  package struct Example: Equatable, Sendable {
    package let input, output: String
  }

  /// What a model learned for the template.
  package struct Adapter: Equatable, Sendable {
    /// The name of a LoRA adapter's file, in GGUF.
    package let file: String
    /// Stands for the template's ``Template/minGain`` when the adapter is in use.
    package let minGain: Double?
    /// What a change must bring where the changes to its sentence together bring ``minGain``; `nil` for that, too.
    package let minGainBeside: Double?

    package init(file: String, minGain: Double? = nil, minGainBeside: Double? = nil) {
      self.file = file
      self.minGain = minGain
      self.minGainBeside = minGainBeside
    }
  }

  package let name: String
  package let description: String
  package let input: Input
  package let output: Output
  package let apply: Application
  package let unit: Unit
  /// The accepted lengths of an answer as ratios to the input, in words.
  package let length: ClosedRange<Double>
  /// The template's own variables with their defaults.
  package let variables: [String: String]
  package let sampling: SamplingOptions
  /// The most answers that are asked for one passage.
  package let candidates: Int
  /// How much better than the original a change must be; see `Ranking`.
  ///
  /// Negative infinity for changes that need not be judged.
  package let minGain: Double
  /// Shown to the model, in order, before the text.
  package let examples: [Example]
  /// The adapters that were trained with this template, by the family of their model.
  package let adapters: [String: Adapter]
  private let body: MustacheTemplate

  /// Reads a template.
  ///
  /// - Parameters:
  ///   - text: The whole file.
  ///   - path: Its name in messages.
  /// - Throws: ``TemplateError/mistake(path:line:problem:)``.
  package init(_ text: String, path: String) throws(TemplateError) {
    let parts = try TemplateSource(text, path: path)
    let fields = try TemplateFields(parts)
    name = fields.name
    description = fields.description
    input = fields.input
    output = fields.output
    apply = fields.apply
    length = fields.length
    variables = fields.variables
    sampling = fields.sampling
    candidates = fields.candidates
    unit = fields.unit
    minGain = fields.minGain
    examples = fields.examples
    adapters = fields.adapters
    body = try parts.compiledBody(variables: Set(fields.variables.keys))
  }

  /// Returns the prompt with these values filled in.
  ///
  /// - Parameters:
  ///   - variables: The values that emend gives; one that is not there is empty.
  ///   - settings: Values for the template's own variables, in place of their defaults.
  ///   - isAdapted: Whether the template's adapter is in use. It has learned from thousands of examples, and these few are
  ///     left out.
  package func prompt(
    _ variables: TemplateVariables, settings: [String: String] = [:], isAdapted: Bool = false
  ) -> Prompt {
    // To Mustache an empty text is as good as any other; here a section without its variable is left out.
    let values = self.variables.merging(settings) { $1 }.merging(variables.values) { $1 }.filter { !$0.value.isEmpty }
    func turn(_ role: Prompt.Role, text: String? = nil) -> String {
      var context: [String: any Sendable] = values
      if let text { context["text"] = text }
      for other in Prompt.Role.allCases { context[other.rawValue] = other == role }
      return body.render(context).trimmingCharacters(in: .whitespacesAndNewlines)
    }
    func message(_ role: Prompt.Role, _ content: String) -> [Prompt.Message] {
      content.isEmpty ? [] : [Prompt.Message(role: role, content: content)]
    }
    let shown = (isAdapted ? [] : examples).flatMap { example in
      message(.user, turn(.user, text: example.input)) + message(.assistant, example.output)
    }
    let messages = message(.system, turn(.system)) + shown + message(.user, turn(.user))
    return Prompt(messages: messages, answerPrefix: turn(.assistant))
  }
}
