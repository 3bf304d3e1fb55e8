// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import EmendText
import Testing

/// Which parts of a document in a dialect are prose.
struct DialectBlockTests {
  private func prose(_ text: String, including kinds: Set<Selection.Kind> = [.quotes]) throws -> [String] {
    try MarkdownDocument(text).passages(in: Selection(including: kinds)).passages.map(\.text)
  }

  @Test(
    "Blocks that are no prose are not offered",
    arguments: [
      "| a b c d | e f g h |\n|---|---|\n| one two three | four five six |",
      "a b c d | e f g h\n---|---\none two three | four five six",
      "+-----+-----+\n| one two three | four five |\n+-----+-----+",
      "| The first line of a poem\n| and the second line of it",
      "------- ------\none two three four five\nsix seven eight nine ten\n------- ------",
      "The term of the list\n: its definition has some words",
      "The term of the list here\n\n: its definition has some words",
      "Term one two three\n~ its definition has some words",
      "*[HTML]: Hyper Text Markup Language here",
      "$$\na + b = c where some words stand here\n$$",
      "$$ a + b = c + d + e + f $$ {#eq:one}",
      "\\[\na + b = c where some words stand\n\\]",
      "\\begin{align}\na + b and some more words here\n\\end{align}",
      "$$\na + b some words here now\n\nand more words after a blank line\n$$",
      "import Tabs from '@theme/Tabs' and some more",
      "export const meta = {\n  title: 'one two three four five'\n}",
      "export const meta = {\n\n  title: 'one two three four five'\n\n}",
      "<Component\n  name={value of some kind here}\n  other=\"some more words\"\n/>",
      "<Tab value={x} label=\"some words are here\">",
      "{% highlight ruby %}\nputs one two three four five\n\nputs six seven eight nine\n{% endhighlight %}",
      "{{< mermaid >}}\ngraph one two three four\n\nend of the whole graph\n{{< /mermaid >}}",
      "{% include figure.html caption=\"some words of a caption\" %}",
      ":::{code-block} python\none two three four five\n\nsix seven eight nine ten\n:::",
      "%%\nA comment of some words here\n\nand some more of it\n%%",
      "export const x = () => {\n  list.map((a) => {\n    a\n  })\n\n  return some words that follow here\n}",
      "export const x = `\nsome words of it\n\nand more words of it\n`",
      "{/* a comment of some words\n\nand more words of it */}",
      "{items.map(item =>\n  some words are in here\n\n  and more words of it\n)}",
      "<Tabs\n  one={some words of it}\n\n  other={more words of it}\n/>", "<Tabs.Item value={{a: 1}}>",
      "<Foo a={1}\n\n  title=\"Some words of it are here\"\n\n>",
      "{`\nsome words of it\n\nand more words of it\n`}",
      "{{< figure\n  src=\"a.png\"\n  title=\"some words are here\"\n>}}",
      "::: mermaid\ngraph some words of it\n\nmore words of it\n:::", "%% A comment of words\n\nand more of it %%",
      "{::comment}\nsome words are here\n\nand more words\n{:/comment}", "+++ {\"slide\": true, \"some\": \"words\"}",
      "/// note | A title of some words", "[^1]:", "[TOC]", "% A comment of MyST with words",
      "(a target with some words)=",
      "{: .class one two three four five}", "<<< @/some/file.js with some more words",
      "[label]: http://example.org/ \"a title of some words\"",
      "<div>\nHTML block with some words\n</div>", "```\ncode with some words in it\n```",
      "    code with some words in it", "---\ntitle: some words are here now\n---",
      "{\n  \"title\": \"some words are here now\"\n}", "+++\ntitle = \"some words are here now\"\n+++",
    ])
  func opaque(block: String) throws {
    #expect(try prose(block) == [])
    #expect(try prose("\(block)\n\nSome prose is behind it.\n") == ["Some prose is behind it."])
  }

