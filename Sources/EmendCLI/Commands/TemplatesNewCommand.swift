// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendTemplates
import Foundation

/// Makes a template to begin with.
package struct TemplatesNewCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a template of your own to begin with.",
    discussion: """
      It is written to .emend/templates below the current folder, or with --user to ~/.config/emend/templates; one that is \
      there is never overwritten. With --from it is a copy of another.

      Examples:
        emend templates new shorten
        emend templates new post-title --from title --user
      """)

  @Argument(help: "The new template's name.")
  var name: String

  @Option(
    help: ArgumentHelp("A template to copy: a name, or the path of a file.", valueName: "template"),
    completion: .templates)
  var from: String?

  @Flag(help: "Write it to your own templates, not the project's.")
  var user = false

  package init() {}

  package func validate() throws {
    let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    guard isName else {
      throw ValidationError(
        "A template's name is made of letters, digits, - and _, such as post-title, not \"\(name)\".")
    }
  }

  package func run(in context: CommandContext) async throws {
    var folder = "\(context.currentDirectory)/.emend/templates"
    if user {
      guard let own = context.configurationFolder else {
        throw CommandFailure("there is no folder for your own templates: HOME is not set")
      }
      folder = "\(own)/templates"
    }
    let text = try from.map { try copy(of: $0, in: context) } ?? Self.beginning(name: name)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure("cannot make the folder \(folder): \(error.localizedDescription)")
    }
    let path = "\(folder)/\(name).md"
    try NewFile(path, in: context).write(Array(text.utf8))
    context.tell("\(path) written; edit it, then 'emend templates check \(name)'")
  }

  private func copy(of other: String, in context: CommandContext) throws -> String {
    let template = try context.template(named: other)
    guard let data = FileManager.default.contents(atPath: template.path) else {
      throw CommandFailure("cannot read the template \(template.path)")
    }
    if let grammar = template.grammarFile {
      context.tell("the template names the grammar \(grammar), which is not copied: put it beside the new one")
    }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    guard let place = lines.firstIndex(where: { $0.hasPrefix("name:") }) else { return lines.joined(separator: "\n") }
    return (lines[..<place] + ["name: \(name)"] + lines[(place + 1)...]).joined(separator: "\n")
  }

  private static func beginning(name: String) -> String {
    """
    ---
    name: \(name)
    description: Say here in a sentence what it does.
    # What the model is given: passage, section, document, topic, or several: [topic, section]
    input: passage
    # What the answer must be: passage, prose, list, outline
    output: passage
    # What is done with it: replace, insert-after, append, print
    apply: replace
    # The accepted length as ratios to the input, in words
    length: 0.5-1.5
    # Changes need not make the text likelier than it was; a number is the least that they must bring
    min-gain: off
    variables:
      audience: { default: beginners, choices: [beginners, experts] }
    sampling: { temperature: 0, candidates: 3 }
    # A small model learns more from these than from instructions
    examples:
      - input: The tool is capable of operating without a connection.
        output: The tool works offline.
    ---
    {{#system}}Rewrite the text for {{audience}}. Keep its meaning.{{#tone}} Write in a {{tone}} tone.{{/tone}}{{/system}}
    {{#user}}{{text}}{{/user}}

    """
  }
}
