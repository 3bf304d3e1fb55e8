// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

/// What stands in a configuration file, good and bad, as `emend config` sees it.
struct ConfigurationFileTests {
  /// The message of `emend config` for a project's file, without its folder.
  private func problem(_ text: some Sequence<UInt8>) async throws -> String {
    let folder = try TemporaryFolder()
    try folder.write(".emend.yaml", text)
    let run = try await CommandRun(["config"], in: folder, model: plainSpeaker)
    #expect(run.status == (run.errors.isEmpty ? 0 : 2))
    #expect(run.errors.isEmpty || run.output.isEmpty)
    return run.errors.replacing("\(folder.path)/", with: "").replacing("emend: ", with: "")
  }

  private static let allKeys =
    "model, server, parallel, template, tone, instruction, language, threads, context, candidates, min-gain, select, "
    + "include, exclude, glossary, checks, allow-hosts, allow-public-hosts"
  private static let allChecks =
    "complete, form, length, protected-span, numbers, negation, modality, person, names, quotation, glossary, "
    + "repetition, language, similarity, structure"
  private static let allLanguages =
    "Dutch, English, French, German, Italian, Polish, Portuguese, Spanish, Swedish, Turkish"

  @Test(
    "Keys that there are not are told with their line and what was meant",
    arguments: [
      ("modle: a\n", "1: no setting \"modle\", did you mean model? There are \(allKeys)"),
      ("# x\n\nnonsense: a\n", "3: no setting \"nonsense\"; there are \(allKeys)"),
      ("<<: { model: a }\n", "1: no setting \"<<\"; there are \(allKeys)"),
      (
        "select:\n  sections: [a]\n",
        "2: no setting \"sections\" in select, did you mean section? There are section, match, changed"
      ),
      ("glossary: { keeps: [a] }\n", "1: no setting \"keeps\" in glossary, did you mean keep? There are keep, prefer"),
      ("checks: { on: {} }\n", "1: no setting \"on\" in checks; there are off"),
      ("checks:\n  off:\n    persn: x\n", "3: no check \"persn\", did you mean person? There are \(allChecks)"),
      ("? [a]\n: b\n", "1: a key must be a text"),
    ])
  func keys(text: String, message: String) async throws {
    #expect(try await problem(text.utf8) == ".emend.yaml:\(message)\n")
  }

  @Test(
    "Values of another kind, and none at all",
    arguments: [
      ("model:\n", "1: model has no value; give it one, or leave it out"),
      ("tone: ~\n", "1: tone has no value; give it one, or leave it out"),
      ("threads: 2\nselect:\n", "2: select has no value; give it one, or leave it out"),
      ("select:\n  section: #setup\n", "2: section has no value; give it one, or leave it out"),
      ("tone: true\n", "1: true is true or false in YAML, and tone is a text; put it in quotes if it is one: \"true\""),
      (
        "language: no\n",
        "1: no is true or false in YAML, and language is a text; put it in quotes if it is one: \"no\""
      ),
      ("model: 5\n", "1: 5 is a number in YAML, and model is a text; put it in quotes if it is one: \"5\""),
      (
        "glossary:\n  keep: [a, 12]\n",
        "2: 12 is a number in YAML, and keep is a text; put it in quotes if it is one: \"12\""
      ),
      (
        "checks: { off: { person: false } }\n",
        "1: say why the check person is switched off: person: We address our readers freely."
      ),
      ("model: [a]\n", "1: model must be a single value, not a list"),
      ("tone: { a: b }\n", "1: tone must be a single value, not a mapping"),
      ("select: Setup\n", "1: select must be a mapping with section, match, changed, not a text"),
      (
        "include: { a: b }\n", "1: include must be a list of texts such as [quotes, headings], and here is a mapping"
      ),
      (
        "exclude:\n  - a.md\n  -\n",
        "3: exclude must be a list of texts such as [\"drafts/*.md\"], and here is nothing"
      ),
      ("glossary: { prefer: [a] }\n", "1: prefer must be a mapping such as { utilise: use }, not a list"),
      ("glossary: { prefer: { a: [b] } }\n", "1: a must be a single value, not a list"),
      (
        "checks: { off: [person] }\n",
        "1: off must be a mapping such as { person: We address our readers freely. }, not a list"
      ),
      ("- a\n", "1: the configuration must be a mapping, such as \"model: NAME\""),
    ])
  func kinds(text: String, message: String) async throws {
    #expect(try await problem(text.utf8) == ".emend.yaml:\(message)\n")
  }

