// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Testing

/// The flags and files that say which paragraphs are meant, with a model that writes "utilize" for "utilise".
struct SelectionFlagsTests {
  private static let text = """
    # We utilise a heading

    We utilise the first one.

    > We utilise a quotation here.

    We utilise the second one.

    """

  private func run(_ arguments: String..., in folder: TemporaryFolder) async throws -> CommandRun {
    try await CommandRun(["rephrase"] + arguments, in: folder, model: plainSpeaker)
  }

  /// The lines that the diff adds.
  private func added(_ run: CommandRun) -> [String] {
    run.output.split(separator: "\n").filter { $0.hasPrefix("+") && !$0.hasPrefix("+++") }.map {
      String($0.dropFirst())
    }
  }

  @Test("--match takes the paragraphs in which the expression is found")
  func match() async throws {
    let folder = try TemporaryFolder()
    try folder.write("a.md", Self.text)
    #expect(added(try await run("a.md", "--match", "sec.nd", in: folder)) == ["We utilize the second one."])
    #expect(added(try await run("a.md", "--match", "(?i)FIRST", "--match", "second", in: folder)).count == 2)
    let missing = try await run("a.md", "--match", "quotation", in: folder)
    #expect(missing.status == 2)
    #expect(missing.errors.contains("no paragraph matches \"quotation\"; the first headings are"))
    let bad = try await run("a.md", "--match", "(", in: folder)
    #expect(bad.status == 64)
    #expect(bad.errors.contains("--match takes a regular expression"))
  }

  @Test("--include takes quotations and headings along")
  func include() async throws {
    let folder = try TemporaryFolder()
    try folder.write("a.md", Self.text)
    #expect(added(try await run("a.md", "--include", "quotes", in: folder)).contains("> We utilize a quotation here."))
    let both = added(try await run("a.md", "--include", "quotes,headings", in: folder))
    #expect(both.count == 4)
    #expect(both.first == "# We utilize a heading")
    let bad = try await run("a.md", "--include", "tables", in: folder)
    #expect(bad.status == 64)
    #expect(bad.errors.contains("--include takes quotes, headings or both"))
  }

  @Test("--changed takes the paragraphs that differ from a commit, in files named before or behind it")
  func changed() async throws {
    let repository = try TemporaryRepository()
    let folder = repository.folder
    try repository.commit("a.md", Self.text)
    try folder.write("a.md", Self.text.replacing("second", with: "very last"))
    let expected = ["We utilize the very last one."]
    #expect(added(try await run("a.md", "--changed", in: folder)) == expected)
    #expect(added(try await run("--changed", "a.md", in: folder)) == expected)
    #expect(added(try await run("--changed", "HEAD", "a.md", in: folder)) == expected)
    #expect(added(try await run("--changed=main", "a.md", in: folder)) == expected)
    try folder.write("b.md", "We utilise a new file.\n")
    #expect(added(try await run("--changed", ".", in: folder)) == expected + ["We utilize a new file."])
    try repository.git("add", "--all")
    try repository.git("commit", "--quiet", "--message", "All")
    let nothing = try await run("--changed", "a.md", in: folder)
    #expect(nothing.status == 0)
    #expect(nothing.output.isEmpty)
    #expect(added(try await run("--changed", "HEAD~1", "a.md", in: folder)) == expected)
  }

  @Test("Mistakes with --changed are told in a sentence")
  func changedMistakes() async throws {
    let repository = try TemporaryRepository()
    try repository.commit("a.md", Self.text)
    let unknown = try await run("--changed", "nosuch", "a.md", in: repository.folder)
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("git knows no commit \"nosuch\""))
    let noFile = try await run("--changed", "main", in: repository.folder)
    #expect(noFile.status == 2)
    #expect(noFile.errors.contains("name the files to look at"))
    let input = try await run("--changed", "main", "-", in: repository.folder)
    #expect(input.status == 64)
    let outside = try TemporaryFolder()
    try outside.write("a.md", Self.text)
    let noGit = try await run("--changed", "a.md", in: outside)
    #expect(noGit.status == 2)
    #expect(noGit.errors.contains("is not in a git repository"))
  }

  @Test("What .emendignore and --exclude name is left alone, named files included")
  func ignored() async throws {
    let folder = try TemporaryFolder()
    for name in ["a.md", "drafts/b.md", "old/c.md"] { try folder.write(name, Self.text) }
    try folder.write(".emendignore", "# mine\ndrafts/\n")
    let run = try await run(".", "--exclude", "old/*", in: folder)
    #expect(run.output.contains("+++ b/a.md"))
    #expect(!run.output.contains("b.md"))
    #expect(!run.output.contains("c.md"))
    let named = try await self.run("drafts/b.md", "a.md", in: folder)
    #expect(named.status == 0)
    #expect(named.errors.contains("drafts/b.md: left alone, ignored by \(folder.path)/.emendignore"))
    #expect(named.output.contains("+++ b/a.md"))
    let only = try await self.run("drafts", in: folder)
    #expect(only.status == 0)
    #expect(only.output.isEmpty)
    let filter = try await CommandRun(
      ["rephrase", "-", "--stdin-filename", "drafts/x.md"], in: folder, input: Self.text, model: plainSpeaker)
    #expect(filter.output == Self.text)
    let unnamed = try await CommandRun(["rephrase", "-"], in: folder, input: Self.text, model: plainSpeaker)
    #expect(unnamed.output != Self.text)
  }

  @Test("An unreadable .emendignore stops the run, since what it protects cannot be told")
  func unreadable() async throws {
    let folder = try TemporaryFolder()
    try folder.write("a.md", Self.text)
    try folder.write(".emendignore", [0xFF, 0xFE])
    let run = try await run("a.md", in: folder)
    #expect(run.status == 2)
    #expect(run.errors.contains("cannot read \(folder.path)/.emendignore"))
  }

  @Test("A document that asks to be left alone has no passages, and a paragraph named in it is kept with the reason")
  func disabled() async throws {
    let folder = try TemporaryFolder()
    try folder.write("a.md", "---\nemend: false\n---\n\n\(Self.text)")
    let all = try await run("a.md", in: folder)
    #expect(all.output.isEmpty)
    let named = try await run("a.md", "--paragraph", "1", in: folder)
    #expect(named.errors.contains("a.md:7: kept: line 1 asks emend to leave it alone [disabled]"))
  }
}
