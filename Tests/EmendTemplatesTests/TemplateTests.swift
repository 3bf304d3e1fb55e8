// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTemplates
import EmendTestSupport
import Testing

struct TemplateTests {
  private let text = """
    ---
    name: polish
    description: Polishes.
    length: 0.5-1.5
    variables: { tone: plain }
    sampling: { temperature: 0.7, top-p: 0.9, candidates: 3 }
    ---
    {{#system}}
    Write in a {{tone}} tone.
    {{/system}}
    {{#user}}{{text}}{{#section}} ({{section}}){{/section}}{{/user}}
    {{#assistant}}Well:{{/assistant}}

    """

  @Test("Front matter is read and turns are filled in, nothing escaped")
  func prompt() throws {
    let template = try Template(text, path: "polish.md")
    #expect(template.name == "polish")
    #expect(template.length == 0.5...1.5)
    #expect(template.sampling == SamplingOptions(temperature: 0.7, topP: 0.9))
    #expect(template.candidates == 3)
    #expect((template.inputs, template.output, template.apply) == ([.passage], .passage, .replace))
    let prompt = template.prompt(TemplateVariables(text: "A <b> & \"c\" {{x}}", section: "One > Two"))
    #expect(
      prompt.messages == [
        Prompt.Message(role: .system, content: "Write in a plain tone."),
        Prompt.Message(role: .user, content: "A <b> & \"c\" {{x}} (One > Two)"),
      ])
    #expect(prompt.answerPrefix == "Well:")
  }

  @Test("Examples come before the text, as turns of the same conversation; without an output the input is good")
  func examples() throws {
    let text = """
      ---
      name: t
      unit: sentence
      min-gain: -2.5
      examples:
        - input: It work.
          output: It works.
        - input: "Fine: as it is."
      ---
      {{#system}}Mend it.{{/system}}{{#user}}Text: {{text}}{{/user}}
      """
    let template = try Template(text, path: "t.md")
    #expect((template.unit, template.minGain) == (.sentence, -2.5))
    #expect(
      template.prompt(TemplateVariables(text: "T")).messages.map { "\($0.role): \($0.content)" } == [
        "system: Mend it.", "user: Text: It work.", "assistant: It works.", "user: Text: Fine: as it is.",
        "assistant: Fine: as it is.", "user: Text: T",
      ])
    #expect(try Template(text.replacing("-2.5", with: "off"), path: "t.md").minGain == -.infinity)
  }

  @Test("Settings replace defaults, and an empty section is left out")
  func settings() throws {
    let prompt = try Template(text, path: "").prompt(TemplateVariables(text: "T"), settings: ["tone": "formal"])
    #expect(prompt.messages.map(\.content) == ["Write in a formal tone.", "T"])
  }

  @Test(
    "A mistake is told with its line",
    arguments: [
      ("name: x\n", 1, "a template begins"), ("---\nname: x\n", 3, "not closed"),
      ("---\ndescription: x\n---\n{{#user}}{{/user}}", 1, "lacks \"name\""),
      ("---\nname: x\ncolour: y\n---\n{{#user}}{{/user}}", 3, "no key \"colour\" in a template; there are"),
      (
        "---\nname: x\ninput: page\n---\n{{#user}}{{/user}}", 3,
        "input must be one of passage, section, document, topic"
      ),
      ("---\nname: x\nlength: 2-1\n---\n{{#user}}{{/user}}", 3, "length must be two ratios"),
      ("---\nname: x\nsampling: { temperature: hot }\n---\n{{#user}}{{/user}}", 3, "temperature must be a number"),
      ("---\nname: [x\n---\n{{#user}}{{/user}}", 3, "not valid YAML"),
      ("---\nname: x\n---\n{{#user}}\n{{#tone}}\n{{/user}}", 6, "closes another section"),
      ("---\nname: x\n---\n{{#user}}\n{{txt}}\n{{/user}}", 5, "no variable \"txt\", did you mean text?"),
      ("---\nname: x\n---\n{{#user}}{{/user}}\nStray.\n", 5, "text outside"),
      ("---\nname: x\n---\n{{#user}}\n{{> other}}{{/user}}", 5, "partials"),
      ("---\nname: x\n---\n", 3, "no {{#user}}"),
      ("---\nname: x\n---\n{{#user}}{{text", 4, "not closed"),
      ("---\nname: x\ninput: topic\nname: y\n---\n{{#user}}{{/user}}", 4, "the key name comes twice"),
      ("---\nname: x\n---\n{{#user}}\n{{text}}\n", 5, "is not closed"),
      ("---\nname: x\nunit: word\n---\n{{#user}}{{/user}}", 3, "unit must be one of passage, sentence, section, note"),
      ("---\nname: x\nmin-gain: high\n---\n{{#user}}{{/user}}", 3, "min-gain must be a number"),
      ("---\nname: x\nexamples: none\n---\n{{#user}}{{/user}}", 3, "examples must be a list"),
      ("---\nname: x\nexamples:\n  - { output: y }\n---\n{{#user}}{{/user}}", 4, "an example needs an input"),
      ("---\nname: x\nexamples:\n  - { in: y }\n---\n{{#user}}{{/user}}", 4, "no key \"in\" in an example; there are"),
    ])
  func mistakes(text: String, line: Int, problem: String) throws {
    for ending in ["\n", "\r\n"] {
      let error = #expect(throws: TemplateError.self) {
        try Template(text.replacing("\n", with: ending), path: "t.md")
      }
      let description = error?.description ?? ""
      #expect(description.hasPrefix("t.md:\(line): "), "\(description)")
      #expect(description.contains(problem), "\(description)")
    }
  }

  @Test("Line endings of Windows and a byte order mark are no mistakes")
  func windows() throws {
    let template = try Template("\u{FEFF}" + text.replacing("\n", with: "\r\n"), path: "polish.md")
    #expect(template.name == "polish")
    #expect(template.prompt(TemplateVariables(text: "T")).messages.map(\.content) == ["Write in a plain tone.", "T"])
  }

  @Test("An adapter has a file and may have a line of its own; with it the examples are left out")
  func adapter() throws {
    let text = """
      ---
      name: t
      min-gain: 3
      adapter: { a-1b: { file: a.gguf, min-gain: -0.5, min-gain-beside: -2 }, B-2B: { file: b.gguf } }
      examples: [{ input: It work., output: It works. }]
      ---
      {{#user}}{{text}}{{/user}}
      """
    let template = try Template(text, path: "t.md")
    #expect(template.adapters["a-1b"] == Template.Adapter(file: "a.gguf", minGain: -0.5, minGainBeside: -2))
    #expect(template.adapters["b-2b"] == Template.Adapter(file: "b.gguf"))
    #expect(template.prompt(TemplateVariables(text: "x")).messages.count == 3)
    #expect(template.prompt(TemplateVariables(text: "x"), isAdapted: true).messages.map(\.content) == ["x"])
    for (value, problem) in [
      ("a.gguf", "adapter must be a mapping"), ("{ a: a.gguf }", "an adapter is written as \"{ file: NAME.gguf }\""),
      ("{ a: { path: x } }", "no key \"path\" in an adapter; there are file, min-gain, min-gain-beside"),
      ("{ a: { min-gain: 1 } }", "an adapter needs a file, by its name alone, such as mine.gguf"),
      ("{ a: { file: a.gguf, min-gain-beside: high } }", "min-gain-beside must be a number such as 2.5 or -1, or off"),
      ("{ a: { file: .. } }", "an adapter needs a file, by its name alone"),
      ("{ [a]: { file: x.gguf } }", "a family must be a text"),
      ("{ a: { file: x/y.gguf } }", "an adapter needs a file, by its name alone"),
    ] {
      let error = #expect(throws: TemplateError.self) {
        try Template("---\nname: t\nadapter: \(value)\n---\n{{#user}}{{text}}{{/user}}\n", path: "t.md")
      }
      #expect(try #require(error).description.contains("t.md:3: \(problem)"), "\(error!.description)")
    }
  }

  @Test("Every shipped template can be read")
  func shipped() throws {
    let catalog = TemplateCatalog(folders: [Repository.root + "/templates"])
    #expect(catalog.names.contains("rephrase"))
    for name in catalog.names { #expect(try catalog.template(named: name).name == name) }
  }
}
