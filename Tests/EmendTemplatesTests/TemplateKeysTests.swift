// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTemplates
import Testing

/// What the keys of a template's front matter mean.
struct TemplateKeysTests {
  private func template(_ keys: String) throws -> Template {
    try Template("---\nname: t\n\(keys)\n---\n{{#user}}{{text}}{{/user}}\n", path: "t.md")
  }

  private func problem(_ keys: String) -> String? {
    let error = #expect(throws: TemplateError.self) { try template(keys) }
    return error?.description
  }

  @Test("What is not said has a default")
  func defaults() throws {
    let template = try template("description: Says little.")
    #expect(template.inputs == [.passage])
    #expect((template.output, template.apply, template.unit, template.take) == (.passage, .replace, .passage, .changes))
    #expect((template.count, template.points, template.depth) == (5...5, 2...4, 2))
    #expect((template.candidates, template.minGain, template.length) == (1, 0, 0...(.infinity)))
    #expect(template.sampling == .greedy)
    #expect(template.stopStrings.isEmpty && template.frontMatter.isEmpty && template.families.isEmpty)
    #expect(template.grammarFile == nil && template.grammar == nil)
  }

  @Test("Kinds, units and counts are read, inputs as one or as a list")
  func kinds() throws {
    let list = try template("input: [topic, section, document]\noutput: list\napply: insert-after\ncount: 4-7")
    #expect(list.inputs == [.topic, .section, .document])
    #expect((list.output, list.apply, list.count) == (.list, .insertAfter, 4...7))
    let outline = try template("input: topic\noutput: outline\napply: print\npoints: 3\ndepth: 4\ncount: 6")
    #expect((outline.inputs, outline.points, outline.depth) == ([.topic], 3...3, 4))
    #expect(outline.count == 6...6)
    for unit in Template.Unit.allCases where unit != .sentence {
      #expect(try template("input: section\noutput: prose\nunit: \(unit.rawValue)").unit == unit)
    }
    #expect(try template("unit: sentence").unit == .sentence)
  }

  @Test(
    "Kinds that do not go together are refused with the line of the key, or else of the output",
    arguments: [
      ("input: section\noutput: passage", 4, "an answer of the kind passage takes a passage's place"),
      ("output: passage\napply: print", 3, "an answer of the kind passage takes a passage's place"),
      ("input: topic\napply: replace\noutput: outline", 4, "an outline can be printed, inserted or appended"),
      ("input: topic\noutput: outline", 4, "an outline can be printed, inserted or appended"),
      ("input: section\napply: replace\noutput: list", 4, "only a passage, or with output: prose the notes"),
      ("input: [section, document]\noutput: prose", 4, "only a passage, or with output: prose the notes"),
      ("input: topic\noutput: list\napply: append", 5, "a topic has no document to put the answer into"),
      ("unit: note", 3, "with these kinds unit must be one of passage, sentence"),
      ("input: section\noutput: prose\nunit: sentence", 5, "must be one of passage, section, note"),
      ("input: topic\noutput: list\napply: print\nunit: section", 6, "unit must be one of passage"),
      ("models:\n  a:\n    min-gain: 1\n    unit: note", 6, "unit must be one of passage, sentence"),
    ])
  func refusedKinds(keys: String, line: Int, problem expected: String) throws {
    let problem = self.problem(keys) ?? ""
    #expect(problem.hasPrefix("t.md:\(line): ") && problem.contains(expected), "\(problem)")
  }

