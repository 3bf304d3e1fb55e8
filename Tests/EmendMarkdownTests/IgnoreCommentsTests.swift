// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import Testing

struct IgnoreCommentsTests {
  private func prose(_ text: String) throws -> [String] {
    try MarkdownDocument(text).passages(in: Selection()).passages.map { String($0.text.prefix(3)) }
  }

  @Test(
    "What a comment asks to leave alone is not offered",
    arguments: [
      (
        "One is some prose.\n\n<!-- emend-disable -->\n\nTwo is some prose.\n\n<!-- emend-enable -->\n\nThree is some prose.\n",
        ["One", "Thr"]
      ),
      ("One is some prose.\n\n<!-- emend-disable reason: it is mine -->\n\nTwo is some prose.\n", ["One"]),
      (
        "One is some prose.\n\n<!--emend-disable-next-line-->\nTwo is some prose.\n\nThree is some prose.\n",
        ["One", "Thr"]
      ),
      ("<!-- emend-disable-next-line -->\n\nOne is some prose.\n\nTwo is some prose.\n", ["Two"]),
      ("One is some prose.\n\n<!-- emend-disable-file -->\n", []),
      (
        "One is some prose.\n\n{/* emend-disable */}\n\nTwo is some prose.\n\n{/* emend-enable */}\n\nThree is some prose.\n",
        ["One", "Thr"]
      ),
      (
        "- One is some prose.\n- <!-- emend-disable-next-line -->\n  Two is some prose.\n- Three is some prose.\n",
        ["One", "Thr"]
      ),
      (
        "- One is some prose.\n\n  <!-- emend-disable -->\n\n  Two is some prose.\n\n  <!-- emend-enable -->\n\n- Three is some prose.\n",
        ["One", "Thr"]
      ),
      ("<!-- prettier-ignore -->\n- One is some prose.\n- Two is some prose.\n\nThree is some prose.\n", ["Thr"]),
      (
        "<!-- prettier-ignore-start -->\n\nOne is some prose.\n\n<!-- prettier-ignore-end -->\n\nTwo is some prose.\n",
        ["Two"]
      ),
      ("{/* prettier-ignore */}\nOne is some prose.\n\nTwo is some prose.\n", ["Two"]),
      ("```\n<!-- emend-disable -->\n```\n\nOne is some prose.\n", ["One"]),
      ("<!-- emend-disabled -->\n\nOne is some prose.\n", ["One"]),
      ("---\nemend: false\n---\n\nOne is some prose.\n", []),
      ("---\nemend: true\n---\n\nOne is some prose.\n", ["One"]),
      ("---\nnested:\n  emend: false\n---\n\nOne is some prose.\n", ["One"]),
      ("---\ntitle: {{ x }}: y\nemend: false\n---\n\nOne is some prose.\n", []),
      ("---\n[a]: b\n? {c: d}\n: e\nemend: false\n---\n\nOne is some prose.\n", []),
      ("---\nemend: \"false\"\n---\n\nOne is some prose.\n", []),
      ("1. <!-- emend-disable-next-line -->\n   One is some prose.\n2. Two is some prose.\n", ["Two"]),
      ("1. {/* emend-disable-next-line */}\n   One is some prose.\n2. Two is some prose.\n", ["Two"]),
      ("<!--\nemend-disable\n-->\n\nOne is some prose.\n", []),
      ("<!--\nemend-disable-next-line\n-->\nOne is some prose.\n\nTwo is some prose.\n", ["Two"]),
      ("<!-- x --> <!-- emend-disable -->\n\nOne is some prose.\n", []),
      ("+++\nemend = false # mine\n+++\n\nOne is some prose.\n", []),
      ("+++\n[table]\nemend = false\n+++\n\nOne is some prose.\n", ["One"]),
      ("{\n  \"emend\": false,\n  \"a\": 1\n}\n\nOne is some prose.\n", []),
    ])
  func ignored(text: String, expected: [String]) throws {
    #expect(try prose(text) == expected)
    #expect(try prose(text.replacing("\n", with: "\r\n")) == expected)
  }

  @Test("A comment that is closed only behind the one that takes it back is no trap")
  func closedLate() throws {
    let text = "{/* emend-disable\n\n<!-- emend-enable -->\n\nOne is some prose.\n\n*/}\n\nTwo is some prose.\n"
    #expect(try prose(text) == ["Two"])
  }

  @Test("A paragraph that is named all the same is declined, with the line that asks for it")
  func named() throws {
    let document = try MarkdownDocument("<!-- emend-disable -->\n\nOne is some prose.\n")
    let selected = try document.passages(in: Selection([.paragraph(1)]))
    #expect(selected.passages.isEmpty)
    #expect(selected.declined.map(\.refusal) == [.disabled(line: 1)])
  }
}
