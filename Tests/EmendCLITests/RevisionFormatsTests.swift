// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Foundation
import Testing

/// What `emend rephrase` and its kin write for programs that mark places in documents.
struct RevisionFormatsTests {
  // MARK: SARIF

  /// Of each two passages that are edited, one of them not where lines and columns are easiest to count.
  static let documents = [
    "# Post\n\nWe utilise this thing here.\n\nWe utilise it\nevery single day.\n",
    "We utilise this\r\nthing here.  \r\nAnd we utilise it.\r\n\r\n\r\nWe utilise this, too",
    "\u{FEFF}We utilise this thing here.\n\nWe utilise that thing there.\n",
    "\u{FEFF}🎈 We utilise 𝔘 and 👩‍👩‍👧 here.\r\n\r\n- In Zürich 🎌 we utilise\r\n  e\u{301}ven more of it.",
    "-\tWe utilise this\tthing here.\n-\tAnd that we utilise\n\talmost every day.\n",
    "We utilise this\rthing here.\r\rWe utilise {that} thing [there](a.md).\r",
    "> We utilise this\r\n> thing here.\r\n\r\n> > We utilise\u{2028}that\u{0B} thing there.\r\n",
  ]

  @Test("SARIF's fixes, applied as its specification says, give what --write writes", arguments: documents)
  func sarifFixes(text: String) async throws {
    let folder = try TemporaryFolder()
    let arguments = ["post.md", "--include", "quotes"]
    let run = try await rephrase(
      arguments + ["--output-format", "sarif"], files: ["post.md": text], folder: folder)
    #expect(run.status == 0)
    let log = try SARIFFixes(run.output)
    #expect(log.results.count == 2)
    #expect(try await rephrase(arguments + ["-w"], files: [:], folder: folder).status == 0)
    let written = try folder.read("post.md")
    #expect(written != Array(text.utf8))
    #expect(try log.applied(to: Array(text.utf8), of: "post.md") == written)
    for place in try log.places(in: Array(text.utf8)) {
      // A byte order mark is a byte of the file and no character of it.
      #expect(place.text == place.bytes && place.text.contains("utilise"))
    }
  }

