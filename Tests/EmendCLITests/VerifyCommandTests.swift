// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

struct VerifyCommandTests {
  private static let old = "# Post\n\nIt took 14 days, more or less.\n\nAll is fine in this place.\n"

  private func verify(
    _ arguments: String..., files: [String: String] = [:], input: String = "", in folder: TemporaryFolder? = nil
  ) async throws -> CommandRun {
    let folder = try folder ?? TemporaryFolder()
    for (name, text) in files { try folder.write(name, text) }
    return try await CommandRun(["verify"] + arguments, in: folder, input: input, model: plainSpeaker)
  }

  private let bad = ["a.md": old, "b.md": old.replacing("14", with: "15")]

  @Test("The same text and a good rewrite pass; a bad one fails with the lines of both, and no model is opened")
  func text() async throws {
    let same = try await verify("a.md", "a.md", files: bad)
    #expect(same.status == 0 && same.output == "")
    #expect(same.errors == "3 passages, 0 changed: 0 checks failed, 0 passages not checked\n")
    let good = try await verify(
      "a.md", "b.md", files: ["a.md": Self.old, "b.md": Self.old.replacing("took", with: "takes")])
    #expect(good.status == 0)
    let run = try await verify("a.md", "b.md", files: bad)
    #expect(run.status == 1)
    #expect(run.output == "b.md:3: the number 14 is missing (was a.md:3) [numbers]\n")
    #expect(run.errors == "3 passages, 1 changed: 1 check failed, 0 passages not checked\n")
    #expect(!run.openedModel)
    #expect(try await verify("a.md", "b.md", "-q", files: bad).errors == "")
  }

  @Test("What is missing is told with the old file's line")
  func missing() async throws {
    let run = try await verify(
      "a.md", "b.md", files: ["a.md": Self.old, "b.md": "# Post\n\nIt took 14 days, more or less.\n"])
    #expect(run.status == 1)
    #expect(run.output == "a.md:5: the paragraph \"All is fine in this place.\" is missing [similarity]\n")
  }

  @Test("JSON has all of it, with null where one side has no lines")
  func json() async throws {
    let run = try await verify(
      "a.md", "b.md", "--output-format", "json",
      files: ["a.md": Self.old, "b.md": "# Post\n\nIt took 15 days, more or less.\n"])
    #expect(run.status == 1)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(report["version"] as? Int == 1 && report["command"] as? String == "verify")
    let file = try #require((report["files"] as? [[String: Any]])?.first)
    #expect(file["old"] as? String == "a.md" && file["new"] as? String == "b.md")
    let failures = try #require(file["failures"] as? [[String: Any]])
    #expect(failures.map { $0["check"] as? String } == ["numbers", "similarity"])
    #expect(failures[0]["oldLines"] as? [String: Int] == ["start": 3, "end": 3])
    #expect(failures[1]["newLines"] is NSNull)
    let stats = try #require(report["stats"] as? [String: Any])
    #expect(stats["passages"] as? Int == 3 && stats["changed"] as? Int == 2 && stats["failures"] as? Int == 2)
  }

  @Test("SARIF: each result has a rule, a place from line 1 on, and an escaped name")
  func sarif() async throws {
    let run = try await verify(
      "a.md", "b ü.md", "--output-format", "sarif",
      files: [
        "a.md": Self.old,
        "b ü.md": Self.old.replacing("14", with: "15").replacing("All is fine in this place.", with: ""),
      ])
    let log = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(log["version"] as? String == "2.1.0")
    let first = try #require((log["runs"] as? [[String: Any]])?.first)
    let driver = try #require((first["tool"] as? [String: Any])?["driver"] as? [String: Any])
    let rules = Set((driver["rules"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String })
    let results = try #require(first["results"] as? [[String: Any]])
    #expect(results.count == 2)
    for result in results {
      #expect(rules.contains(result["ruleId"] as? String ?? ""))
      let location = try #require(
        (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any])
      #expect((location["artifactLocation"] as? [String: Any])?["uri"] as? String == "b%20%C3%BC.md")
      #expect(((location["region"] as? [String: Any])?["startLine"] as? Int ?? 0) >= 1)
    }
  }

  @Test("GitHub's commands: colons, commas and percent signs are escaped")
  func github() async throws {
    let text = "It is \"50 % of\" 14 things: all.\n"
    let run = try await verify(
      "a.md", "b,c.md", "--output-format", "github",
      files: ["a.md": text, "b,c.md": text.replacing("50 % of", with: "half")])
    #expect(run.status == 1)
    #expect(
      run.output.contains(
        "::error file=b%2Cc.md,line=1,endLine=1,title=emend%3A numbers::the number 50 is missing (was a.md:1)\n"))
    #expect(run.output.contains("the quotation \"50 %25 of\" is changed or missing"))
  }

  @Test("Standard input can be one of the two; wrong arguments and missing files are told")
  func arguments() async throws {
    let run = try await verify("a.md", "-", files: bad, input: Self.old.replacing("14", with: "15"))
    #expect(run.status == 1 && run.output.hasPrefix("<stdin>:3: the number 14 is missing"))
    #expect(try await verify("-", "-").status == 64)
    #expect(try await verify("a.md").status == 64)
    #expect(try await verify("a.md", "b.md", "c.md").status == 64)
    #expect(try await verify("--changed", "HEAD", "-").status == 64)
    let none = try await verify("a.md", "none.md", files: bad)
    #expect(none.status == 2 && none.errors == "emend: none.md: no such file\n")
    let binary = try await verify("a.md", "b.md", files: ["a.md": "x", "b.md": "a\u{0}b"])
    #expect(binary.status == 2)
  }

  @Test("--changed compares with a commit, the last if none is named; a new file has nothing to be compared with")
  func changed() async throws {
    let repository = try TemporaryRepository()
    let folder = repository.folder
    try repository.commit("docs/a.md", Self.old)
    try folder.write("docs/a.md", Self.old.replacing("14", with: "15"))
    try folder.write("docs/new.md", "Some new text is here.\n")
    for arguments in [["--changed", "docs/a.md"], ["--changed", "HEAD", "docs/a.md"]] {
      let run = try await CommandRun(["verify"] + arguments, in: folder, model: plainSpeaker)
      #expect(run.status == 1)
      #expect(run.output == "docs/a.md:3: the number 14 is missing (was HEAD:docs/a.md:3) [numbers]\n")
    }
    let all = try await verify("--changed", "docs", in: folder)
    #expect(all.status == 1)
    #expect(all.errors.contains("docs/new.md: not checked: it is not in HEAD, so there is nothing to compare it with"))
    let unknown = try await verify("--changed", "nowhere", "docs/a.md", in: folder)
    #expect(unknown.status == 2 && unknown.errors.contains("git knows no commit \"nowhere\""))
  }

  @Test("A passage that differs and cannot be taken apart is not checked, and the status says so")
  func unchecked() async throws {
    let run = try await verify(
      "a.md", "b.md", files: ["a.md": "a\u{0C}b c d e\n", "b.md": "a\u{0C}b c d e f\n"])
    #expect(run.status == 3)
    #expect(run.output.hasPrefix("b.md:1: not checked: the place of its markup cannot be told for certain"))
  }
}
