// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import Testing

struct SectionTests {
  static let text = """
    Before it all begins.

    # Guide *to* `emend`

    Intro words are here.

    ## Set-up

    One two three.

    ### Linux

    Four five.

    ## Usage

    > # Quoted heading

    Set-up
    ------

    Last one.

    """

  @Test("Sections reach to the next heading of their level, and know their paragraphs and words")
  func extents() throws {
    let sections = try MarkdownDocument(Self.text).sections
    #expect(sections.map(\.title) == ["Guide to emend", "Set-up", "Linux", "Usage", "Set-up"])
    #expect(sections.map(\.lines) == [3...22, 7...14, 11...14, 15...18, 19...22])
    #expect(sections.map(\.paragraphs) == [2...5, 3...4, 4...4, nil, 5...5])
    #expect(sections[2].path == ["Guide to emend", "Set-up", "Linux"])
    #expect(sections.map(\.words) == [18, 7, 3, 1, 3])
  }

  @Test("Anchors are GitHub's, numbered when they come again")
  func slugs() throws {
    #expect(
      try MarkdownDocument(Self.text).sections.map(\.slug) == [
        "guide-to-emend", "set-up", "linux", "usage", "set-up-1",
      ])
    #expect(try MarkdownDocument("# Größe & Maß: 2_a!").sections.map(\.slug) == ["größe--maß-2_a"])
    #expect(try MarkdownDocument("# a\n# a\n# a 1\n# a\n").sections.map(\.slug) == ["a", "a-1", "a-1-1", "a-2"])
  }
}
