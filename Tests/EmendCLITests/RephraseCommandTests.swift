// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Foundation
import Testing

struct RephraseCommandTests {
  static let post = "# Post\n\nWe utilise this thing here.\n\n## Set-up\n\nAll is fine in this place.\n"

  // MARK: Output

  @Test("A file gives a diff on standard output and the reasons on standard error")
  func diff() async throws {
    let run = try await rephrase(["post.md"])
    #expect(run.status == 0)
    #expect(
      run.output == """
        --- a/post.md
        +++ b/post.md
        @@ -1,6 +1,6 @@
         # Post
         \n\
        -We utilise this thing here.
        +We utilize this thing here.
         \n\
         ## Set-up
         \n\

        """)
    #expect(
      run.errors == """
        post.md:7: kept: the answer is the same text [form]
        2 passages: 1 edit, 1 kept, 0 not checked

        """)
  }

  @Test("On a terminal the diff is coloured and progress is shown and taken away; NO_COLOR is honoured")
  func terminal() async throws {
    let colored = try await rephrase(["post.md"], isTerminal: true)
    #expect(
      colored.output.contains(
        "\u{1B}[31m-\u{1B}[0m\u{1B}[31mWe \u{1B}[0m\u{1B}[31;9mutilise\u{1B}[0m\u{1B}[31m this thing here.\u{1B}[0m\n"))
    #expect(colored.errors.hasPrefix("\r\u{1B}[K0 of 2 passages, 0 tokens/s"))
    #expect(colored.errors.contains("\r\u{1B}[Kpost.md:7:"))
    let plain = try await rephrase(["post.md"], environment: ["NO_COLOR": "1"], isTerminal: true)
    #expect(!plain.output.contains("\u{1B}"))
    #expect(plain.output.contains("\n-We [-utilise-] this thing here.\n+We {+utilize+} this thing here.\n"))
    #expect(try await rephrase(["post.md", "--color", "always"]).output.contains("\u{1B}[32m"))
    #expect(try await rephrase(["post.md"], environment: ["CLICOLOR_FORCE": "1"]).output.contains("\u{1B}[32m"))
    let dumb = try await rephrase(["post.md"], environment: ["TERM": "dumb"], isTerminal: true)
    #expect(!(dumb.output + dumb.errors).contains("\u{1B}"))
  }

  @Test("Standard input comes out revised, whole and byte for byte; messages stay out of the way")
  func filter() async throws {
    let text = "\u{FEFF}We utilise\r\nthis thing here.  \r\n\r\n    code\r\n\r\nEnd"
    let run = try await rephrase(["-"], input: text)
    #expect(run.output == text.replacing("utilise", with: "utilize"))
    #expect(run.errors == "")
    let diff = try await rephrase(["-", "--diff", "--stdin-filename", "a.md"], input: text)
    #expect(
      diff.output.hasPrefix("--- a/a.md\n+++ b/a.md\n@@ -1,4 +1,4 @@\n-\u{FEFF}We utilise\r\n+\u{FEFF}We utilize\r\n"))
  }

  @Test("JSON: offsets, texts and reasons; the edits give what --write writes")
  func json() async throws {
    let text = "Größe zuerst, wie immer.\n\nWe utilise\nthis thing here.\n\nAll is fine in this place.\n"
    let folder = try TemporaryFolder()
    let run = try await rephrase(["post.md", "--output-format", "json"], files: ["post.md": text], folder: folder)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(Set(report.keys) == ["version", "command", "template", "model", "files", "stats"])
    #expect(report["version"] as? Int == 1)
    #expect(report["command"] as? String == "rephrase")
    let model = try #require(report["model"] as? [String: Any])
    #expect(model["name"] as? String == "smollm2-135m-instruct")
    #expect((model["sha256"] as? String)?.count == 64)
    #expect(model["server"] is NSNull)
    let file = try #require((report["files"] as? [[String: Any]])?.first)
    #expect(Set(file.keys) == ["path", "edits", "kept", "unchecked"])
    let edit = try #require((file["edits"] as? [[String: Any]])?.first)
    #expect(
      Set(edit.keys).union(["score"]) == [
        "start", "end", "startLine", "endLine", "section", "original", "replacement", "alternatives", "score", "checks",
      ])
    #expect(edit["startLine"] as? Int == 3 && edit["endLine"] as? Int == 4)
    #expect(edit["original"] as? String == "We utilise\nthis thing here.")
    let start = try #require(edit["start"] as? Int)
    let end = try #require(edit["end"] as? Int)
    var bytes = Array(text.utf8)
    bytes.replaceSubrange(start..<end, with: Array(try #require(edit["replacement"] as? String).utf8))
    #expect(try await rephrase(["post.md", "-w"], files: ["post.md": text], folder: folder).status == 0)
    #expect(try folder.read("post.md") == bytes)
    let kept = try #require((file["kept"] as? [[String: Any]])?.last)
    #expect(Set(kept.keys) == ["start", "end", "startLine", "endLine", "reason", "detail", "rejected"])
    let stats = try #require(report["stats"] as? [String: Any])
    #expect(
      Set(stats.keys) == [
        "passages", "edits", "kept", "unchecked", "cached", "promptTokens", "generatedTokens", "seconds",
        "loadSeconds", "promptSeconds", "decodeSeconds", "scoreSeconds",
      ])
  }

  @Test("--show-prompt prints what the model would read and asks nothing")
  func showPrompt() async throws {
    let model = ScriptedModel(rewriting: { $0 })
    let run = try await rephrase(["post.md", "--show-prompt", "--paragraph", "1"], model: model)
    #expect(run.output.hasPrefix("=== post.md:3-3\n<system>You copy-edit technical documentation"))
    #expect(run.output.hasSuffix("<user>We utilise this thing here.\n"))
    #expect(model.requests.isEmpty)
  }

  @Test("-v says where the time went, -q only what must be known")
  func verbosity() async throws {
    #expect(try await rephrase(["post.md", "-v"]).errors.contains(" s in all: loading "))
    let quiet = try await rephrase(["post.md", "-q"])
    #expect(quiet.errors == "")
    #expect(quiet.output.contains("+We utilize"))
  }

  // MARK: Exit statuses

  @Test("--check: 1 for edits, 0 for none, 3 for what was not checked unless that is allowed")
  func check() async throws {
    let edits = try await rephrase(["post.md", "--check"])
    #expect(edits.status == 1)
    #expect(edits.output == "")
    #expect(edits.errors.contains("post.md: 1 edit would be made"))
    #expect(try await rephrase(["post.md", "--check", "--diff"]).output.contains("+We utilize"))
    #expect(try await rephrase(["post.md", "--check", "--section", "Set-up"]).status == 0)
    let full = ScriptedModel { _ in .failure(.promptTooLong(tokens: 9, limit: 5)) }
    let unchecked = try await rephrase(["post.md", "--check"], model: full)
    #expect(unchecked.status == 3)
    #expect(
      unchecked.errors.contains("post.md:3: not checked: the prompt and room for its answer come to at least 9 tokens"))
    #expect(unchecked.errors.contains("[prompt-too-long]"))
    #expect(try await rephrase(["post.md", "--check", "--allow-unchecked"], model: full).status == 0)
    #expect(try await rephrase(["post.md"], model: full).status == 0)
  }

  @Test("Without a model: 2, and 3 with --check; nothing selected needs none")
  func noModel() async throws {
    let run = try await rephrase(["post.md"], hasModel: false)
    #expect(run.status == 2)
    #expect(run.errors.contains("no model \"smollm2-135m-instruct\" (the default)"))
    #expect(run.errors.contains("make setup"))
    let check = try await rephrase(["post.md", "--check"], hasModel: false)
    #expect(check.status == 3)
    #expect(check.errors.contains("post.md:3: not checked: no model [no-model]"))
    let nothing = try await rephrase(["post.md", "--check"], files: ["post.md": "# Only a heading\n"], hasModel: false)
    #expect(nothing.status == 0)
    #expect(nothing.errors.contains("nothing to do: no prose in this selection"))
    let named = try await rephrase(["post.md", "-m", "other"], environment: ["EMEND_MODEL": "third"])
    #expect(named.errors.contains("no model \"other\" (flag --model)"))
    let variable = try await rephrase(["post.md"], environment: ["EMEND_MODEL": "x/third.gguf"])
    #expect(variable.errors == "emend: no model file x/third.gguf (EMEND_MODEL); name a GGUF file\n")
  }

  @Test("A model that cannot be loaded: 2, with its own sentence")
  func badModel() async throws {
    let run = try await rephrase(["post.md"], model: ScriptedModel { _ in throw ModelError.notGGUF(path: "m.gguf") })
    #expect(run.status == 2)
    #expect(run.errors.contains("m.gguf is not a GGUF model file"))
  }

  @Test(
    "Usage that makes no sense: 64",
    arguments: [
      [], ["post.md", "-"], ["-", "-w"], ["post.md", "-w", "--check"], ["post.md", "-w", "--diff"],
      ["post.md", "--lines", "9-3"], ["post.md", "--section", ">"], ["post.md", "--paragraph", "0"],
      ["post.md", "--set", "tone"], ["post.md", "-q", "-v"], ["post.md", "--no-cache", "--fresh"],
      ["post.md", "--allow-unchecked"],
      ["post.md", "--nonsense"],
      ["post.md", "--output-format", "xml"], ["post.md", "--config", "a", "--no-config"],
      ["post.md", "--show-prompt", "--check"],
    ])
  func usage(arguments: [String]) async throws {
    let run = try await rephrase(arguments)
    #expect(run.status == 64)
    #expect(!run.openedModel)
    #expect(run.output == "")
  }

  // MARK: Templates, settings, safety

  @Test("A template with a mistake is told with its line, and one that is not there with those that are")
  func templates() async throws {
    let files = [
      "post.md": Self.post, ".emend/templates/mine.md": "---\nname: mine\ncolour: red\n---\n{{#user}}{{/user}}\n",
    ]
    let run = try await rephrase(["post.md", "-t", "mine"], files: files)
    #expect(run.status == 2)
    #expect(run.errors.contains(".emend/templates/mine.md:3: no key \"colour\" in a template"))
    #expect(
      try await rephrase(["post.md", "-t", "none"]).errors.contains(
        "no template \"none\"; there are brainstorm, draft, expand, fix"))
    let list = "---\nname: l\noutput: list\n---\n{{#user}}{{text}}{{/user}}\n"
    #expect(try await rephrase(["post.md", "-t", "./l.md"], files: ["post.md": Self.post, "l.md": list]).status == 2)
    #expect(try await rephrase(["post.md", "--set", "mood=x"]).errors.contains("has no variable \"mood\""))
  }

  @Test("Settings come from flags, the environment, the project, the user, in this order")
  func configuration() async throws {
    var files = ["post.md": Self.post, "home/.config/emend/config.yaml": "model: users\ntemplate: rephrase\n"]
    #expect(try await rephrase(["post.md"], files: files).errors.contains("no model \"users\""))
    files[".emend.yaml"] = "model: projects\n"
    #expect(try await rephrase(["post.md"], files: files).errors.contains("no model \"projects\""))
    #expect(
      try await rephrase(["post.md"], files: files, environment: ["EMEND_MODEL": "e"]).errors.contains("no model \"e\"")
    )
    #expect(try await rephrase(["post.md", "--no-config"], files: files).status == 0)
    files[".emend.yaml"] = "model: a\nmodle: b\n"
    let mistake = try await rephrase(["post.md"], files: files)
    #expect(mistake.status == 2)
    #expect(
      mistake.errors.contains(".emend.yaml:2: no setting \"modle\", did you mean model? There are model, server, "))
    for value in ["many", "0", "513", "99999999999999999999"] {
      files[".emend.yaml"] = "threads: \(value)\n"
      let run = try await rephrase(["post.md"], files: files)
      #expect(run.status == 2)
      #expect(run.errors.contains("threads must be a whole number from 1 to 512, not \"\(value)\""))
    }
    files[".emend.yaml"] = "model: [a\n"
    let broken = try await rephrase(["post.md"], files: files)
    #expect(broken.errors.split(separator: "\n").count == 1, "\(broken.errors)")
  }

  @Test("A paragraph that cannot be edited safely counts as not checked, never as good")
  func unverified() async throws {
    // cmark takes the title for a part of the definition, and its position for the paragraph's.
    let text = "[a]: /x \"title\n line2\n line3\n line4\"\n\nSome words [a] that are more than enough for a sentence.\n"
    let run = try await rephrase(["--check", "post.md"], files: ["post.md": text])
    if run.errors.contains("[unverified]") {
      #expect(run.status == 3)
    } else {
      #expect(run.status == 0)
      #expect(run.errors.contains("1 kept"))
    }
  }
}