  @Test(
    "Prose in a dialect's block is offered without the marks of the block",
    arguments: [
      ("::: warning Title here\nSome prose is in it.\n:::\n", ["Some prose is in it."]),
      ("::: {.note}\n\nSome prose is in it.\n\n:::\n", ["Some prose is in it."]),
      (":::{admonition} Title\nSome prose is in it.\n:::\n", ["Some prose is in it."]),
      ("> [!NOTE]\n> Some prose is in it.\n", ["Some prose is in it."]),
      (":::{note}\n:class: some words\nSome prose is in it.\n:::\n", ["Some prose is in it."]),
      ("- import the module from the parent's folder first.\n", ["import the module from the parent's folder first."]),
      ("- export default settings to a file first.\n", ["export default settings to a file first."]),
      ("<Foo a={1}\n\n>\n\nSome prose is in it.\n\n{a.map((b) => {\n\nx\n})}\n", ["Some prose is in it."]),
      ("|x| is the value of some x.\n", ["|x| is the value of some x."]),
      ("$$ is a number of words.\n\nIn the end $$ is one.\n", ["$$ is a number of words.", "In the end $$ is one."]),
      ("> [!tip]- Folded title\n> Some prose is in it.\n", ["Some prose is in it."]),
      ("!!! note \"Title\"\n    code in cmark's eyes\n\nSome prose comes here.\n", ["Some prose comes here."]),
      ("[^1]: Some prose is in it.\n", ["Some prose is in it."]),
      ("- [ ] Some prose is in it.\n- [x] And some more prose.\n", ["Some prose is in it.", "And some more prose."]),
      ("Some prose has a mark. ^block-id\n", ["Some prose has a mark."]),
      ("{% if a %}\nSome prose is in it.\n{% endif %}\n", ["Some prose is in it."]),
      ("Some prose has attributes.\n{: .class}\n", ["Some prose has attributes."]),
      ("\\$$ is no formula of its own.\n", ["\\$$ is no formula of its own."]),
    ])
  func prose(text: String, expected: [String]) throws {
    // What indentation makes of it is cmark's business.
    let found = try prose(text, including: [.quotes])
    #expect(found.filter { !$0.hasPrefix("code") } == expected)
  }

  @Test("Lines that begin regions in vain, each of its own, are read in a moment")
  func linear() throws {
    let start = ContinuousClock.now
    _ = try MarkdownDocument((0..<20_000).map { "\\begin{a\($0)} x y z\n" }.joined())
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  @Test(
    "Headings are offered when they are included, without the marks around them",
    arguments: [
      ("## Some words here ##\n", "Some words here"), ("# Some words {#id .c}\n", "Some words"),
      ("Some words\nof a heading\n---\n", "Some words of a heading"), ("> ## Some `x` words\n", "Some `x` words"),
      ("Some words here\n===\n```\ncode\n```\n", "Some words here"),
    ])
  func headings(text: String, expected: String) throws {
    #expect(try prose(text, including: [.headings]) == (text.hasPrefix(">") ? [] : [expected]))
    let document = try MarkdownDocument(text)
    let passages = try document.passages(in: Selection(including: [.headings, .quotes])).passages
    try #require(passages.map(\.text) == [expected])
    #expect(document.structureChange(replacing: [(passages[0], "Other words here")]) == nil)
    #expect(document.structureChange(replacing: [(passages[0], "Other words\n\nand a paragraph")]) != nil)
    // The sign would be taken for the closing sequence, unless attributes stand behind it.
    #expect((document.structureChange(replacing: [(passages[0], "Other words #")]) != nil) == !text.contains("{#"))
  }

  @Test(
    "A replacement that would make another block of a dialect is a change of structure",
    arguments: [
      ": some words here", "::: some words", "[^1]: some words here",
      "import some from \"words\"", "*[some]: words are here", "export const some = words", "[!NOTE]",
      "{% if some words %}", "| some | words |", "<Some words={x}>", "- [ ] some words",
    ])
  func escaping(replacement: String) throws {
    for text in ["Some prose is here.\n\nMore prose follows it.\n\n$$\nx\n$$\n", "> Some prose is here.\n"] {
      let document = try MarkdownDocument(text)
      let passage = try document.passage(document.paragraphs[0])
      #expect(document.structureChange(replacing: [(passage, replacement)]) != nil, "\(text)")
    }
  }
}
