// SPDX-License-Identifier: Apache-2.0

import EmendRevision
import EmendTemplates
import EmendText
import Foundation
import Yams

/// What is printed or written as a document of its own: front matter, if it is asked for, and a text.
struct NewDocument {
  private let fields: [(name: String, value: String?)]
  private let template: Template
  private let language: String
  private let date: String
  /// `nil` for standard output.
  private let file: NewFile?
  private let store: DocumentStore
  private let context: CommandContext

  /// - Throws: ``CommandFailure`` if the file is there already, or the template has no such field.
  init(
    _ options: NewDocumentOptions, command: String, template: Template, language: TextLanguage?, date: Date = Date(),
    in context: CommandContext
  ) throws {
    fields = options.frontMatter == nil ? [] : options.fields
    self.template = template
    self.language = language?.code ?? ""
    store = DocumentStore(command: command, in: context)
    self.context = context
    let format = Date.ISO8601FormatStyle(timeZone: .current).year().month().day()
    self.date = date.formatted(format)
    file = try options.path.map { try NewFile($0, in: context) }
    let names = template.frontMatter.map(\.name)
    if let unknown = fields.first(where: { $0.value == nil && !names.contains($0.name) }) {
      throw CommandFailure(
        "the template \"\(template.name)\" has no field \"\(unknown.name)\" for front matter\(names.isEmpty ? "; it has none" : alternatives(to: unknown.name, among: names)), or give it a value: \(unknown.name)=…"
      )
    }
  }

  /// Whether it goes to a file.
  var isFile: Bool { file != nil }

  /// The front matter with its delimiters and an empty line, or nothing.
  func frontMatter(title: String) throws -> [UInt8] {
    guard !fields.isEmpty else { return [] }
    let pairs = fields.map { name, value -> (Node, Node) in
      let own = template.frontMatter.first { $0.name == name }
      let text = value ?? own?.value(title: title, date: date, language: language) ?? ""
      // What the user writes is YAML; a title is a text, even if it reads like a number.
      let isPlain = value != nil || text == date
      let style = isPlain ? Node.Scalar.Style.any : .doubleQuoted
      return (Node(name), Node(text, isPlain ? Tag(.implicit) : Tag(.str), style))
    }
    let yaml = try Yams.serialize(node: .mapping(Node.Mapping(pairs)), width: -1, allowUnicode: true)
    return Array("---\n\(yaml)---\n\n".utf8)
  }

  /// Prints a document, or writes it to the file.
  func put(_ text: [UInt8], title: String) throws {
    let bytes = try frontMatter(title: title) + text
    guard let file else { return try context.output.write(bytes) }
    try store.create(file, bytes)
  }

  /// Says that the file was written.
  func tell(isQuiet: Bool) {
    if let file, !isQuiet { context.tell("\(file.name) written") }
  }
}
