// SPDX-License-Identifier: Apache-2.0

import EmendCLI
import EmendModels
import EmendTestSupport
import Foundation
import Testing

/// `emend rephrase --interactive`, with a model that says "use" for "utilise" and keys that are pressed one by one.
struct ReviewTests {
  private let user = ScriptedModel(rewriting: { $0.replacing("utilise", with: "use") })
  private let post = "# Post\n\nWe utilise one thing.\n\nWe utilise two things.\n\nWe utilise three things.\n"

  private func review(
    _ keys: String, _ arguments: [String] = ["post.md"], in folder: TemporaryFolder,
    environment: [String: String] = ["TERM": "xterm"], model: (any LanguageModel)? = nil
  ) async throws -> CommandRun {
    try await CommandRun(
      // Other words are taken, too, which seldom are.
      ["rephrase", "-i", "--min-gain", "-1"] + arguments, in: folder, environment: environment, isTerminal: true,
      keys: .typing(keys),
      model: model ?? user)
  }

  private func folder(_ text: String? = nil) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("post.md", text ?? post)
    return folder
  }

  // MARK: Taking and declining

  @Test("What is taken is written, what is declined stays; neither is offered again, but with --fresh")
  func decisions() async throws {
    let folder = try folder()
    let run = try await review("yny", in: folder)
    #expect(run.status == 0)
    #expect(
      try folder.text("post.md")
        == post.replacing("utilise one", with: "use one").replacing("utilise three", with: "use three"))
    #expect(
      run.errors.contains(
        "post.md: 2 edits written; 'emend undo post.md' takes them back\n3 edits: 2 taken, 1 declined\n"))
    #expect(run.output.contains("post.md:3  Post"))
    #expect(run.output.contains("passed: complete, form"))

    let again = try await review("", in: folder)
    #expect(again.errors.contains("nothing to decide about"))
    #expect(!again.openedModel || again.output.isEmpty)
    let check = try await rephrase(["--check", "--min-gain", "-1", "post.md"], files: [:], model: user, folder: folder)
    #expect(check.status == 0)
    #expect(check.errors.contains("post.md:5: kept: an edit was declined before; --fresh offers it again [settled]"))
    #expect(
      check.errors.contains("post.md:3: kept: this text was accepted before; --fresh looks at it again [settled]"))
    let fresh = try await review("n", ["--fresh", "post.md"], in: folder)
    #expect(fresh.errors.contains("1 edit: 0 taken, 1 declined"))
    // Another template, or other words to it, is another question.
    let other = try await rephrase(
      ["-t", "plain", "--min-gain", "-1", "post.md"], files: [:], model: user, folder: folder)
    #expect(!other.errors.contains("[settled]"))
  }

  @Test("What --write wrote is settled, too: polishing ends")
  func written() async throws {
    let folder = try folder("We utilise one of these things.\n")
    // A model that is never content.
    let polisher = ScriptedModel(rewriting: { "\($0.dropLast()) now." })
    _ = try await rephrase(["-w", "--min-gain", "-1", "post.md"], files: [:], model: polisher, folder: folder)
    let once = try folder.text("post.md")
    #expect(once == "We utilise one of these things now.\n")
    _ = try await rephrase(["-w", "--min-gain", "-1", "post.md"], files: [:], model: polisher, folder: folder)
    #expect(try folder.text("post.md") == once)
  }

  @Test("a takes, and d declines, all that follow in the file, not in the next one")
  func rest() async throws {
    let folder = try folder()
    try folder.write("other.md", post)
    let run = try await review("nad", ["post.md", "other.md"], in: folder)
    #expect(
      try folder.text("post.md") == "# Post\n\nWe utilise one thing.\n\nWe use two things.\n\nWe use three things.\n")
    #expect(try folder.text("other.md") == post)
    #expect(run.errors.contains("6 edits: 2 taken, 4 declined"))
  }

  @Test("q stops: what was taken is written, the rest is asked again next time; so does the end of the keys")
  func quit() async throws {
    for last in [Key.character("q"), .end] {
      let folder = try folder()
      let run = try await CommandRun(
        ["rephrase", "-i", "--min-gain", "-1", "post.md"], in: folder, environment: ["TERM": "xterm"], isTerminal: true,
        keys: [.character("y"), last], model: user)
      #expect(run.status == 0)
      #expect(try folder.text("post.md") == post.replacing("utilise one", with: "use one"))
      let next = try await review("yy", in: folder)
      #expect(next.errors.contains("2 edits: 2 taken, 0 declined"))
      #expect(try folder.text("post.md") == post.replacing("utilise", with: "use"))
    }
  }

  @Test("One undo takes back all that was taken in one review")
  func undo() async throws {
    let folder = try folder()
    _ = try await review("yyy", in: folder)
    let undo = try await CommandRun(["undo", "post.md"], in: folder, model: user)
    #expect(undo.status == 0, "\(undo.errors)")
    #expect(try folder.text("post.md") == post)
    // What was accepted and taken back may be offered again.
    #expect(try await review("q", in: folder).output.contains("Take this edit?"))
  }

  @Test("A file that changes meanwhile is left alone from then on; the others go on")
  func changed() async throws {
    let folder = try folder()
    try folder.write("other.md", "We utilise this as well.\n")
    let editor = try folder.write("editor", "#!/bin/sh\necho More. >> \(folder.path)/post.md\n")
    _ = try ProcessRun("/bin/chmod", ["+x", editor], in: folder.path)
    let run = try await review(
      "eyy", ["post.md", "other.md"], in: folder, environment: ["TERM": "xterm", "EDITOR": editor])
    #expect(run.status == 2)
    #expect(run.errors.contains("post.md changed while emend was at work; not written"))
    #expect(try folder.text("post.md") == post + "More.\n")
    #expect(try folder.text("other.md") == "We use this as well.\n")
  }

  // MARK: Other texts

  @Test("e: a text of one's own is checked; what fails is told and may be taken, but for another structure")
  func editing() async throws {
    let cases = [
      (script: "sed -i 's/one/1 small/' \"$1\"", keys: "ey", says: "Take this edit?", text: "We use 1 small thing."),
      ("sed -i 's/one/twelve/' \"$1\"", "ey", "fails numbers: ", "We use twelve thing."),
      ("echo '# Heading' > \"$1\"", "eyn", "not taken: ", "We utilise one thing."),
      ("printf 'One.\\n\\nTwo.\\n' > \"$1\"", "eyn", "not taken: ", "We utilise one thing."),
      (": > \"$1\"", "en", "an empty text takes no passage's place", "We utilise one thing."),
      ("echo 'We utilise one thing.' > \"$1\"", "en", "this is the text as it is", "We utilise one thing."),
      ("exit 3", "ey", "failed, so nothing is taken from it; set VISUAL or EDITOR to another", "We use one thing."),
      ("printf '\\377' > \"$1\"", "ey", "is not UTF-8", "We use one thing."),
      ("printf 'We use\\none thing\\nhere.\\n' > \"$1\"", "ey", "Take this edit", "We use one thing here."),
    ]
    for (script, keys, says, text) in cases {
      let folder = try folder("We utilise one thing.\n")
      let editor = try folder.write("editor", "#!/bin/sh\n\(script)\n")
      _ = try ProcessRun("/bin/chmod", ["+x", editor], in: folder.path)
      let run = try await review(keys, in: folder, environment: ["TERM": "xterm", "VISUAL": editor, "EDITOR": "false"])
      #expect(run.output.replacing("\n", with: " ").contains(says), "\(script): \(run.output)")
      #expect(try folder.text("post.md") == text + "\n", "\(script)")
    }
  }

  @Test("r asks for further answers, numbers show them; where there is none, it says why")
  func further() async throws {
    let model = ScriptedModel { request in
      let text = request.prompt.messages.last?.content ?? ""
      let word = request.sampling.temperature == 0 ? "use" : request.sampling.seed % 2 == 0 ? "employ" : "use"
      return .success(Generation(text: text.replacing("utilise", with: word), finishReason: .endOfTurn))
    }
    let folder = try folder("We utilise one thing.\n")
    let run = try await review("r9121x?y", in: folder, model: model)
    #expect(run.output.contains("[-utilise-]{+employ+}") || run.output.contains("31;9mutilise"))
    #expect(run.output.contains("Take this edit? [y,n,a,d,e,r,s,1-2,q,?]"))
    #expect(run.output.contains("there is no text 9"))
    #expect(run.output.contains("no such key; ? lists them"))
    #expect(run.output.contains("1-9  show one of several texts"))
    #expect(try folder.text("post.md") == "We use one thing.\n")
    let none = try await review("rq", in: try self.folder("We utilise one thing.\n"))
    #expect(none.output.contains("no other answer is good enough: it says the same again"))
  }

  @Test("s: each changed sentence on its own; none taken is declined")
  func sentences() async throws {
    let text = "We utilise one thing. It is good. We utilise two things. We utilise three things.\n"
    let folder = try folder(text)
    let run = try await review("snyn", in: folder)
    #expect(run.output.contains("change 2 of 3 in this passage"))
    #expect(try folder.text("post.md") == text.replacing("utilise two", with: "use two"))
    for (keys, expected) in [("sd", text), ("sya", text.replacing("utilise", with: "use")), ("s?q", text)] {
      let folder = try self.folder(text)
      _ = try await review(keys, in: folder)
      #expect(try folder.text("post.md") == expected)
    }
    #expect(
      try await review("sq", in: try self.folder("We utilise one of these things.\n")).output.contains(
        "there is nothing to split"))
  }

  // MARK: The screen

  @Test("Without colour changes are marked; a dumb terminal gets no escape sequences; enter is no key")
  func plain() async throws {
    let folder = try folder()
    let run = try await CommandRun(
      ["rephrase", "-i", "--min-gain", "-1", "post.md"], in: folder, environment: ["TERM": "dumb"], isTerminal: true,
      keys: .typing("y\nnn"), model: user)
    #expect(run.output.contains("  We [-utilise-]{+use+} one thing.\n"))
    #expect(!run.output.contains("\u{1B}"))
    let still = try await review("q", in: try self.folder(), environment: ["TERM": "xterm", "NO_COLOR": "1"])
    #expect(still.output.contains("[-utilise-]{+use+}"))
  }

  @Test("A new size draws the edit again; arrows and what is no key change nothing")
  func redraw() async throws {
    let folder = try folder()
    let run = try await CommandRun(
      ["rephrase", "-i", "--min-gain", "-1", "post.md"], in: folder, environment: ["TERM": "xterm"], isTerminal: true,
      keys: [.redraw, .redraw, .character("é"), .character("q")], model: user)
    #expect(run.output.components(separatedBy: "\u{1B}[H\u{1B}[2J").count == 3)
    #expect(try folder.text("post.md") == post)
  }

  @Test("Quiet, verbose, nothing to decide about, and passages that are not checked")
  func messages() async throws {
    let quiet = try await review("ynn", ["-q", "post.md"], in: try folder())
    #expect(quiet.errors.replacing("\r\u{1B}[K", with: "") == "")
    let fine = try await review("", ["-v", "post.md"], in: try folder("All is fine in this place.\n"))
    #expect(fine.errors.contains("post.md:1: kept: the answer is the same text [form]"))
    #expect(fine.errors.contains("nothing to decide about"))
    let long = try await review(
      "", in: try folder(), model: ScriptedModel { _ in .failure(.promptTooLong(tokens: 9, limit: 5)) })
    #expect(long.errors.contains("post.md:3: not checked:"))
  }

  @Test("A model that fails ends the review with its message")
  func failure() async throws {
    let run = try await review(
      "", in: try folder(), model: ScriptedModel { _ in throw ModelError.notGGUF(path: "m") })
    #expect(run.status == 2)
  }

  // MARK: Where it cannot be

  @Test("Without a terminal to read keys from, or to write to, it says so in a sentence")
  func noTerminal() async throws {
    let folder = try folder()
    let input = try await CommandRun(["rephrase", "-i", "post.md"], in: folder, isTerminal: true, model: user)
    #expect(input.status == 2)
    #expect(input.errors.contains("emend: --interactive needs a terminal: keys cannot be read from a pipe or file"))
    let output = try await CommandRun(["rephrase", "-i", "post.md"], in: folder, keys: [], model: user)
    #expect(output.status == 2)
    #expect(output.errors.contains("emend: --interactive needs a terminal: standard output is a pipe or file"))
    #expect(try folder.text("post.md") == post)
  }

  @Test(
    "What does not go with it is a usage error",
    arguments: [
      ["-w", "post.md"], ["--check", "post.md"], ["--diff", "post.md"], ["--word-diff", "post.md"], ["-"],
      ["--output-format", "json", "post.md"], ["--show-prompt", "post.md"], ["--explain", "post.md"],
    ])
  func usage(arguments: [String]) async throws {
    let run = try await review("", arguments, in: try folder())
    #expect(run.status == 64)
    #expect(run.errors.contains("--interactive"))
  }
}
