// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Foundation
import Testing

/// What the configuration does to runs, with a model that writes "utilize" for "utilise" unless a test says another.
struct ConfiguredRunTests {
  private static let post = """
    # Guide

    We utilise the top of it.

    ## Setup

    We utilise the set-up, my friend.

    > We utilise a quotation here.

    """

  /// The lines that a diff adds.
  private func added(_ run: CommandRun) -> [String] {
    run.output.split(separator: "\n").filter { $0.hasPrefix("+") && !$0.hasPrefix("+++") }.map {
      String($0.dropFirst())
    }
  }

  private func run(
    _ arguments: String..., settings: String, post: String = post, input: String = "",
    in folder: TemporaryFolder? = nil,
    below: String = "", model: any LanguageModel = plainSpeaker
  ) async throws -> CommandRun {
    let folder = try folder ?? TemporaryFolder()
    try folder.write(".emend.yaml", settings)
    try folder.write("post.md", post)
    // What writes new text has values of its own for the default model's family.
    if ["draft", "brainstorm", "outline"].contains(arguments[0]) {
      return try await compose(arguments, input: input, model: model, folder: folder)
    }
    return try await CommandRun(arguments, in: folder, input: input, below: below, model: model)
  }

  // MARK: Selection

  private let top = "We utilize the top of it."
  private let setup = "We utilize the set-up, my friend."
  private let quotation = "> We utilize a quotation here."

  @Test("select is meant where the command line has no address; a document that has no such place is left alone")
  func select() async throws {
    let settings = "select: { section: [\"Guide > Setup\"] }\ninclude: quotes\n"
    #expect(added(try await run("rephrase", "post.md", settings: settings)) == [setup, quotation])
    #expect(added(try await run("rephrase", "post.md", "--match", "top", settings: settings)) == [top])
    #expect(added(try await run("rephrase", "post.md", "--lines", "1-99", settings: settings)).count == 3)
    #expect(added(try await run("rephrase", "post.md", "--no-config", settings: settings)) == [top, setup])
    let without = try await run("rephrase", "post.md", settings: settings, post: "# Other\n\nWe utilise this here.\n")
    #expect((without.status, without.output) == (0, ""), "\(without.errors)")
    #expect(without.errors == "nothing to do: no prose in this selection\n")
    let flag = try await run("rephrase", "post.md", "--section", "None", settings: settings)
    #expect(flag.status == 2)
    #expect(added(try await run("rephrase", "post.md", settings: "select: { match: [nothing, to.] }")) == [top])
    let filter = try await run("rephrase", "-", settings: "select: { match: top }", input: Self.post)
    #expect(filter.output == Self.post.replacing("utilise the top", with: "utilize the top"))
  }

