// SPDX-License-Identifier: Apache-2.0

import EmendCLI
import EmendTestSupport
import Testing

struct IgnoreRulesTests {
  static let files = [
    "a.md", "b.txt", "ä ö.md", "docs/a.md", "docs/b/c.md", "docs/b/d/e.md", "vendor/x/y.md", "x/vendor/z.md", "#a.md",
    "!b.md", "draft1.md", "draft-a.md", "trail .md", "foo/bar/baz.md", "foo/baz.md", "keep/in/here.md", "keep/out.md",
  ]

  /// git is the judge: the same patterns in a `.gitignore` and in an `.emendignore` must mean the same files.
  @Test(
    "Patterns mean what they mean to git",
    arguments: [
      "*.md", "a.md", "/a.md", "docs", "docs/", "/docs/", "docs/*.md", "docs/*", "docs/**", "**/c.md", "docs/**/e.md",
      "foo/**/baz.md", "vendor/", "/vendor", "**/vendor/**", "*.md\n!a.md", "docs/\n!docs/a.md", "docs/*\n!docs/a.md",
      "draft?.md", "draft[0-9].md", "draft[!0-9]*.md", "\\#a.md", "#a.md", "\\!b.md", "!b.md", "a.md   ", "a.md\\ ",
      "trail\\ .md", "*.txt\r", "ä*.md", "", "\n\n", "/", "!", "**", "*/a.md", "docs/b", "b/", "keep\n!keep/out.md",
      "keep/**\n!keep/out.md", "**/", "a**", "d*/b/", "[", "foo/**", "*",
    ])
  func patterns(patterns: String) throws {
    let repository = try TemporaryRepository()
    for file in Self.files { try repository.folder.write(file, "") }
    try repository.folder.write(".gitignore", patterns)
    try repository.folder.write(".emendignore", patterns)
    try expectAgreement(in: repository)
  }

  @Test("The nearest file counts most")
  func nearest() throws {
    let repository = try TemporaryRepository()
    for file in Self.files { try repository.folder.write(file, "") }
    for (place, patterns) in [("", "*.md\n"), ("docs/", "!*.md\nd/\n"), ("docs/b/", "c.md\n!d/\n")] {
      try repository.folder.write("\(place).gitignore", patterns)
      try repository.folder.write("\(place).emendignore", patterns)
    }
    try expectAgreement(in: repository)
  }

  private func expectAgreement(in repository: TemporaryRepository) throws {
    let list = try ProcessRun(
      "/usr/bin/env", ["git", "-c", "core.quotePath=false", "check-ignore", "--no-index", "--stdin"],
      in: repository.folder.path, input: Array(Self.files.joined(separator: "\n").utf8))
    let ignoredByGit = Set(list.text.split(separator: "\n").map(String.init))
    let rules = IgnoreRules()
    let ignored = try Self.files.filter { try rules.reason(ignoring: "\(repository.folder.path)/\($0)") != nil }
    #expect(Set(ignored) == ignoredByGit)
  }

  @Test("--exclude is meant from the current folder and does not reach above it")
  func exclude() throws {
    let patterns = ["drafts/", "*.tmp.md", "!keep.tmp.md"]
    let rules = IgnoreRules(
      excluded: patterns.compactMap { Exclusion($0, from: "/home/me", origin: "--exclude") })
    #expect(try rules.reason(ignoring: "/home/me/drafts/a.md") == "--exclude")
    #expect(try rules.reason(ignoring: "/home/me/b/a.tmp.md") == "--exclude")
    #expect(try rules.reason(ignoring: "/home/me/keep.tmp.md") == nil)
    #expect(try rules.reason(ignoring: "/home/you/drafts/a.md") == nil)
  }

  @Test("Patterns have folders of their own; of those that match the last counts")
  func folders() throws {
    let patterns = [("/", "*.tmp.md"), ("/p", "drafts/*.md"), ("/p/q", "!keep.tmp.md"), ("/p/q", "# no")]
    let rules = IgnoreRules(excluded: patterns.compactMap { Exclusion($1, from: $0, origin: "\($0):\($1)") })
    for (path, reason) in [
      ("/p/drafts/a.md", "/p:drafts/*.md"), ("/p/q/drafts/a.md", nil), ("/x/a.tmp.md", "/:*.tmp.md"),
      ("/p/keep.tmp.md", "/:*.tmp.md"), ("/p/q/r/keep.tmp.md", nil), ("/pp/drafts/a.md", nil), ("/p", nil),
    ] as [(String, String?)] {
      #expect(try rules.reason(ignoring: path) == reason, "\(path)")
    }
  }
}