  @Test("New text: SARIF's fixes give what --write writes, in place of notes, within a document and at its end")
  func newText() async throws {
    let commands: [([String], String)] = [
      (["draft", "p.md"], "\u{FEFF}- run `make` to build it\r\n- wait 5 minutes for it\r\n"),
      (
        ["brainstorm", "p.md", "--count", "2", "--section", "Bread"], "# 🍞\n\n## Bread\n\nFlour and water.\n\n## End\n"
      ),
      (["brainstorm", "p.md", "--count", "2"], "# Bread\r\n\r\nFlour and water."),
    ]
    for (arguments, text) in commands {
      let folder = try TemporaryFolder()
      let run = try await compose(arguments + ["--output-format", "sarif"], files: ["p.md": text], folder: folder)
      let written = try await compose(arguments + ["-w"], folder: folder)
      #expect((run.status, written.status) == (0, 0))
      let log = try SARIFFixes(run.output)
      #expect(log.results.count == 1)
      #expect(
        (log.results.first?["message"] as? [String: Any])?["text"].map { "\($0)".hasPrefix("new text: ") } == true)
      #expect(try folder.read("p.md") != Array(text.utf8))
      #expect(try log.applied(to: Array(text.utf8), of: "p.md") == folder.read("p.md"))
    }
  }

  @Test("SARIF: the rule is the template, the message the words; an alternative is another fix")
  func sarifResult() async throws {
    let model = ScriptedModel(likelihood: { $0.text.contains("use ") ? -1 : $0.text.contains("utilise") ? -9 : -2 }) {
      request in
      let word = request.sampling.temperature == 0 ? "use" : "employ"
      let text = (request.prompt.messages.last?.content ?? "").replacing("utilise", with: word)
      return .success(Generation(text: text, finishReason: .endOfTurn, generatedTokens: 1))
    }
    let text = "We utilise {x} here, as ever.\n"
    let run = try await rephrase(
      ["./post.md", "--candidates", "4", "--output-format", "sarif", "--min-gain", "-99"], files: ["post.md": text],
      model: model)
    let log = try SARIFFixes(run.output)
    let result = try #require(log.results.first)
    #expect(result["ruleId"] as? String == "rephrase")
    #expect(result["level"] as? String == "note")
    #expect((result["message"] as? [String: Any])?["text"] as? String == "\"utilise\" → \"use\"")
    let fixes = try #require(result["fixes"] as? [[String: Any]])
    #expect(fixes.count == 2)
    #expect((fixes[1]["description"] as? [String: Any])?["text"] as? String == "another text: \"utilise\" → \"employ\"")
    #expect(try log.applied(to: Array(text.utf8), of: "post.md") == Array("We use {x} here, as ever.\n".utf8))
    #expect(
      try log.applied(to: Array(text.utf8), of: "post.md", choice: 1) == Array("We employ {x} here, as ever.\n".utf8))
    let rules = ((log.run["tool"] as? [String: Any])?["driver"] as? [String: Any])?["rules"] as? [[String: Any]]
    #expect(rules?.compactMap { $0["id"] as? String } == ["rephrase", "unchecked"])
    #expect(rules?.allSatisfy { ($0["help"] as? [String: Any])?["text"] is String } == true)
    #expect((log.run["invocations"] as? [[String: Any]])?.first?["executionSuccessful"] as? Bool == true)
  }

  @Test("What is kept is no finding; what was not checked is a warning, and without a model the run was no success")
  func unchecked() async throws {
    let kept = try SARIFFixes(try await rephrase(["post.md", "--output-format", "sarif", "--paragraph", "2"]).output)
    #expect(kept.results.isEmpty)
    let run = try await rephrase(["post.md", "--check", "--output-format", "sarif"], hasModel: false)
    #expect(run.status == 3)
    let log = try SARIFFixes(run.output)
    #expect(log.results.map { $0["ruleId"] as? String } == ["unchecked", "unchecked"])
    #expect(log.results.allSatisfy { $0["level"] as? String == "warning" && $0["fixes"] == nil })
    #expect((log.run["invocations"] as? [[String: Any]])?.first?["executionSuccessful"] as? Bool == false)
    let github = try await rephrase(["post.md", "--check", "--output-format", "github"], hasModel: false)
    #expect(github.status == 3)
    #expect(github.output.hasPrefix("::warning file=post.md,line=3,endLine=3,title=emend%3A unchecked::not checked: "))
  }

  @Test("SARIF: a path from the root is a file URI")
  func absolute() async throws {
    let folder = try TemporaryFolder()
    let run = try await rephrase(["\(folder.path)/post.md", "--output-format", "sarif"], folder: folder)
    #expect(run.output.contains("\"uri\" : \"file://\(folder.path)/post.md\""))
  }

  // MARK: GitHub

  @Test("GitHub's commands: a word diff for a passage in one line each, whatever is in the text")
  func github() async throws {
    let text = "We utilise 100%\nof: this, thing.\r\n\r\nAll is fine in this place.\n"
    let run = try await rephrase(["./po,st.md", "--output-format", "github"], files: ["po,st.md": text])
    #expect(run.status == 0)
    #expect(
      run.output
        == "::notice file=po%2Cst.md,line=1,endLine=2,title=emend%3A rephrase::We [-utilise-]{+utilize+} 100%25 of: this, thing.\n"
    )
  }

  @Test("GitHub's commands: where lines break, and what is before them, is no change of words")
  func githubLines() async throws {
    let model = ScriptedModel(rewriting: { $0.replacing("utilise", with: "now use") })
    let text = "> - We utilise this thing here,\r\n>   and a good many others, too, when\r\n>   we are there.\r\n"
    let run = try await rephrase(
      ["-", "--stdin-filename", "a.md", "--include", "quotes", "--output-format", "github", "--min-gain", "-99"],
      input: text, model: model)
    #expect(
      run.output.hasSuffix("::We [-utilise-]{+now use+} this thing here, and a good many …\n"),
      "\(run.output)\(run.errors)")
  }

  @Test("GitHub's commands: new text as it is")
  func githubNewText() async throws {
    let post = "# Post\n\n- run `make` to build it\n- wait 5 minutes for it\n"
    let run = try await compose(["draft", "-", "--stdin-filename", "p.md", "--output-format", "github"], input: post)
    #expect(
      run.output
        == "::notice file=p.md,line=3,endLine=4,title=emend%3A draft::Now run `make` to build it. Now wait 5 minutes for it.\n"
    )
  }

  // MARK: With other flags

  @Test("--check exits with 1, -q keeps standard error silent, --explain goes there", arguments: ["sarif", "github"])
  func flags(format: String) async throws {
    let plain = try await rephrase(["post.md", "--output-format", format])
    let run = try await rephrase(["post.md", "--output-format", format, "--check", "-q"])
    #expect((run.status, run.errors) == (1, ""))
    #expect(run.output == plain.output)
    let explained = try await rephrase(["post.md", "--output-format", format, "--explain"])
    #expect(explained.output == plain.output)
    #expect(explained.errors.contains("post.md:3: answer 1 (greedy)"))
    let input = try await rephrase(
      ["-", "--stdin-filename", "post.md", "--output-format", format], files: [:], input: RephraseCommandTests.post)
    #expect(input.output == plain.output)
  }

  @Test(
    "What goes with no marks is a mistake in the command line, in a sentence",
    arguments: [
      ("rephrase -w a.md", "--write and --output-format sarif exclude each other"),
      ("rephrase --diff a.md", "--diff and --output-format sarif exclude each other"),
      ("rephrase --show-prompt a.md", "--show-prompt goes with no other form of output"),
      ("rephrase -", "--output-format sarif marks places in files: say with --stdin-filename which file - is"),
      ("draft -", "say with --stdin-filename"), ("run draft -", "say with --stdin-filename"),
      ("brainstorm - --section A", "say with --stdin-filename"),
      ("brainstorm talks -o b.md", "--output and --output-format sarif exclude each other"),
      ("draft --topic bees", "--topic has no file that --output-format sarif could mark; use text or json"),
      ("outline bees", "puts nothing into a document that --output-format sarif could mark"),
      ("brainstorm bees", "puts nothing into a document that --output-format sarif could mark"),
      ("run summary a.md", "puts nothing into a document that --output-format sarif could mark"),
      ("sections a.md", "'sarif' is invalid"), ("templates list", "'sarif' is invalid"),
    ])
  func refused(command: String, message: String) async throws {
    let run = try await compose(
      command.split(separator: " ").map(String.init) + ["--output-format", "sarif"], files: ["a.md": "# A\n\nText.\n"],
      input: "# A\n\nText.\n")
    #expect(run.status == 64, "\(run.errors)")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.output == "" && !run.openedModel)
  }
}