  @Test("select.changed is for files that git knows; it has no effect on others and on standard input")
  func changed() async throws {
    let settings = "select: { changed: main }\n"
    let repository = try TemporaryRepository()
    try repository.commit("post.md", Self.post.replacing("the top", with: "a top"))
    #expect(added(try await run("rephrase", "post.md", settings: settings, in: repository.folder)) == [top])
    let filter = try await run("rephrase", "-", settings: settings, input: Self.post, in: repository.folder)
    #expect(filter.output.contains("We utilize the set-up"))
    let outside = try await run("rephrase", "post.md", settings: settings)
    #expect(outside.status == 0)
    #expect(added(outside) == [top, setup])
    let unknown = try await run("rephrase", "post.md", settings: "select: { changed: none }", in: repository.folder)
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("git knows no commit \"none\""))
  }

  @Test("Templates that take no passages are given the default sections, those that take none nothing")
  func composing() async throws {
    let notes = "# Post\n\n## One\n\n- run it now\n\n## Two\n\n- wait for it\n"
    let settings = "select: { section: Two, match: zzz }\n"
    let draft = try await run("draft", "post.md", settings: settings, post: notes, model: cook)
    #expect(draft.output.contains("+Now wait for it.\n") && !draft.output.contains("+Now run"), "\(draft.errors)")
    let model = parrot("- Run it\n- Wait now\n- Running it\n- Waiting for it\n- One and two\n")
    let title = try await run("run", "title", "post.md", settings: settings, post: notes, model: model)
    #expect(title.output.contains("- Run it\n"), "\(title.errors)")
  }

  @Test("exclude is meant from the folder of its file, for named files and folders; the user's from anywhere")
  func exclude() async throws {
    let folder = try TemporaryFolder()
    for name in ["drafts/a.md", "below/drafts/b.md", "below/vendor/c.md"] { try folder.write(name, Self.post) }
    try folder.write("home/.config/emend/config.yaml", "exclude: [vendor/]\n")
    let settings = "exclude: [\"drafts/*.md\", post.md]\n"
    let all = try await run("rephrase", ".", settings: settings, in: folder)
    #expect(all.output.split(separator: "\n").filter { $0.hasPrefix("+++") } == ["+++ b/below/drafts/b.md"])
    let named = try await run("rephrase", "../drafts/a.md", settings: settings, in: folder, below: "below")
    #expect((named.status, named.output) == (0, ""))
    #expect(named.errors.hasPrefix("../drafts/a.md: left alone, ignored by \(folder.path)/.emend.yaml:1\n"))
    let back = try await run("rephrase", "drafts/a.md", "--exclude", "!a.md", settings: settings, in: folder)
    #expect(!back.output.isEmpty)
    let draft = try await run("draft", "post.md", settings: settings, in: folder, model: cook)
    #expect(draft.errors.contains("post.md: left alone, ignored by \(folder.path)/.emend.yaml:1"))
  }

  // MARK: What the model is told

  @Test("Tone, instruction, language and glossary go to templates that use them, and are no mistake with others")
  func wishes() async throws {
    let settings = """
      tone: calm
      instruction: Be short.
      language: de
      glossary: { keep: [Tidepool], prefer: { utilise: use } }
      """
    let folder = try TemporaryFolder()
    let body = "{{#system}}{{tone}}|{{instruction}}|{{language}}|{{glossary}}{{/system}}{{#user}}{{text}}{{/user}}"
    try folder.write(".emend/templates/told.md", "---\nname: told\n---\n\(body)\n")
    func told(_ arguments: String...) async throws -> String? {
      let model = parrot("x")
      try folder.write("terms.txt", "mine\n")
      try folder.write(".emend.yaml", settings)
      try folder.write("post.md", Self.post)
      _ = try await CommandRun(["rephrase", "post.md"] + arguments, in: folder, model: model)
      return model.requests.first?.prompt.messages.first?.content
    }
    #expect(try await told("-t", "told") == "calm|Be short.|German|Tidepool\nuse, not utilise")
    #expect(
      try await told(
        "-t", "told", "--tone", "loud", "--set", "instruction=Go.", "--language", "fr", "--glossary", "terms.txt")
        == "loud|Go.|French|mine")
    #expect(try await run("rephrase", "post.md", settings: "tone: calm\n").status == 0)
    let flag = try await run("rephrase", "post.md", "--tone", "calm", settings: "tone: loud\n")
    #expect(flag.errors.contains("the template \"rephrase\" does not use \"tone\""))
    // A variable of the template's own that knows no such value is not the one that is meant.
    try folder.write(
      ".emend/templates/own.md", "---\nname: own\nvariables: { tone: { default: a, choices: [a, b] } }\n---\n\(body)\n")
    #expect(try await told("-t", "own") == "a|Be short.|German|Tidepool\nuse, not utilise")
  }

  @Test("The language holds for new text, the template and the numbers for passages")
  func answers() async throws {
    let german = try await run("outline", "bread", settings: "language: German\n", model: cook)
    #expect(german.errors.contains("[language]"), "\(german.errors)")
    let template = try await run("rephrase", "post.md", settings: "template: nosuch\n")
    #expect(template.errors.contains("no template \"nosuch\""))
    let model = ScriptedModel(rewriting: { $0.replacing("utilise", with: "utilize") })
    _ = try await run("rephrase", "post.md", settings: "candidates: 3\n", model: model)
    #expect(model.requests.count == 6)
    #expect(added(try await run("rephrase", "post.md", settings: "min-gain: 1000\n")) == [])
    let flag = try await run("rephrase", "post.md", "--min-gain", "1", settings: "min-gain: 1000\n")
    #expect(added(flag) == [top, setup])
  }

  // MARK: Glossary and checks

  @Test("An answer against the glossary is not taken, one that follows it is")
  func glossary() async throws {
    for settings in ["glossary: { keep: [utilise] }\n", "glossary: { prefer: { Utilize: utilise } }\n"] {
      let run = try await run("rephrase", "post.md", "--explain", settings: settings)
      #expect(run.output.isEmpty)
      #expect(run.errors.contains("[glossary]"), "\(run.errors)")
    }
    let settings = "glossary: { prefer: { utilise: utilize } }\n"
    #expect(added(try await run("rephrase", "post.md", settings: settings)) == [top, setup])
  }

  @Test("New text has no spelling for which another is preferred; notes may be spelt as they are")
  func newText() async throws {
    let settings = "glossary: { prefer: { salt: sodium, wait: stay } }\n"
    let list = try await run(
      "brainstorm", "what to bake with", "--count", "4", "--explain", settings: settings, model: cook)
    #expect(list.output == "- Flour\n- Water\n- Patience\n- Ovens\n", "\(list.errors)")
    #expect(list.errors.contains("no, \"salt\" is new; the glossary prefers \"sodium\" [glossary]"))
    let notes = "# Post\n\n## One\n\n- wait for it\n"
    let draft = try await run("draft", "post.md", settings: settings, post: notes, model: cook)
    #expect(draft.output.contains("+Now wait for it.\n"), "\(draft.errors)")
    let model = ScriptedModel(likelihood: { _ in 0 }) { _ in
      .success(Generation(text: "Now utilise it for it, and wait.", finishReason: .endOfTurn))
    }
    let other = "glossary: { prefer: { utilise: use } }\nchecks: { off: { similarity: x } }\n"
    let kept = try await run("draft", "post.md", settings: other, post: notes, model: model)
    #expect(kept.errors.contains("[glossary]"), "\(kept.errors)")
  }

  @Test("A check that is off refuses nothing, is told with -v, and stands in JSON")
  func checksOff() async throws {
    let model = ScriptedModel(rewriting: { $0.replacing("my friend", with: "your friend") })
    let settings = "checks:\n  off: { person: We may., names: Too many. }\n"
    #expect(try await run("rephrase", "post.md", settings: "", model: model).output.isEmpty)
    let folder = try TemporaryFolder()
    let off = try await run("rephrase", "post.md", "-v", settings: settings, in: folder, model: model)
    #expect(added(off) == ["We utilise the set-up, your friend."], "\(off.errors)")
    #expect(
      off.errors.hasPrefix(
        "check person is switched off: We may. (\(folder.path)/.emend.yaml:2)\ncheck names is switched off: Too many. ("
      ))
    let json = try await run("rephrase", "post.md", "--output-format", "json", settings: settings, model: model)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(report["checksOff"] as? [String: String] == ["person": "We may.", "names": "Too many."])
    let edit = try #require(((report["files"] as? [[String: Any]])?.first?["edits"] as? [[String: Any]])?.first)
    let names = try #require(edit["checks"] as? [[String: Any]]).map { $0["name"] as? String }
    #expect(names.contains("negation") && !names.contains("person") && !names.contains("names"))
    let none = try await run("rephrase", "post.md", "--output-format", "json", settings: "")
    #expect(!none.output.contains("checksOff") && !none.output.isEmpty)
    let quiet = try await run("rephrase", "post.md", settings: settings, model: model)
    #expect(!quiet.errors.contains("switched off"))
    let list = "glossary: { prefer: { salt: sodium } }\nchecks: { off: { glossary: We may. } }\n"
    let ideas = try await run("brainstorm", "what to bake with", "--count", "4", "-v", settings: list, model: cook)
    #expect(ideas.output.contains("- Salt\n"))
    #expect(ideas.errors.contains("check glossary is switched off: We may."))
  }

  @Test("verify: the glossary, checks that are off, files that are excluded")
  func verify() async throws {
    let folder = try TemporaryFolder()
    try folder.write("new.md", Self.post.replacing("my friend", with: "your friend"))
    let arguments = (settings: "checks: { off: { person: We may. } }\n", other: "glossary: { keep: [friend] }\n")
    let off = try await run("verify", "post.md", "new.md", settings: arguments.settings, in: folder)
    #expect((off.status, off.output) == (0, ""))
    #expect(off.errors.hasSuffix("check person is switched off: We may. (\(folder.path)/.emend.yaml:1)\n"))
    #expect(try await run("verify", "post.md", "new.md", "--no-config", settings: "", in: folder).status == 1)
    try folder.write("new.md", Self.post.replacing("my friend", with: "my chap"))
    let term = try await run("verify", "post.md", "new.md", "-q", settings: arguments.other, in: folder)
    #expect(term.output == "new.md:7: the term \"friend\" is missing (was post.md:7) [glossary]\n")
    let json = try await run(
      "verify", "post.md", "new.md", "--output-format", "json", settings: arguments.settings, in: folder)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(report["checksOff"] as? [String: String] == ["person": "We may."])
    let repository = try TemporaryRepository()
    try repository.commit("post.md", "It took 14 days.\n")
    let excluded = try await run(
      "verify", "--changed", "post.md", settings: "exclude: post.md\n", post: "It took 15 days.\n",
      in: repository.folder)
    #expect(excluded.status == 0, "\(excluded.output)")
    #expect(excluded.errors.contains("post.md: left alone, ignored by "))
  }

  @Test("The hook has the configuration, too: what is excluded and included, the glossary, the checks")
  func hook() async throws {
    let repository = try TemporaryRepository()
    try repository.commit("other.md", "Nothing.\n")
    try repository.folder.write("drafts/a.md", Self.post)
    func look(_ settings: String, model: any LanguageModel = plainSpeaker) async throws -> CommandRun {
      try repository.folder.write("post.md", Self.post)
      try repository.git("add", "post.md", "drafts")
      return try await run(
        "hook", "run", "--no-cache", "--budget", "600s", settings: settings, in: repository.folder, model: model)
    }
    let plain = try await look("")
    #expect(plain.output.contains("drafts/a.md:3") && !plain.output.contains("quotation"), "\(plain.errors)")
    let scoped = try await look("exclude: [drafts/]\ninclude: [quotes]\nselect: { match: nothing }\n")
    #expect(!scoped.output.contains("drafts/a.md") && scoped.output.contains("quotation"))
    #expect(scoped.errors.contains("drafts/a.md: left alone: ignored by \(repository.folder.path)/.emend.yaml:1"))
    #expect(try await look("glossary: { keep: [utilise] }\n").output.isEmpty)
    let model = ScriptedModel(rewriting: { $0.replacing("my friend", with: "your friend") })
    #expect(try await look("", model: model).output.isEmpty)
    #expect(try await look("checks: { off: { person: x } }\n", model: model).output.contains("your"))
    let mistake = try await look("checks: { off: { form: x } }\n")
    #expect(mistake.status == 0)
    #expect(mistake.errors.contains("cannot be switched off") && mistake.errors.contains("the commit goes on"))
  }
}
