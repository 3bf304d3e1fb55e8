// SPDX-License-Identifier: Apache-2.0

package import EmendModels
import Foundation
import Mustache

/// What a model is told about a text: a Markdown file with YAML front matter and a Mustache body.
///
/// The body holds the turns of a conversation, `{{#system}}…{{/system}}`, `{{#user}}…{{/user}}` and, as the words that the
/// answer must begin with, `{{#assistant}}…{{/assistant}}`. Variables are put in as they are, nothing is escaped.
package struct Template: Sendable {
  package var name: String { fields.name }
  package var description: String { fields.description }
  /// What it may be given, at least one.
  package var inputs: [Input] { fields.inputs }
  package var output: Output { fields.output }
  /// A topic has no document: what comes of it is always printed.
  package var apply: Application { fields.apply }
  package var unit: Unit { fields.unit }
  package var take: Take { fields.take }
  /// The accepted lengths of an answer as ratios to the input, in words.
  package var length: ClosedRange<Double> { fields.length }
  /// How many items a list has, or sections an outline; the second number is what is asked for.
  package var count: ClosedRange<Int> { fields.count }
  /// How many points a section of an outline has.
  package var points: ClosedRange<Int> { fields.points }
  /// The levels of an outline's headings, the title counted: 2 has sections, 3 sections in these, and so on.
  package var depth: Int { fields.depth }
  /// The template's own variables.
  package var variables: [String: Variable] { fields.variables }
  package var sampling: SamplingOptions { fields.sampling }
  /// The most answers that are asked for one passage, section or list.
  package var candidates: Int { fields.candidates }
  /// How much better than the original a change must be; see `Ranking`.
  ///
  /// Negative infinity for changes that need not be judged.
  package var minGain: Double { fields.minGain }
  /// Shown to the model, in order, before the text.
  package var examples: [Example] { fields.examples }
  /// The adapters that were trained with this template, by the family of their model.
  package var adapters: [String: Adapter] { fields.adapters }
  /// The names of checks that are run besides those of the template's kind, and of those that are not.
  package var checks: (added: [String], omitted: [String]) { (fields.addedChecks, fields.omittedChecks) }
  /// An answer ends before the first of these.
  package var stopStrings: [String] { fields.stopStrings }
  /// The name of a file with a GBNF grammar for answers, beside the template; `nil` for that of its kind.
  package var grammarFile: String? { fields.grammarFile }
  /// The families of models that it has values of their own for.
  package var families: [String] { fields.overrides.keys.sorted() }
  /// The front matter that a new document may get, in order.
  package var frontMatter: [FrontMatterField] { fields.frontMatter }
  /// The variables that its body uses.
  package let usedVariables: Set<String>
  /// The name of its file in messages.
  package let path: String
  /// The grammar in its file, once that is read.
  package var grammar: String? { grammarFile.flatMap { grammars[$0] } }
  /// The texts of the grammars that it names, for some families perhaps others, by the names of their files.
  var grammars: [String: String] = [:]
  var grammarFiles: Set<String> {
    Set(([fields] + fields.overrides.values).compactMap(\.grammarFile))
  }

  private var fields: TemplateFields
  private let body: MustacheTemplate

  /// Reads a template.
  ///
  /// - Parameters:
  ///   - text: The whole file.
  ///   - path: Its name in messages.
  /// - Throws: ``TemplateError/mistake(path:line:problem:)``.
  package init(_ text: String, path: String) throws(TemplateError) {
    let parts = try TemplateSource(text, path: path)
    self.path = path
    fields = try TemplateFields(parts)
    (body, usedVariables) = try parts.compiledBody(variables: Set(fields.variables.keys))
  }

  /// Returns the template as it is for a model of a family, such as `smollm2-135m`.
  ///
  /// Of the families that it names the one that says most is taken: `smollm2-135m` before `smollm2`.
  package func adapted(to family: String?) -> Template {
    guard let family else { return self }
    let named = fields.overrides.filter { family == $0.key || family.hasPrefix($0.key + "-") }
    guard let best = named.max(by: { $0.key.count < $1.key.count }) else { return self }
    var template = self
    template.fields = best.value
    return template
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
    let defaults = self.variables.compactMapValues(\.defaultValue)
    let given = variables.values.filter { !$0.value.isEmpty }
    let values = defaults.merging(given) { $1 }.merging(settings) { $1 }.filter { !$0.value.isEmpty }
    func turn(_ role: Prompt.Role, of example: Example? = nil) -> String {
      var context: [String: any Sendable] = values
      if let example {
        // What is around the text is not around an example.
        for name in TemplateVariables.surroundings { context[name] = nil }
        (context["text"], context["section"]) = (example.input, example.section ?? values["section"])
      }
      for other in Prompt.Role.allCases { context[other.rawValue] = other == role }
      return body.render(context).trimmingCharacters(in: .whitespacesAndNewlines)
    }
    func message(_ role: Prompt.Role, _ content: String) -> [Prompt.Message] {
      content.isEmpty ? [] : [Prompt.Message(role: role, content: content)]
    }
    let isForSection = examples.contains { $0.section != nil } && values["section"] != nil
    let shown = (isAdapted ? [] : examples).filter { ($0.section != nil) == isForSection }.flatMap { example in
      message(.user, turn(.user, of: example)) + message(.assistant, example.output)
    }
    let messages = message(.system, turn(.system)) + shown + message(.user, turn(.user))
    return Prompt(messages: messages, answerPrefix: turn(.assistant))
  }
}
