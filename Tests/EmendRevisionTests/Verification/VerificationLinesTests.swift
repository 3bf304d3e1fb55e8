// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import Testing

@testable import EmendRevision

/// Where `Verification` says that something is.
struct VerificationLinesTests {
  @Test(
    "The line of the number, not of its paragraph",
    arguments: [
      ("One of\nthe 3 cats\nsat here.\n", "One of\nthe cats\nsat here.\n", "2-2>1-3"),
      ("One of\nthe cats\nsat here.\n", "One of\nthe cats\nsat 3 here.\n", "1-3>3-3"),
      ("- One of\n  the 3 cats\n  sat here.\n", "- One of the cats\n  sat here.\n", "2-2>1-2"),
      ("> One of\n> the 3 cats\n> sat here.\n", "> One of\n> the cats\n> sat here.\n", "2-2>1-3"),
      ("One of  \nthe `a b\nc d` and 3 cats.\n", "One of  \nthe `a b c d` and cats.\n", "3-3>1-2"),
      ("\u{FEFF}One of\nthe 3 cats.\n", "One of\nthe cats.\n", "2-2>1-2"),
      ("# T\n\n\n3 cats\nsat here.\n", "# T\n\ncats\nsat here.\n", "4-4>3-4"),
      ("Über\nallem 3 Katzen.\n", "Über\nallem Katzen.\n", "2-2>1-2"),
    ])
  func numbers(old: String, new: String, lines: String) throws {
    #expect(
      try verificationFailures(old, new) == [
        "\(lines) numbers: the number 3 is \(lines.hasPrefix("1-3>3") ? "new or doubled" : "missing")"
      ])
  }

  @Test("CR, CRLF, a byte order mark and front matter do not move lines", arguments: ["\n", "\r\n", "\r"])
  func endings(ending: String) throws {
    let old = "\u{FEFF}---\ntitle: x\n---\n\nOne of\nthe 3 cats\nsat here.\n".replacing("\n", with: ending)
    let new = "---\ntitle: x\n---\n\nOne of\nthe cats\nsat here.\n"
    let found = try verificationFailures(old, new)
    #expect(found == ["6-6>5-7 numbers: the number 3 is missing"])
  }

  @Test("Joined and split paragraphs: the line in the part that it is in")
  func joined() throws {
    let (one, two) = ("The cat sat on\nthe mat all day.\n", "A dog barked at\n3 moons at night.\n")
    let joined = "The cat sat on the mat all day. A dog barked\nat moons at night.\n"
    #expect(try verificationFailures("\(one)\n\(two)", joined) == ["5-5>1-2 numbers: the number 3 is missing"])
    #expect(
      try verificationFailures(joined, "\(one)\n\(two)") == ["1-2>5-5 numbers: the number 3 is new or doubled"])
  }

  @Test("Failures are by their place in the new document")
  func order() throws {
    let old = "It has 3 cats here.\n\nIt has 4 dogs there.\n\n```\na\n```\n"
    let new = "```\nb\n```\n\nIt has dogs there.\n\nIt has cats here.\n"
    #expect(
      try verificationFailures(old, new) == [
        "5-7>1-3 structure: the code block is changed", "3-3>5-5 numbers: the number 4 is missing",
        "1-1>7-7 numbers: the number 3 is missing",
      ])
  }

  @Test("A passage that cannot be taken apart is unchecked where it differs, and nothing where it does not")
  func unchecked() throws {
    let old = "Fine words here.\n\na\u{0C}b c d e\n"
    func verification(_ new: String) throws -> Verification {
      Verification(of: try MarkdownDocument(new), against: try MarkdownDocument(old))
    }
    #expect(try verification(old).unchecked == [])
    let changed = try verification(old.replacing("d e", with: "d e f"))
    #expect(changed.failures == [] && changed.changed == 1 && changed.passages == 2)
    #expect(changed.unchecked.map(\.check) == ["unverified"])
    #expect(changed.unchecked.first?.oldLines == 3...3 && changed.unchecked.first?.newLines == 3...3)
  }
}
