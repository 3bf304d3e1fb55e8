// SPDX-License-Identifier: Apache-2.0

import EmendRevision
import EmendTemplates
import EmendText
import Foundation

/// The template of a run with the values that the user gives it.
struct ChosenTemplate {
  let template: Template
  let settings: [String: String]
  /// The language that was asked for; `nil` for that of the text.
  let language: TextLanguage?

  /// Reads a template and checks that it can be used as it was asked for.
  ///
  /// - Parameter name: Its name, or the path of its file.
  /// - Throws: ``CommandFailure`` that says what is wrong with the template or the values.
  init(
    _ name: String, options: TemplateOptions, settings configuration: Configuration, setup: ModelSetup,
    in context: CommandContext
  ) async throws {
    let template = try context.template(named: name)
    self.template = await setup.adapted(template)
    var settings = options.settings
    if let path = options.glossary {
      guard let data = FileManager.default.contents(atPath: context.absolute(path)),
        let text = String(validating: data, as: UTF8.self)
      else { throw CommandFailure("cannot read the glossary \(path), or it is not UTF-8 (flag --glossary)") }
      settings["glossary"] = text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    for (name, value) in Self.configured(configuration, for: template) where settings[name] == nil {
      settings[name] = value
    }
    if let name = settings["language"] {
      guard let language = TextLanguage(named: name) else {
        let names = TextLanguage.names.sorted { $0.value < $1.value }.map { "\($0.value) (\($0.key))" }
        throw CommandFailure("--language does not know \"\(name)\"; there are \(names.joined(separator: ", "))")
      }
      self.language = language
      settings["language"] = language.name
    } else {
      language = nil
    }
    self.settings = settings
    try check(template)
  }

  /// What the configuration says and the template uses: it is meant for all templates, and no mistake with any.
  private static func configured(_ configuration: Configuration, for template: Template) -> [String: String] {
    let texts = [
      "tone": configuration.tone?.value, "instruction": configuration.instruction?.value,
      "language": configuration.language?.value.name, "glossary": configuration.glossary.text,
    ]
    return texts.compactMapValues { $0.flatMap { $0.isEmpty ? nil : $0 } }.filter { name, value in
      guard let variable = template.variables[name] else {
        return name == "language" || template.usedVariables.contains(name)
      }
      return variable.choices.isEmpty || variable.choices.contains(value)
    }
  }

  private func check(_ template: Template) throws {
    let usable = TemplateVariables.wishes.intersection(template.usedVariables)
    for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
      // In which language the answer must be counts even if the model is not told.
      if name == "language", template.variables[name] == nil { continue }
      guard let variable = template.variables[name] else {
        if usable.contains(name) { continue }
        let names = (Array(template.variables.keys) + usable).sorted()
        let flag = TemplateVariables.wishes.contains(name) ? "does not use \"\(name)\"" : "has no variable \"\(name)\""
        throw CommandFailure(
          "the template \"\(template.name)\" \(flag)\(names.isEmpty ? "; it has none" : alternatives(to: name, among: names))"
        )
      }
      if !variable.choices.isEmpty, !variable.choices.contains(value) {
        throw CommandFailure(
          "\"\(value)\" is no value for \(name) of the template \"\(template.name)\"\(alternatives(to: value, among: variable.choices))"
        )
      }
    }
    let missing = template.variables.filter { $0.value.defaultValue == nil && settings[$0.key] == nil }
    if let (name, variable) = missing.min(by: { $0.value.line < $1.value.line }) {
      let example = variable.choices.first ?? "…"
      throw CommandFailure(
        "\(template.path):\(variable.line): \(name) has no default; give it a value with --set \(name)=\(example)")
    }
  }
}

extension CommandContext {
  /// Reads a template by its name or path.
  ///
  /// - Throws: ``CommandFailure``.
  func template(named name: String) throws -> Template {
    let isPath = name.contains("/") || name.hasSuffix(".md")
    let template: Template
    do {
      template = try TemplateCatalog(folders: templateFolders).template(named: isPath ? absolute(name) : name)
    } catch {
      throw CommandFailure("\(error)")
    }
    let (added, omitted) = template.checks
    let names = Check.all.map(\.name)
    if let unknown = (added + omitted).first(where: { !names.contains($0) }) {
      throw CommandFailure("\(template.path): no check \"\(unknown)\"\(alternatives(to: unknown, among: names))")
    }
    return template
  }
}
