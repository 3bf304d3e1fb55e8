// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendTemplates

/// Lists the templates that there are.
package struct TemplatesListCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the templates that there are, with what they take and give.",
    discussion: """
      Of two with one name the nearer is used: the project's (.emend/templates), then yours \
      (~/.config/emend/templates), then those that emend comes with.
      """)

  @Option(help: "The format of the result: text or json.")
  var outputFormat = OutputFormat.text

  package init() {}

  private struct Row: Encodable {
    let name, description: String
    let input: [String]
    let output, apply, path: String
    /// Why it cannot be used; `nil` if it can.
    let problem: String?
  }

  package func run(in context: CommandContext) async throws {
    let catalog = TemplateCatalog(folders: context.templateFolders)
    let rows = catalog.names.map { name -> Row in
      let path = catalog.path(of: name) ?? name
      do {
        let template = try context.template(named: name)
        return Row(
          name: name, description: template.description, input: template.inputs.map(\.rawValue),
          output: template.output.rawValue, apply: template.apply.rawValue, path: path, problem: nil)
      } catch {
        return Row(name: name, description: "", input: [], output: "", apply: "", path: path, problem: "\(error)")
      }
    }
    guard outputFormat == .text else {
      return try context.output.write(try JSONText.bytes(of: ["templates": rows]))
    }
    let table = Table(
      header: ["name", "takes", "gives", "description"], rightAligned: [],
      rows: rows.map { row in
        row.problem.map { [row.name, "", "", "cannot be used: \($0)"] }
          ?? [row.name, row.input.joined(separator: ", "), "\(row.output), \(row.apply)", row.description]
      })
    try context.output.write(Array(table.text.utf8))
  }
}
