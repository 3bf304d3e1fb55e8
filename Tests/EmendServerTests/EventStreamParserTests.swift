// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendServer

struct EventStreamParserTests {
  @Test(
    arguments: [
      ("data: a\n\n", ["a"]),
      ("data:a\n\ndata:b\n\n", ["a", "b"]),
      ("data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]),
      ("data: a\r\rdata: b\r\r", ["a", "b"]),
      ("data: one\ndata: two\n\n", ["one\ntwo"]),
      (": ping\n\nevent: x\nid: 7\nretry: 3\ndata: a\n\n", ["a"]),
      ("\u{FEFF}data: a\n\n", ["a"]),
      ("data\n\n", [""]),
      ("unknown: a\n<html>\n\n", []),
      ("data: not finished\n", []),
      ("data:  two blanks: and: colons\n\n", [" two blanks: and: colons"]),
      (#"error: {"code": 500}"# + "\n\n", [#"{"error": {"code": 500}}"#]),
    ])
  func takesEventsApart(stream: String, events: [String]) {
    var whole = EventStreamParser()
    #expect(whole.events(in: stream.utf8) == events)
    var byByte = EventStreamParser()
    #expect(stream.utf8.flatMap { byByte.events(in: [$0]) } == events)
  }

  @Test func charactersMayBeSplit() {
    var parser = EventStreamParser()
    let bytes = Array("data: für — 漢字\n\n".utf8)
    let events = bytes.indices.flatMap { parser.events(in: bytes[$0...$0]) }
    #expect(events == ["für — 漢字"])
  }
}
