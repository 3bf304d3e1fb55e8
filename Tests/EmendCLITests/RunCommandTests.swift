// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Foundation
import Testing

/// `emend run` and `emend templates`.
struct RunCommandTests {
  private func folder(_ templates: [String: String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, text) in templates { try folder.write(".emend/templates/\(name)", text) }
    return folder
  }

  // MARK: run

  @Test("A template that replaces passages does so, with its own checks, variables and wishes")
  func passages() async throws {
    let folder = try folder([
      "loud.md": """
      ---
      name: loud
      min-gain: off
      take: sentences
      variables: { audience: { choices: [all, some] } }
      checks: { omit: [similarity, names] }
      ---
      {{#system}}For {{audience}}.{{#tone}} {{tone}}!{{/tone}}{{#glossary}} {{glossary}}{{/glossary}}{{/system}}
      {{#user}}{{text}}{{/user}}
      """
    ])
    try folder.write("p.md", "This is a quiet sentence.\n")
    try folder.write("terms.txt", "bread: not loaf\n")
    let model = parrot("This is a very loud sentence.")
    let arguments = ["run", "loud", "p.md", "--set", "audience=all", "--tone", "loud", "--glossary", "terms.txt"]
    let run = try await compose(arguments, model: model, folder: folder)
    #expect(run.output.contains("+This is a very loud sentence.\n"), "\(run.output)\(run.errors)")
    #expect(model.requests.first?.prompt.messages.first?.content == "For all. loud! bread: not loaf")
    let missing = try await compose(["run", "loud", "p.md"], folder: folder)
    #expect(missing.errors.contains("loud.md:5: audience has no default; give it a value with --set audience=all"))
    let wrong = try await compose(["run", "loud", "p.md", "--set", "audience=al"], folder: folder)
    #expect(wrong.errors.contains("no value for audience of the template \"loud\", did you mean all?"))
  }

  @Test("What is printed of a document goes to standard output; of several sections each under its heading")
  func printed() async throws {
    let post =
      "# Post\n\n## One\n\nRising, waiting and kneading.\n\n## Two\n\nRising, cutting, baking, kneading and waiting.\n"
    let model = parrot("- Rising slowly\n- Waiting around\n- Kneading well\n- Cutting thin\n- Baking hot\n")
    let title = try await compose(["run", "title", "-"], input: post, model: model)
    #expect(title.output == "- Rising slowly\n- Waiting around\n- Kneading well\n- Cutting thin\n- Baking hot\n")
    let all = try await compose(["run", "headings", "-", "-q"], input: post, model: model)
    #expect(all.output.contains("## One\n\n- Rising slowly\n") && all.output.contains("## Two\n\n- "))
    let one = try await compose(["run", "headings", "-", "--section", "Two"], input: post, model: model)
    #expect(one.output.hasPrefix("- Rising slowly\n"))
    let write = try await compose(["run", "title", "p.md", "-w"], model: model)
    #expect(write.errors.contains("puts nothing into a document"))
  }

