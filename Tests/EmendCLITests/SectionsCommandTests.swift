// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Foundation
import Testing

struct SectionsCommandTests {
  private let text = """
    ---
    title: x
    ---
    Words before it all.

    # Guide

    Intro words.

    ## Usage

    > A quotation here.

    ## Usage

    - one
    - 中文字

    """

  private func run(_ arguments: [String], text: String) async throws -> CommandRun {
    let folder = try TemporaryFolder()
    try folder.write("a.md", text)
    return try await CommandRun(["sections"] + arguments, in: folder, hasModel: false, model: plainSpeaker)
  }

  @Test("The outline has lines, words and what each selection flag takes")
  func table() async throws {
    let run = try await run(["a.md"], text: text)
    #expect(run.status == 0)
    #expect(
      run.output == """
        a.md: 3 sections, 5 paragraphs, 16 words
        --lines  --paragraph  words  --section
        4        1                4  (before the first heading)
        6-17     2-5             12  "Guide"
        10-13    3                4    "#usage"
        14-17    4-5              5    "#usage-1"

        """)
  }

  @Test("Paragraphs are listed with their numbers")
  func paragraphs() async throws {
    let run = try await run(["a.md", "--paragraphs"], text: "One two.\n\n> three\n")
    #expect(
      run.output == """
        a.md: 0 sections, 2 paragraphs, 3 words
        --paragraph  --lines  words  text
                  1  1            2  One two.
                  2  3            1  > three

        """)
  }

  @Test("JSON holds the same")
  func json() async throws {
    let run = try await run(["a.md", "--output-format", "json"], text: text)
    let outline = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let sections = try #require(outline["sections"] as? [[String: Any]])
    #expect(sections.map { $0["address"] as? String } == [nil, "Guide", "#usage", "#usage-1"])
    #expect((outline["paragraphs"] as? [Any])?.count == 5)
  }

  @Test("A document without anything, and one that is not there")
  func nothing() async throws {
    #expect(try await run(["a.md"], text: "").output == "a.md: 0 sections, 0 paragraphs, 0 words\n")
    let missing = try await run(["b.md"], text: "")
    #expect(missing.status == 2)
    #expect(missing.errors == "emend: b.md: no such file\n")
    #expect(try await run(["."], text: "").errors == "emend: .: a folder where a file is needed\n")
  }
}
