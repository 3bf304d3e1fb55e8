// SPDX-License-Identifier: Apache-2.0

import EmendText
import Testing

struct EditDistanceTests {
  @Test(
    "What must be put in, taken out or replaced is counted",
    arguments: [
      ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("ab", "ba", 2), ("grün", "grun", 1),
      ("e\u{301}", "é", 0),
    ])
  func distance(one: String, other: String, distance: Int) {
    #expect(editDistance(Array(one), Array(other)) == distance)
    #expect(editDistance(Array(other), Array(one)) == distance)
  }

  @Test(
    "A name may have a third of its letters wrong, a short one a single letter, but not all",
    arguments: [
      ("txt", "text"), ("TEXT", "text"), ("sectoin", "section"), ("colour", nil), ("tx", nil), ("x", nil), ("", nil),
      ("textt", "text"), ("a", "A"),
    ])
  func near(name: String, meant: String?) {
    #expect(nearest(to: name, among: ["section", "text", "A"]) == meant)
  }

  @Test("Of names that are equally near, the first in the alphabet is meant")
  func ties() {
    #expect(nearest(to: "bat", among: ["hat", "cat"]) == "cat")
    #expect(nearest(to: "bat", among: []) == nil)
  }

  @Test("A message names what was meant, if anything, and all that there are")
  func message() {
    #expect(alternatives(to: "txt", among: ["section", "text"]) == ", did you mean text? There are section, text")
    #expect(alternatives(to: "colour", among: ["section", "text"]) == "; there are section, text")
  }
}
