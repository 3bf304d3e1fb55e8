// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendLlama

struct StopMatcherTests {
  private func run(_ stops: [String], _ pieces: [String]) -> (text: String, isStopped: Bool) {
    var matcher = StopMatcher(stops)
    var text = ""
    for piece in pieces {
      let (more, isStopped) = matcher.append(piece)
      text += more
      if isStopped { return (text, true) }
    }
    return (text + matcher.finish(), false)
  }

  @Test("A stop string is found in one piece and across pieces, and what follows is dropped")
  func found() {
    #expect(run(["\n\n"], ["one\n", "\ntwo"]) == ("one", true))
    #expect(run(["END"], ["a E", "N", "D b"]) == ("a ", true))
    #expect(run(["中文"], ["a中", "文b"]) == ("a", true))
    #expect(run(["b", "abc"], ["a", "bc"]) == ("", true))
  }

  @Test("What only looked like one comes out in the end")
  func notFound() {
    #expect(run(["END"], ["an E", "N", "d"]) == ("an ENd", false))
    #expect(run(["END"], ["EN"]) == ("EN", false))
    #expect(run([], ["a", "b"]) == ("ab", false))
    #expect(run([""], ["a"]) == ("a", false))
  }

  @Test("Text that cannot begin a stop string is not held back")
  func eager() {
    var matcher = StopMatcher(["END"])
    #expect(matcher.append("some E") == ("some ", false))
    #expect(matcher.append("x") == ("Ex", false))
  }
}