  @Test("A summary has no number and no name that the text lacks")
  func summary() async throws {
    let post = "# Post\n\nOur small bakery sold 40 loaves of rye bread on its first day.\n"
    let good = parrot("The bakery sold 40 loaves of bread on the first day.")
    #expect(
      try await compose(["run", "summary", "-"], input: post, model: good).output.hasPrefix("The bakery sold 40"))
    let bad = try await compose(
      ["run", "summary", "-"], input: post, model: parrot("The bakery sold 41 loaves of bread on the first day."))
    #expect((bad.status, bad.output) == (2, ""))
    let json = try await compose(
      ["run", "summary", "-", "--output-format", "json"], input: post, model: good)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(
      (report["files"] as? [[String: Any]])?.first?["text"] as? String
        == "The bakery sold 40 loaves of bread on the first day.\n")
  }

  @Test("A template may append to a document, with a grammar and stop strings of its own, and ask about passages")
  func append() async throws {
    let folder = try folder([
      "more.md": """
      ---
      name: more
      input: document
      output: prose
      apply: append
      stop: ["END"]
      grammar: more.gbnf
      ---
      {{#user}}{{text}}{{/user}}
      """, "more.gbnf": "root ::= \"x\"",
      "each.md": """
      ---
      name: each
      input: passage
      output: list
      apply: insert-after
      count: 1
      ---
      {{#user}}{{text}}{{/user}}
      """,
    ])
    try folder.write("p.md", "# A\n\nSome bread is on the table.")
    let model = parrot("Bread is on the table.")
    let run = try await compose(["run", "more", "p.md", "-w"], model: model, folder: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.text("p.md") == "# A\n\nSome bread is on the table.\n\nBread is on the table.\n")
    #expect(model.requests.first?.grammar == "root ::= \"x\"")
    #expect(model.requests.first?.stopStrings == ["END"])
    let each = try await compose(
      ["run", "each", "p.md", "--lines", "3"], model: parrot("- Table bread\n"), folder: folder)
    #expect(
      each.output.contains(" Some bread is on the table.\n+\n+- Table bread\n \n Bread is on the table.\n"),
      "\(each.output)")
  }

  // MARK: templates

  @Test("The shipped templates are listed, with what they take and give, and have no mistake")
  func list() async throws {
    let run = try await compose(["templates", "list"])
    for name in [
      "rephrase", "tighten", "plain", "formal", "friendly", "fix", "expand", "summary", "draft", "outline",
      "brainstorm",
      "title", "headings",
    ] { #expect(run.output.contains("\n\(name) "), "\(name)") }
    #expect(!run.output.contains("cannot be used"))
    let check = try await compose(["templates", "check"], hasModel: false)
    #expect(check.status == 0, "\(check.output)")
  }

  @Test("A new template is written, has no mistake, can be run, and is never overwritten")
  func new() async throws {
    let folder = try TemporaryFolder()
    let run = try await compose(["templates", "new", "mine"], folder: folder)
    #expect(run.status == 0 && run.errors.contains("mine.md written"))
    #expect(try await compose(["templates", "check", "mine"], folder: folder).status == 0)
    #expect(try await compose(["templates", "new", "mine"], folder: folder).errors.contains("is there already"))
    try folder.write("p.md", "This is a small sentence.\n")
    #expect(try await compose(["run", "mine", "p.md"], model: plainSpeaker, folder: folder).status == 0)
    let copy = try await compose(["templates", "new", "own-title", "--from", "title", "--user"], folder: folder)
    #expect(copy.status == 0, "\(copy.errors)")
    #expect(try folder.text("home/.config/emend/templates/own-title.md").contains("name: own-title\n"))
    #expect(try await compose(["templates", "new", "a/b"], folder: folder).status != 0)
  }

  @Test("A mistake is told with file and line, and the exit status is 1")
  func check() async throws {
    let folder = try folder([
      "a.md": "---\nname: a\nsampling: { temprature: 1 }\n---\n{{#user}}{{text}}{{/user}}\n",
      "b.md": "---\nname: c\n---\n{{#user}}{{text}}{{/user}}\n",
      "d.md": "---\nname: d\nchecks: { omit: [nmes] }\n---\n{{#user}}{{text}}{{/user}}\n",
    ])
    let run = try await compose(["templates", "check", "a", "b", "d", "title", "none"], folder: folder)
    #expect(run.status == 1)
    #expect(run.output.contains("a.md:3: no key \"temprature\" under sampling, did you mean temperature?"))
    #expect(run.output.contains("its name is \"c\", but it is called by its file's, \"b\""))
    #expect(run.output.contains("no check \"nmes\", did you mean names?"))
    #expect(run.output.contains("title.md: no mistake found"))
    #expect(run.output.contains("no template \"none\""))
    #expect(try await compose(["templates", "list"], folder: folder).output.contains("cannot be used: "))
    #expect(try await compose(["templates", "show", "title"], folder: folder).output.contains("{{#user}}"))
  }
}
