// SPDX-License-Identifier: Apache-2.0

/// What a stand-in does when it is asked: bytes, pauses, and how the connection ends.
///
/// ```swift
/// StandInAnswer.json(["error": ["message": "busy"]], status: 503, headers: ["Retry-After": "1"])
/// StandInAnswer.events(["{\"n\": 1}", "[DONE]"], pause: .milliseconds(10))
/// StandInAnswer.events(["{\"n\": 1}"], ending: .close)  // broken off
/// StandInAnswer.raw("HTTP/1.1 nonsense\r\n\r\n").then(.reset)
/// ```
package struct StandInAnswer: Sendable {
  package enum Step: Sendable {
    case bytes([UInt8])
    case pause(Duration)
    /// Closes the connection after what was written.
    case close
    /// Breaks the connection off.
    case reset
  }

  package var steps: [Step]

  package init(_ steps: [Step]) { self.steps = steps }

  /// Nothing, for as long as the client waits.
  package static let never = StandInAnswer([])
  /// The connection closed without a word.
  package static let hangUp = StandInAnswer([.close])
  package static let reset = StandInAnswer([.reset])

  /// Bytes as they are, to send what no server should.
  package static func raw(_ text: String) -> StandInAnswer { StandInAnswer([.bytes(Array(text.utf8))]) }

  /// A whole answer.
  package static func text(
    _ body: String, status: Int = 200, type: String = "text/plain", headers: [String: String] = [:]
  ) -> StandInAnswer {
    let head = head(
      status, headers.merging(["Content-Type": type, "Content-Length": "\(body.utf8.count)"]) { own, _ in own })
    return .raw(head + body)
  }

  package static func json(
    _ body: JSONValue, status: Int = 200, headers: [String: String] = [:]
  ) -> StandInAnswer {
    .text(body.text, status: status, type: "application/json; charset=utf-8", headers: headers)
  }

  /// An answer that is sent elsewhere.
  package static func redirect(to target: String, status: Int = 307) -> StandInAnswer {
    .text("", status: status, headers: ["Location": target])
  }

  /// How a stream ends.
  package enum Ending: Sendable {
    /// As HTTP says.
    case complete
    /// The connection is closed before that.
    case close
    case reset
    /// Nothing more comes.
    case silence
  }

  /// A stream of server-sent events, each in a piece of its own.
  ///
  /// - Parameters:
  ///   - data: The data of each event.
  ///   - pause: How long to wait before each but the first.
  package static func events(
    _ data: [String], pause: Duration? = nil, ending: Ending = .complete
  ) -> StandInAnswer {
    .pieces(data.map { "data: \($0)\n\n" }, type: "text/event-stream", pause: pause, ending: ending)
  }

  /// A body that is sent in these pieces, in chunked encoding.
  package static func pieces(
    _ pieces: [String], status: Int = 200, type: String, pause: Duration? = nil, ending: Ending = .complete
  ) -> StandInAnswer {
    var answer = raw(head(status, ["Content-Type": type, "Transfer-Encoding": "chunked"]))
    for (index, piece) in pieces.enumerated() {
      if let pause, index > 0 { answer.steps.append(.pause(pause)) }
      answer.steps.append(.bytes(Array("\(String(piece.utf8.count, radix: 16))\r\n\(piece)\r\n".utf8)))
    }
    switch ending {
    case .complete: answer.steps.append(.bytes(Array("0\r\n\r\n".utf8)))
    case .close: answer.steps.append(.close)
    case .reset: answer.steps.append(.reset)
    case .silence: break
    }
    return answer
  }

  package func then(_ next: StandInAnswer) -> StandInAnswer { StandInAnswer(steps + next.steps) }

  /// The same after a while.
  package func after(_ pause: Duration) -> StandInAnswer { StandInAnswer([.pause(pause)] + steps) }

  private static func head(_ status: Int, _ headers: [String: String]) -> String {
    // The reason phrase means nothing and may be empty.
    "HTTP/1.1 \(status) \r\n" + headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
      + "\r\n"
  }
}
