// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

/// What `emend verify` writes for programs.
struct VerifyFormatsTests {
  private let old = "It took 14 days, more or less.\n\nAll is fine in this place.\n"
  private let new = "It took days, more or less.\n"

  private func verify(
    _ format: String, old oldName: String = "a.md", new newName: String = "b.md", _ texts: (String, String)? = nil
  ) async throws -> CommandRun {
    let folder = try TemporaryFolder()
    try folder.write(oldName, texts?.0 ?? old)
    try folder.write(newName, texts?.1 ?? new)
    return try await CommandRun(
      ["verify", oldName, newName, "--output-format", format], in: folder, hasModel: false, model: plainSpeaker)
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("JSON and SARIF of two equal texts have no findings, and are complete all the same")
  func clean() async throws {
    let json = try await verify("json", (old, old))
    #expect(json.status == 0)
    let stats = try #require(try object(json.output)["stats"] as? [String: Any])
    #expect(stats["failures"] as? Int == 0 && stats["unchecked"] as? Int == 0 && stats["seconds"] is Double)
    let sarif = try await verify("sarif", (old, old))
    #expect(sarif.status == 0)
    let run = try #require((try object(sarif.output)["runs"] as? [[String: Any]])?.first)
    #expect((run["results"] as? [Any])?.isEmpty == true)
    #expect(try await verify("github", (old, old)).output == "")
  }

  @Test("JSON tells of a passage that was not checked")
  func uncheckedJSON() async throws {
    let run = try await verify("json", ("a\u{0C}b c d e\n", "a\u{0C}b c d f\n"))
    #expect(run.status == 3)
    let file = try #require((try object(run.output)["files"] as? [[String: Any]])?.first)
    #expect((file["unchecked"] as? [[String: Any]])?.first?["check"] as? String == "unverified")
    #expect((file["failures"] as? [Any])?.isEmpty == true)
  }

  @Test("SARIF: the level, the message, the old place; a missing passage is on line 1")
  func sarif() async throws {
    let log = try object(try await verify("sarif").output)
    #expect((log["$schema"] as? String)?.contains("sarif-2.1.0") == true)
    let results = try #require((log["runs"] as? [[String: Any]])?.first?["results"] as? [[String: Any]])
    #expect(results.map { $0["ruleId"] as? String } == ["numbers", "similarity"])
    #expect(results.allSatisfy { $0["level"] as? String == "error" })
    #expect((results[0]["message"] as? [String: Any])?["text"] as? String == "the number 14 is missing")
    func lines(_ location: [String: Any]?) throws -> [Int] {
      let place = try #require(location?["physicalLocation"] as? [String: Any])
      let region = try #require(place["region"] as? [String: Any])
      return [try #require(region["startLine"] as? Int), try #require(region["endLine"] as? Int)]
    }
    #expect(try lines((results[0]["relatedLocations"] as? [[String: Any]])?.first) == [1, 1])
    #expect(try lines((results[1]["locations"] as? [[String: Any]])?.first) == [1, 1])
    #expect(try lines((results[1]["relatedLocations"] as? [[String: Any]])?.first) == [3, 3])
    let unchecked = try object(try await verify("sarif", ("a\u{0C}b c d e\n", "a\u{0C}b c d f\n")).output)
    let warnings = try #require((unchecked["runs"] as? [[String: Any]])?.first?["results"] as? [[String: Any]])
    #expect(warnings.map { $0["level"] as? String } == ["warning"])
  }

  @Test(
    "SARIF: a file's name as a relative URI reference, which a colon must not make a scheme of",
    arguments: [
      ("b c.md", "b%20c.md"), ("b%.md", "b%25.md"), ("b#c?.md", "b%23c%3F.md"), ("sub/b.md", "sub/b.md"),
      ("a:b.md", "a%3Ab.md"), ("日本.md", "%E6%97%A5%E6%9C%AC.md"),
    ])
  func uris(name: String, expected: String) async throws {
    let log = try object(try await verify("sarif", new: name).output)
    let results = try #require((log["runs"] as? [[String: Any]])?.first?["results"] as? [[String: Any]])
    let location = (results.first?["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
    let uri = try #require((location?["artifactLocation"] as? [String: Any])?["uri"] as? String)
    #expect(uri == expected)
    #expect(URL(string: uri)?.scheme == nil)
  }

  @Test("GitHub's commands stay one line each, whatever the names and the text; a warning where nothing was checked")
  func github() async throws {
    let run = try await verify(
      "github", old: "x%.md", new: "b:,%\n.md", ("He said \"100% of\nit, all\" here.\n", "He said it here.\n"))
    #expect(run.status == 1)
    let lines = run.output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("::error file=b%3A%2C%25%0A.md,line=1,endLine=1,title=emend%3A ") })
    #expect(run.output.contains("(was x%25.md:1)"))
    let unchecked = try await verify("github", ("a\u{0C}b c d e\n", "a\u{0C}b c d f\n"))
    #expect(unchecked.output.hasPrefix("::warning file=b.md,line=1,endLine=1,title=emend%3A unverified::not checked: "))
  }

  @Test("A format that is not known is a mistake in the command line")
  func unknown() async throws {
    #expect(try await verify("xml").status == 64)
  }
}
