// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendTemplates
import Foundation

/// Prints a template's file.
package struct TemplatesShowCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a template, to read it or to make another of it.",
    discussion: """
      Example:
        emend templates show draft > .emend/templates/mine.md
      """)

  @Argument(help: "A template: a name, or the path of a file.", completion: .templates)
  var name: String

  package init() {}

  package func run(in context: CommandContext) async throws {
    let template = try context.template(named: name)
    guard let data = FileManager.default.contents(atPath: template.path) else {
      throw CommandFailure("cannot read the template \(template.path)")
    }
    try context.output.write(Array(data))
  }
}
