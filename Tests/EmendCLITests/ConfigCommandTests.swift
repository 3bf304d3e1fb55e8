// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

/// Which source counts, as `emend config` tells it.
struct ConfigCommandTests {
  static let user = "home/.config/emend/config.yaml"

  /// A row for each setting, the blanks between its columns made one, without the folder.
  func rows(
    _ arguments: [String] = [], files: [String: String] = [:], environment: [String: String] = [:], below: String = ""
  ) async throws -> [String] {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(name, text) }
    let run = try await CommandRun(
      ["config"] + arguments, in: folder, environment: environment, below: below, model: plainSpeaker)
    #expect(run.status == 0, "\(run.errors)")
    return run.output.replacing("\(folder.path)/", with: "").split(separator: "\n").map { line in
      line.split(separator: " ").joined(separator: " ")
    }
  }

  @Test("Without any setting all keys are there, with what holds then")
  func defaults() async throws {
    #expect(
      try await rows() == [
        "setting value set by", "model smollm2-135m-instruct default", "server none default",
        "parallel as many as the server answers at once default", "template that of the command default",
        "tone not set default", "instruction not set default", "language that of the text default",
        "threads the cores that are free default", "context what the model was trained for default",
        "candidates the template's default", "min-gain the template's default", "select.section all default",
        "select.match all default", "select.changed all default", "include none default", "exclude none default",
        "glossary.keep none default", "glossary.prefer none default", "checks.off none default",
        "allow-hosts none default",
        "allow-public-hosts false default",
      ])
  }

  @Test("Flags go before the environment, that before the project's file, that before the user's")
  func precedence() async throws {
    let files = [
      Self.user: "model: u\ntone: u\nlanguage: de\nthreads: 1\nselect: { match: [u], changed: u }\ninclude: [quotes]\n",
      ".emend.yaml": "# mine\nmodel: p\ntone: p\nlanguage: French\nselect: { section: [\"#p\"] }\n",
      "below/file": "",
    ]
    let environment = ["EMEND_TONE": "e", "EMEND_MODEL": "e", "EMEND_CONTEXT": "", "EMEND_KILLS": "many"]
    let rows = try await rows(["-m", "f"], files: files, environment: environment, below: "below")
    for row in [
      "model f flag --model", "tone e EMEND_TONE", "language fr .emend.yaml:4", "threads 1 \(Self.user):4",
      "context what the model was trained for default", "select.section #p .emend.yaml:5",
      "select.match none .emend.yaml:5", "select.changed none .emend.yaml:5", "include quotes \(Self.user):6",
    ] {
      #expect(rows.contains(row), "\(row) in \(rows)")
    }
    #expect(try await self.rows(files: [".emend.yaml": "min-gain: 1e300\n"]).contains("min-gain 1e+300 .emend.yaml:1"))
    let none = try await self.rows(["--no-config"], files: files, environment: environment)
    #expect(none.contains("tone e EMEND_TONE") && none.contains("language that of the text default"))
    let only = try await self.rows(["--config", Self.user], files: files)
    #expect(only.contains("model u \(Self.user):1"))
  }

  @Test("Every variable is read; a mistake in one is told with its name")
  func environment() async throws {
    let rows = try await rows(environment: [
      "EMEND_MODEL": "a", "EMEND_TEMPLATE": "fix", "EMEND_TONE": "plain", "EMEND_INSTRUCTION": "Be short.",
      "EMEND_LANGUAGE": "german", "EMEND_THREADS": "3", "EMEND_CONTEXT": "99", "EMEND_CANDIDATES": "2",
      "EMEND_MIN_GAIN": "-1.5", "EMEND_INCLUDE": "quotes, headings", "EMEND_EXCLUDE": "a.md,b/",
    ])
    for row in [
      "model a EMEND_MODEL", "template fix EMEND_TEMPLATE", "tone plain EMEND_TONE",
      "instruction Be short. EMEND_INSTRUCTION", "language de EMEND_LANGUAGE", "threads 3 EMEND_THREADS",
      "context 99 EMEND_CONTEXT", "candidates 2 EMEND_CANDIDATES", "min-gain -1.5 EMEND_MIN_GAIN",
      "include headings, quotes EMEND_INCLUDE", "exclude a.md EMEND_EXCLUDE", "exclude b/ EMEND_EXCLUDE",
    ] {
      #expect(rows.contains(row), "\(row) in \(rows)")
    }
    for (name, value, message) in [
      ("EMEND_THREADS", "many", "threads must be a whole number from 1 to 512, not \"many\""),
      ("EMEND_INCLUDE", "quotes,", "include knows no kind \"\"; there are quotes, headings"),
      ("EMEND_EXCLUDE", "#", "exclude takes patterns of .gitignore such as \"drafts/*.md\", not \"#\""),
      ("EMEND_LANGUAGE", "xx", "no language \"xx\"; there are "),
    ] {
      let run = try await CommandRun(
        ["config"], in: try TemporaryFolder(), environment: [name: value], model: plainSpeaker)
      #expect(run.status == 2)
      #expect(run.errors.hasPrefix("emend: \(name): \(message)"), "\(run.errors)")
    }
  }

  @Test("What is excluded, the glossary and switched-off checks add up; of what does not go together the nearer counts")
  func sums() async throws {
    let files = [
      Self.user: """
      exclude: [vendor/]
      glossary:
        keep: [Foo, utilise]
        prefer: { Colour: color, Tidepool: Tide }
      checks: { off: { person: user's, names: Too many. } }
      """,
      ".emend.yaml": """
      exclude: ["drafts/*.md"]
      glossary: { keep: [Tidepool, Foo], prefer: { utilise: use, colour: hue } }
      checks: { off: { person: project's } }
      """,
    ]
    let rows = try await rows(["--exclude", "x.md"], files: files)
    #expect(
      rows.drop { !$0.hasPrefix("exclude") }.filter { !$0.hasPrefix("allow") } == [
        "exclude vendor/ \(Self.user):1", "exclude drafts/*.md .emend.yaml:1", "exclude x.md flag --exclude",
        "glossary.keep Tidepool .emend.yaml:2", "glossary.keep Foo .emend.yaml:2",
        "glossary.prefer use, not utilise .emend.yaml:2", "glossary.prefer hue, not colour .emend.yaml:2",
        "checks.off person: project's .emend.yaml:3", "checks.off names: Too many. \(Self.user):5",
      ])
  }

  @Test("Paths are meant from the file that names them, names stay")
  func paths() async throws {
    let files = [
      ".emend.yaml": "model: models/a.gguf\ntemplate: mine.md\n", "below/file": "",
      Self.user: "model: a\ntemplate: fix\n",
    ]
    let rows = try await rows(files: files, below: "below")
    #expect(rows.contains("model models/a.gguf .emend.yaml:1"), "\(rows)")
    #expect(rows.contains("template mine.md .emend.yaml:2"))
    #expect(try await self.rows(["--config", Self.user], files: files).contains("template fix \(Self.user):2"))
  }

  @Test("JSON has values with their types, and origins with file and line")
  func json() async throws {
    let folder = try TemporaryFolder()
    try folder.write(".emend.yaml", "threads: 2\ninclude: [quotes]\ninstruction: |\n  One.\n  Two.\n")
    let run = try await CommandRun(["config", "--output-format", "json"], in: folder, model: plainSpeaker)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(report["version"] as? Int == 1 && report["command"] as? String == "config")
    #expect(report["files"] as? [String] == ["\(folder.path)/.emend.yaml"])
    let rows = try #require(report["settings"] as? [[String: Any]])
    func row(_ key: String) throws -> [String: Any] { try #require(rows.first { $0["key"] as? String == key }) }
    #expect(try row("threads")["value"] as? Int == 2)
    #expect(try row("include")["value"] as? [String] == ["quotes"])
    #expect(try row("instruction")["value"] as? String == "One.\nTwo.\n")
    #expect(try row("tone")["value"] is NSNull)
    let origin = try #require(try row("include")["origin"] as? [String: Any])
    #expect(origin["kind"] as? String == "file" && origin["line"] as? Int == 2)
    #expect(origin["name"] as? String == "\(folder.path)/.emend.yaml")
    #expect((try row("tone")["origin"] as? [String: Any])?["kind"] as? String == "default")
  }
}