  @Test("Variables have a default, choices, both or neither")
  func variables() throws {
    let template = try template(
      """
      variables:
        tone: plain
        form: { default: short, choices: [short, long] }
        age:
          choices: old
        who:
        size: ~
        empty: ""
      """)
    let read = template.variables.map { name, variable in
      let value = variable.defaultValue.map { "'\($0)'" } ?? "nothing"
      return "\(variable.line): \(name) is \(value) \(variable.choices.joined(separator: " or "))"
    }
    #expect(
      Set(read) == [
        "4: tone is 'plain' ", "5: form is 'short' short or long", "6: age is nothing old", "8: who is nothing ",
        "9: size is nothing ", "10: empty is '' ",
      ])
  }

  @Test("Checks, stop strings, sampling and the grammar's name are read")
  func others() throws {
    let template = try template(
      """
      checks: { add: [names, numbers], omit: language }
      stop: ["\\n", "", END]
      sampling: { temperature: 0, repetition-penalty: 1.2, candidates: 64 }
      grammar: mine.gbnf
      """)
    #expect(template.checks == (["names", "numbers"], ["language"]))
    #expect(template.stopStrings == ["\n", "END"])
    #expect(template.sampling.repetitionPenalty == 1.2)
    #expect((template.candidates, template.grammarFile) == (64, "mine.gbnf"))
    #expect(try self.template("stop: END").stopStrings == ["END"])
  }

  @Test("Fields for the front matter of new documents are filled in, in order")
  func frontMatter() throws {
    let fields = try template("front-matter: { title: \"{{title}} & {{ language }}\", date: '{{date}}', draft: true }")
      .frontMatter
    #expect(fields.map(\.name) == ["title", "date", "draft"])
    let values = fields.map { $0.value(title: "A <b>: \"c\" {{date}}", date: "2026-11-25", language: "Welsh") }
    #expect(values == ["A <b>: \"c\" {{date}} & Welsh", "2026-11-25", "true"])
  }

  @Test("A family of models has values of its own; the family that says most counts")
  func models() throws {
    let template = try template(
      """
      unit: sentence
      sampling: { temperature: 0.5, top-p: 0.8 }
      variables: { tone: plain, form: short }
      checks: { add: names }
      models:
        SmolLM2: { min-gain: 1, sampling: { temperature: 0 }, variables: { tone: kind } }
        smollm2-135m: { min-gain: 2, unit: passage, checks: { omit: numbers }, stop: END, length: 1-2 }
      """)
    #expect(template.families == ["smollm2", "smollm2-135m"])
    let big = template.adapted(to: "smollm2-360m")
    #expect((big.minGain, big.unit, big.sampling.temperature, big.sampling.topP) == (1, .sentence, 0, 0.8))
    #expect(big.variables.mapValues(\.defaultValue) == ["tone": "kind", "form": "short"])
    #expect(template.adapted(to: "smollm2").minGain == 1)
    let small = template.adapted(to: "smollm2-135m")
    #expect((small.minGain, small.unit, small.length, small.sampling.temperature) == (2, .passage, 1...2, 0.5))
    #expect(small.checks == (["names"], ["numbers"]))
    #expect(template.adapted(to: "smollm2-135m-instruct").minGain == 2)
    for other in [nil, "smollm", "smollm20", "other-smollm2"] {
      #expect(template.adapted(to: other).minGain == 0)
    }
  }

  @Test(
    "Wrong values are told with their line and what would be right",
    arguments: [
      ("input: []", 3, "input must name at least one"), ("input: [topic, page]", 3, "not \"page\""),
      ("input: pasage", 3, "not \"pasage\"; did you mean passage?"), ("output: { a: b }", 3, "output must be a text"),
      ("count: 0", 3, "count must be a number from 1 to 50 such as 6, or two such as 4-7"),
      ("count: 7-4", 3, "count must be"), ("count: 51", 3, "count must be"), ("count: 2-", 3, "count must be"),
      ("points: 1-2-3", 3, "points must be a number from 1 to 50"), ("points: ''", 3, "points must be"),
      ("depth: 5", 3, "depth must be a whole number from 2 to 4"), ("depth: 2.5", 3, "depth must be a whole number"),
      ("sampling: { candidates: 65 }", 3, "candidates must be a whole number from 1 to 64"),
      ("sampling:\n  repetition-penalty: 0.9", 4, "repetition-penalty must be a number from 1 to 2"),
      ("sampling: { top-k: 4 }", 3, "no key \"top-k\" under sampling, did you mean top-p? There are temperature,"),
      ("variables: tone", 3, "variables must be a mapping"),
      ("variables:\n  tone: [a]", 4, "a variable must be a text"),
      ("variables:\n  a: { default: x, choices: [y] }", 4, "the default \"x\" is none of the choices"),
      (
        "variables: { a: { choice: x } }", 3, "no key \"choice\" in a variable, did you mean choices? There are default"
      ),
      ("checks: { skip: names }", 3, "no key \"skip\" under checks; there are add, omit"),
      ("checks: { add: [[names]] }", 3, "what is listed under add must be a text"),
      ("grammar: a.txt", 3, "grammar must be the name of a .gbnf file beside the template"),
      ("grammar: ../a.gbnf", 3, "grammar must be the name of a .gbnf file"),
      ("models: smollm2", 3, "models must be a mapping"),
      ("models:\n  a: 1", 4, "what is set for a family of models must be a mapping"),
      ("models:\n  a:\n    min-gian: 1", 5, "no key \"min-gian\" for a family of models, did you mean min-gain?"),
      ("models:\n  a:\n    output: list", 5, "no key \"output\" for a family of models; there are unit, take, length"),
      ("models: { a: { models: {} } }", 3, "no key \"models\" for a family of models"),
      ("front-matter:\n  a: x\n  b: '{{author}}'", 5, "no variable \"author\" in front matter; there are title, date"),
      ("front-matter: { a: '{{title' }", 3, "a tag {{…}} in a is not closed"), ("front-matter: a", 3, "a mapping"),
      ("front-matter: { a: [b] }", 3, "a must be a text"), ("[a]: b", 3, "no key \"\" in a template; there are name"),
      ("desciption: x", 3, "no key \"desciption\" in a template, did you mean description? There are name"),
    ])
  func mistakes(keys: String, line: Int, problem expected: String) throws {
    let problem = self.problem(keys) ?? ""
    #expect(problem.hasPrefix("t.md:\(line): ") && problem.contains(expected), "\(problem)")
  }
}
