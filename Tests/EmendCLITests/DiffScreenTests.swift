// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendText
import Foundation
import Testing

@testable import EmendCLI

/// How changed words are shown to a person.
struct DiffScreenTests {
  private func runs(_ old: String, _ new: String) -> [WordDiff.Run] { WordDiff(from: old, to: new).runs }

  private let filler = "This sentence is here to make the paragraph long. "

  @Test("Long texts are folded by sentences around the changes; short ones are shown whole")
  func folding() {
    let long = String(repeating: filler, count: 10)
    let text = Folding().folded(runs(long + "It print a list. " + long, long + "It prints a list. " + long))
      .map(DiffStyle.markers.text).joined()
    #expect(text == "… It [-print-]{+prints+} a list. …")
    let two = Folding().folded(runs("A bad \(long)B bad", "A good \(long)B good")).map(DiffStyle.markers.text).joined()
    #expect(two == "A [-bad-]{+good+} This sentence is here to make the paragraph long. … B [-bad-]{+good+}")
    #expect(Folding().folded(runs("a \(filler)", "b \(filler)")).map(\.text).joined() == "ab \(filler)")
    // A sentence may be long itself, and there may be no sentence at all.
    let words = String(repeating: "word ", count: 300)
    let cut = Folding().folded(runs(words + "old " + words, words + "new " + words)).map(\.text).joined()
    #expect(cut.count < 2 * 160 + 20)
    #expect(cut.hasPrefix("… word") && cut.hasSuffix("word …"))
    #expect(Folding().folded([WordDiff.Run(.kept, long)]).map(\.text) == [long])
  }

  @Test("No line is wider than the terminal, whatever is in it; nothing is lost", arguments: [10, 40, 80])
  func wrapping(columns: Int) {
    let texts = [
      ("We utilise the very same thing in each and every one of these cases.", "We use the same thing in each case."),
      ("見出しの下に長い文章があります。改行はどこにもありません。", "見出しの下に短い文章があります。改行はどこにもありません。"),
      (
        "https://example.org/a/very/long/address/without/any/blank/in/it is old",
        "https://example.org/a/very/long/address/without/any/blank/in/it is new"
      ),
      ("👩‍💻 wrote e\u{301}té. One\nTwo", "👩‍💻 wrote été! One\nTwo"), ("", "new"), ("   ", ""),
    ]
    for (old, new) in texts {
      for style in [DiffStyle.markers, .color] {
        let lines = WrappedText(style: style, columns: columns).lines(of: runs(old, new))
        let plain = lines.map { $0.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") }
        #expect(plain.allSatisfy { displayWidth($0.utf8) <= columns }, "\(plain)")
        let whole = runs(old, new).map(style == .color ? DiffStyle.plain.text : DiffStyle.markers.text).joined()
        func letters(_ text: String) -> String { text.filter { !$0.isWhitespace } }
        #expect(letters(plain.joined()) == letters(whole))
      }
    }
  }

  @Test("A document's control characters do not reach the terminal")
  func controls() {
    let lines = WrappedText(style: .color, columns: 80).lines(of: [WordDiff.Run(.kept, "a\u{1B}[31mb\u{7}c\u{9B}d\te")])
    #expect(lines == ["a␛[31mb␇c�d e"])
  }

  @Test("Every style tells what was removed from what was added, and never by colour alone")
  func styles() {
    let diff = runs("a small dog", "a big dog")
    #expect(diff.map(DiffStyle.plain.text).joined() == "a smallbig dog")
    #expect(diff.map(DiffStyle.markers.text).joined() == "a [-small-]{+big+} dog")
    #expect(diff.map(DiffStyle.color.text).joined() == "a \u{1B}[31;9msmall\u{1B}[0m\u{1B}[32;4mbig\u{1B}[0m dog")
  }

  @Test("Of a unified diff long lines are folded for a terminal; without one nothing is changed")
  func unified() {
    let long = String(repeating: filler, count: 20)
    let source = Array("\(long)\n\n\(long)It print. \(long)\n".utf8)
    let start = source.count - long.utf8.count - 2 - "print.".utf8.count
    let edit = TextEdit(range: ByteRange(start, start + 5), replacement: Array("prints".utf8))
    let patch = UnifiedPatch(path: "a.md", source: source, edits: EditList([edit]))
    let text = String(decoding: DiffPrinter(style: .markers, columns: 80).bytes(of: patch.lines), as: UTF8.self)
    #expect(text.contains("\n-… It [-print-]. …\n+… It {+prints+}. …\n"), "\(text)")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 161 })
    #expect(DiffPrinter(style: .plain).bytes(of: patch.lines) == patch.bytes)
  }

  @Test("--word-diff shows words, in plain form for programs, in colour if asked; alone it takes no word behind it")
  func wordDiff() async throws {
    let files = ["post.md": "# Post\n\nWe utilise\nthis thing.\n"]
    for arguments in [["--word-diff", "post.md"], ["--word-diff=plain", "post.md"], ["post.md", "--word-diff"]] {
      let run = try await rephrase(arguments, files: files)
      #expect(
        run.output == "--- a/post.md\n+++ b/post.md\n@@ 3-4 @@ Post\nWe [-utilise-]{+utilize+} this thing.\n",
        "\(arguments)")
    }
    #expect(try await rephrase(["--word-diff=color", "post.md"], files: files).output.contains("\u{1B}[31;9mutilise"))
    let check = try await rephrase(["--check", "--word-diff", "post.md"], files: files)
    #expect(check.status == 1)
    #expect(check.output.contains("[-utilise-]"))
    #expect(try await rephrase(["-", "--word-diff"], input: "We utilise it here.\n").output.contains("{+utilize+}"))
    for bad in [
      ["--word-diff=red", "post.md"], ["--word-diff", "-w", "post.md"],
      ["--word-diff", "--output-format", "json", "post.md"],
    ] {
      #expect(try await rephrase(bad, files: files).status == 64)
    }
  }
}
