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

  package let name: String
  package let description: String
  package let input: Input
  package let output: Output
  package let apply: Application
  /// The accepted lengths of an answer as ratios to the input, in words.
  package let length: ClosedRange<Double>
  /// The template's own variables with their defaults.
  package let variables: [String: String]
  package let sampling: SamplingOptions
  /// The most answers that are asked for one passage.
  package let candidates: Int
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
    body = try parts.compiledBody(variables: Set(fields.variables.keys))
  }

  /// Returns the prompt with these values filled in.
  ///
  /// - Parameters:
  ///   - variables: The values that emend gives; one that is not there is empty.
  ///   - settings: Values for the template's own variables, in place of their defaults.
  package func prompt(_ variables: TemplateVariables, settings: [String: String] = [:]) -> Prompt {
    // To Mustache an empty text is as good as any other; here a section without its variable is left out.
    let values = self.variables.merging(settings) { $1 }.merging(variables.values) { $1 }.filter { !$0.value.isEmpty }
    func turn(_ role: Prompt.Role) -> String {
      var context: [String: any Sendable] = values
      for other in Prompt.Role.allCases { context[other.rawValue] = other == role }
      return body.render(context).trimmingCharacters(in: .whitespacesAndNewlines)
    }
    let messages = [Prompt.Role.system, .user].compactMap { role in
      let content = turn(role)
      return content.isEmpty ? nil : Prompt.Message(role: role, content: content)
    }
    return Prompt(messages: messages, answerPrefix: turn(.assistant))
  }
}
