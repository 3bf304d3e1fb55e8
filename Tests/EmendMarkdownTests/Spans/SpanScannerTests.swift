// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import Testing

/// The marks of Markdown's dialects, which cmark takes for text.
struct SpanScannerTests {
  private func spans(_ text: String) throws -> [String] {
    let document = try MarkdownDocument(text + "\n\n[ref]: /u\n")
    return try document.passage(document.paragraphs[0]).markup.spans.map { "\($0.kind.rawValue): \($0.literal)" }
  }

  @Test(
    "What the dialects mark up is found",
    arguments: [
      ("A note[^1] and[^long-name].", ["footnote mark: [^1]", "footnote mark: [^long-name]"]),
      ("As [see @doe99, p. 3; -@roe] and @smith04 say.", ["citation: [see @doe99, p. 3; -@roe]", "mention: @smith04"]),
      ("In [[Page|a page]] and ![[file.png]].", ["wiki link: [[Page|a page]]", "wiki link: ![[file.png]]"]),
      ("Let $a_1 < b$ and $$x^2$$ be.", ["math: $a_1 < b$", "math: $$x^2$$"]),
      ("Let \\(a < b\\) and \\[c\\] be.", ["math: \\(a < b\\)", "math: \\[c\\]"]),
      ("It costs $5 or $10.", []), ("A $`x`$ formula.", ["math: $`x`$"]),
      (
        "Hello {{ user.name }} and {% if a %}this{% endif %}.",
        ["template tag: {{ user.name }}", "template tag: {% if a %}", "template tag: {% endif %}"]
      ),
      (
        "See {{< ref \"a b.md\" >}} or {{% note %}}x{{% /note %}}.",
        ["template tag: {{< ref \"a b.md\" >}}", "template tag: {{% note %}}", "template tag: {{% /note %}}"]
      ),
      ("Raw {{{ html }}} here.", ["template tag: {{{ html }}}"]),
      ("Use {ref}`target <a>` and :doc:`page` now.", ["role: {ref}`target <a>`", "role: :doc:`page`"]),
      ("A [span]{.smallcaps} of *it*{#id .c} here.", ["attribute list: ]{.smallcaps}", "attribute list: {#id .c}"]),
      ("Some `code`{.swift} here.", ["code span: `code`{.swift}"]),
      ("Great :tada: and :+1: too.", ["emoji code: :tada:", "emoji code: :+1:"]), ("At 10:30:15 sharp.", []),
      ("Thanks @ann-lee and @org/team!", ["mention: @ann-lee", "mention: @org/team"]),
      (
        "Fixes #123, GH-7, o/r#4 and #topic.",
        ["tag or issue: #123", "tag or issue: GH-7", "tag or issue: o/r#4", "tag or issue: #topic"]
      ),
      (
        "Since 1a2b3c4d and o/r@0123abc it works.", ["commit: 1a2b3c4d", "commit: o/r@0123abc"]
      ),
      ("The word effaced and 1234567 are no hashes.", []),
      ("Press <kbd>Ctrl</kbd> or ++ctrl+c++.", ["HTML: <kbd>", "HTML: </kbd>", "key or insertion: ++ctrl+c++"]),
      ("The <abbr title=\"a\">X</abbr> tag.", ["HTML: <abbr title=\"a\">", "HTML: </abbr>"]),
      ("This ==is marked== and ~~struck~~.", ["highlight: ==is marked==", "strikethrough: ~~struck~~"]),
      ("H~2~O and x^2^ and ~gone now~.", ["subscript: ~2~", "superscript: ^2^", "strikethrough: ~gone now~"]),
      ("About ~5 and ~6 of them.", []), ("A %%private%% word.", ["comment: %%private%%"]),
      ("A <Tab name={x > 1} b>word</Tab> here.", ["JSX: <Tab name={x > 1} b>", "HTML: </Tab>"]),
      ("The value {props.x} and <>this</>.", ["template tag: {props.x}", "JSX: <>", "JSX: </>"]),
      (
        "An <%= erb %> tag and ${HOME} and %s.",
        ["template tag: <%= erb %>", "placeholder: ${HOME}", "placeholder: %s"]
      ),
      ("See \\cite[p. 3]{doe} now.", ["TeX command: \\cite[p. 3]{doe}"]),
      ("Read [!INCLUDE [title](a.md)] first.", ["template tag: [!INCLUDE [title](a.md)]"]),
      ("A note^[in the *text* [1]] here.", ["footnote mark: ^[in the *text* [1]]"]),
      (
        "A **#topic**, _#tag_, #größe and @müller.",
        ["tag or issue: #topic", "tag or issue: #tag", "tag or issue: #größe", "mention: @müller"]
      ),
      ("Doubled \\\\(x\\\\) too.", ["math: \\\\(x\\\\)"]),
      (
        "At mailto:a@e.org, git+ssh://e.org/x and (https://e.org/).",
        ["URL: mailto:a@e.org", "URL: git+ssh://e.org/x", "URL: https://e.org/"]
      ),
      ("Vue's {{ a }} in `{{ b }}` is code.", ["template tag: {{ a }}", "code span: `{{ b }}`"]),
      ("Tag with a {{ [link](x) }} in it.", ["template tag: {{ [link](x) }}"]),
      (
        "See [a](https://{{< meta x >}}e.org/p) and [b]({% link c d.md %}).",
        ["link destination: ](https://{{< meta x >}}e.org/p)", "link destination: ]({% link c d.md %})"]
      ),
      ("At https://{{< meta x >}}e.org/p, now.", ["URL: https://{{< meta x >}}e.org/p"]),
      ("日本語の $x$ と:smile:です。", ["math: $x$", "emoji code: :smile:"]),
    ])
  func found(text: String, expected: [String]) throws {
    let found = try spans(text)
    #expect(found == expected)
  }

  @Test(
    "A long text of openings that nothing closes is scanned in a moment",
    arguments: ["{", "[", "$", "<a ", "==a", "`a ", "{{ ", "$a $$ "])
  func linear(piece: String) throws {
    let start = ContinuousClock.now
    _ = try? spans("A " + String(repeating: piece, count: 40_000))
    #expect(ContinuousClock.now - start < .seconds(5))
  }
}
