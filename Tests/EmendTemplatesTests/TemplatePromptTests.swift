// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTemplates
import Testing

/// What a template's body makes of values and examples.
struct TemplatePromptTests {
  private func template(_ keys: String, _ body: String) throws -> Template {
    try Template("---\nname: t\n\(keys)\n---\n\(body)\n", path: "t.md")
  }

  private func messages(
    _ template: Template, _ variables: TemplateVariables, _ settings: [String: String] = [:]
  ) -> [String] {
    template.prompt(variables, settings: settings).messages.map(\.content)
  }

  private let examples = """
    examples:
      - { input: A, output: B }
      - { input: C, output: D, section: E }
    """

  @Test("Examples with a section are shown where there is one, the others where there is none")
  func sections() throws {
    let body = "{{#user}}{{text}}{{#section}} in {{section}}{{/section}}{{/user}}"
    let both = try template(examples, body)
    #expect(messages(both, TemplateVariables(text: "x")) == ["A", "B", "x"])
    #expect(messages(both, TemplateVariables(text: "x", section: "s")) == ["C in E", "D", "x in s"])
    let plain = try template("examples: [{ input: A, output: B }]", body)
    #expect(messages(plain, TemplateVariables(text: "x", section: "s")) == ["A in s", "B", "x in s"])
    let sectioned = try template("examples: [{ input: C, output: D, section: E }]", body)
    #expect(messages(sectioned, TemplateVariables(text: "x")) == ["x"])
  }

  @Test("What is around the text is not shown around examples")
  func surroundings() throws {
    let template = try template(
      "examples: [{ input: A, output: B }]",
      "{{#user}}{{#before}}{{before}}|{{/before}}{{text}}{{#after}}|{{after}}{{/after}} {{outline}} {{title}}{{/user}}")
    let variables = TemplateVariables(text: "x", title: "T", before: "b", after: "a", outline: "- o")
    #expect(messages(template, variables) == ["A  T", "B", "b|x|a - o T"])
    #expect(messages(template, TemplateVariables(text: "x")) == ["A", "B", "x"])
  }

  @Test("Settings win over given values, those over defaults; what is empty is not there")
  func precedence() throws {
    let template = try template(
      "variables: { language: Welsh, tone: plain, who: }",
      "{{#user}}{{language}} {{tone}}{{^who}} nobody{{/who}}{{#who}} {{.}}{{/who}}{{/user}}"
        .replacing("{{.}}", with: "{{who}}"))
    #expect(messages(template, TemplateVariables(text: "x")) == ["Welsh plain nobody"])
    let variables = TemplateVariables(text: "x", language: "Irish")
    #expect(messages(template, variables) == ["Irish plain nobody"])
    #expect(messages(template, variables, ["language": "Manx", "who": "me"]) == ["Manx plain me"])
    #expect(messages(template, variables, ["tone": "", "who": ""]) == ["Irish  nobody"])
  }

  @Test("The variables that a body uses are known, in its turns, sections and inverted sections")
  func used() throws {
    let template = try template(
      "variables: { mood: calm, rest: x }",
      "{{#system}}{{^section}}{{ title }}{{/section}}{{/system}}{{! outline }}{{#user}}{{{text}}}{{&mood}}{{/user}}")
    #expect(template.usedVariables == ["section", "title", "text", "mood"])
    #expect(messages(template, TemplateVariables(text: "<x>", title: "T")) == ["T", "<x>calm"])
  }

  @Test(
    "A variable that there is not is told with its line and what was meant",
    arguments: [
      ("{{#user}}\n{{txt}}{{/user}}", 6, "no variable \"txt\", did you mean text? There are after, before, glossary, "),
      ("{{#user}}{{#moods}}x{{/moods}}{{/user}}", 5, "no variable \"moods\", did you mean mood? There are"),
      ("{{#user}}\n\n{{^colour}}x{{/colour}}{{/user}}", 7, "no variable \"colour\"; there are after"),
      ("{{#user}}{{text}}{{/user}}\n{{#system}}{{x}}{{/system}}", 6, "and those under \"variables:\""),
    ])
  func unknown(body: String, line: Int, problem: String) throws {
    let error = #expect(throws: TemplateError.self) { try template("variables: { mood: calm }", body) }
    let description = try #require(error?.description)
    #expect(description.hasPrefix("t.md:\(line): ") && description.contains(problem), "\(description)")
  }
}