  @Test(
    "Values that cannot be",
    arguments: [
      ("model: ''\n", "1: model is empty"),
      ("threads: 0\n", "1: threads must be a whole number from 1 to 512, not \"0\""),
      ("context: 4k\n", "1: context must be a whole number from 1 to 16777216, not \"4k\""),
      ("candidates: 65\n", "1: candidates must be a whole number from 1 to 64, not \"65\""),
      ("min-gain: .inf\n", "1: min-gain must be a number such as 2.5 or -1, or off, not \".inf\""),
      ("language: Germn\n", "1: no language \"Germn\", did you mean German? There are \(allLanguages)"),
      ("include:\n  - quotes\n  - tables\n", "3: include knows no kind \"tables\"; there are quotes, headings"),
      (
        "exclude:\n  - \"#a\"\n", "2: exclude takes patterns of .gitignore such as \"drafts/*.md\", not \"#a\""
      ),
      (
        "select: { section: [\">\"] }\n",
        "1: section takes heading texts such as \"Guide > Setup\", or \"#slug\", not \">\""
      ),
      (
        "select:\n  match:\n    - good\n    - \"(\"\n",
        "4: match takes a regular expression such as \"very|really\", not \"(\""
      ),
      ("select: { changed: \" \" }\n", "1: changed is empty"),
      (
        "checks: { off: { person: } }\n",
        "1: say why the check person is switched off: person: We address our readers freely."
      ),
      (
        "checks: { off: { person: ' ' } }\n",
        "1: say why the check person is switched off: person: We address our readers freely."
      ),
      (
        "checks: { off: { structure: x } }\n",
        "1: the check structure cannot be switched off: without it an edit could change the document around it"
      ),
      (
        "checks: { off: { protected-span: x } }\n",
        "1: the check protected-span cannot be switched off: without it an edit could break links, code and formulas"
      ),
      (
        "checks: { off: { form: x } }\n",
        "1: the check form cannot be switched off: without it what is no answer could get into the document"
      ),
      (
        "checks: { off: { complete: x } }\n",
        "1: the check complete cannot be switched off: without it what is no answer could get into the document"
      ),
    ])
  func values(text: String, message: String) async throws {
    #expect(try await problem(text.utf8) == ".emend.yaml:\(message)\n")
  }

  @Test(
    "A glossary that contradicts itself",
    arguments: [
      ("keep: ['']", "1: a term to keep is empty"),
      ("prefer: { '': a }", "1: a spelling to replace is empty"),
      ("prefer: { a: ' ' }", "1: what is preferred to \"a\" is empty"),
      ("prefer: { a: a }", "1: \"a\" is preferred to itself"),
      ("keep: [a], prefer: { A: b }", "1: the glossary has \"A\" replaced, and keeps it as it is, too (.emend.yaml:1)"),
      ("prefer: { a: b }, keep: [A]", "1: the glossary keeps \"A\" as it is, and has it replaced, too (.emend.yaml:1)"),
      ("prefer: { a: b, A: c }", "1: the glossary has \"A\" replaced twice (.emend.yaml:1)"),
      (
        "prefer: { a: b, b: c }",
        "1: the glossary has \"b\" replaced, and prefers it to another, too (.emend.yaml:1)"
      ),
      ("prefer: { b: c, a: b }", "1: the glossary prefers \"b\", and has it replaced, too (.emend.yaml:1)"),
    ])
  func contradictions(text: String, message: String) async throws {
    #expect(try await problem("glossary: { \(text) }\n".utf8) == ".emend.yaml:\(message)\n")
  }

  @Test(
    "What is no YAML, or not the YAML that is meant",
    arguments: [
      ("model: a\nthreads: 2\nmodel: b\n", "3: not valid YAML (the key model comes twice)"),
      ("checks:\n  off:\n    names: x\n    names: y\n", "4: not valid YAML (the key names comes twice)"),
      ("{ tone: a, tone: b }\n", "1: not valid YAML (the key tone comes twice)"),
      ("model: a\n---\nmodel: b\n", "2: not valid YAML (but found another document)"),
      ("select:\n\tsection: a\n", "2: not valid YAML (a line begins with a tab; indent it by blanks)"),
      ("tone: *a\n", "1: not valid YAML (found undefined alias)"),
      ("a: b\ntone: \u{1}\n", "2: not valid YAML (control characters are not allowed)"),
    ])
  func syntax(text: String, message: String) async throws {
    #expect(try await problem(text.utf8) == ".emend.yaml:\(message)\n")
  }

  @Test(
    "What is good: nothing, comments, anchors, a byte order mark, CRLF, a text for a list, capitals in the glossary",
    arguments: [
      "", "# Only this\n", "---\n", "~\n", "{}\n", "\u{FEFF}model: a\r\nthreads: 2\r\n", "include: quotes\n",
      "include: []\n",
      "exclude: &a [b.md]\nselect: { match: *a }\n", "tone: ''\n", "threads: '2'\n",
      "glossary: { keep: [GitHub, GitHub], prefer: { github: GitHub, Git hub: GitHub } }\n", "select: {}\n",
    ])
  func good(text: String) async throws {
    #expect(try await problem(text.utf8) == "")
  }

  @Test("Files that are none: a folder, no UTF-8, too large, not there, nothing to be read from")
  func files() async throws {
    #expect(try await problem([0x61, 0xFF]) == "the configuration file .emend.yaml is not UTF-8\n")
    #expect(
      try await problem(Array(repeating: UInt8(ascii: "#"), count: 1 << 21))
        == "the configuration file .emend.yaml is larger than 1 MB; it is meant to be a page or two\n")
    let nested = Array("tone: ".utf8) + Array(repeating: UInt8(ascii: "["), count: 100_000)
    #expect(try await problem(nested).contains(".emend.yaml:1: not valid YAML"))
    let folder = try TemporaryFolder()
    try folder.write(".emend.yaml/file", "")
    func message(_ arguments: String...) async throws -> String {
      try await CommandRun(["config"] + arguments, in: folder, model: plainSpeaker).errors
    }
    #expect(
      try await message() == "emend: cannot read the configuration file \(folder.path)/.emend.yaml: it is a folder\n")
    #expect(try await message("--config", "no.yaml") == "emend: no configuration file no.yaml (flag --config)\n")
    #expect(
      try await message("--config", "/dev/null")
        == "emend: cannot read the configuration file /dev/null: it is not a regular file\n")
    #expect(try await message("--no-config") == "")
  }
}
