// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

/// What is read of lists that no grammar held.
struct ListAnswerTests {
  private func items(_ answer: String, longest: Int = 30) -> [String] { ListAnswer(answer, longest: longest).items }

  @Test(
    "Items are read whatever marks them and whatever stands around them",
    arguments: [
      "- Foo\n- Bar baz\n", "* Foo\n* Bar baz", "+ Foo\n+ Bar baz", "• Foo\n• Bar baz", "1. Foo\n2. Bar baz",
      "1) Foo:\n2) Bar baz;", " 9. Foo\n10. Bar baz", "Foo\nBar baz", "Here are some ideas:\n\nFoo\nBar baz",
      "Here are some ideas:\n\n1. **Foo**\n2. **Bar** baz\n\nLet me know if you want more!",
      "```markdown\n- Foo\n- Bar baz\n```", "Sure:\n\n```\n- Foo\n- Bar baz\n```\n\nI hope this helps.",
      "- **Foo:** what you have never heard of before\n  - a part\n- Bar baz\n  that goes on",
      "\r\n- Foo\r\n\r\n- Bar baz\r\n",
    ])
  func read(answer: String) { #expect(items(answer) == ["Foo", "Bar baz"]) }

  @Test("Words in bold stand for an item that is too long, and only then")
  func bold() {
    #expect(items("1. **Foo**: bar", longest: 8) == ["Foo: bar"])
    #expect(items("1. **Foo**: bar", longest: 7) == ["Foo"])
    #expect(items("1. **Foo:** bar", longest: 7) == ["Foo"])
    #expect(items("1. Foo **bar** baz", longest: 7) == ["Foo **bar** baz"])
    #expect(items("1. **Foo", longest: 3) == ["**Foo"])
  }

  @Test("What only looks like a mark is text, and an item without text is there")
  func marks() {
    #expect(items("2.5 litres\n-5 degrees\n*so*") == ["2.5 litres", "-5 degrees", "*so*"])
    #expect(items("- 2.5 litres\n-\n") == ["2.5 litres", ""])
    #expect(items("") == [])
    #expect(items("Only this:") == ["Only this"])
  }

  @Test(
    "Fences in the midst of an answer stay",
    arguments: ["One.\n```\ncode\n```\n", "```swift\ncode\n```\n\nOne.", "```\ncode", "A `b`.", "", "\n"])
  func fences(answer: String) { #expect(answer.withoutFence == answer) }
}
