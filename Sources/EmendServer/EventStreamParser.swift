// SPDX-License-Identifier: Apache-2.0

/// Takes a stream of server-sent events apart.
///
/// Of each event only its data is of use here; comments, names, ids and times of reconnecting are skipped, as are fields of
/// unknown names (https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation).
///
/// ```swift
/// var parser = EventStreamParser()
/// parser.events(in: Array("data: 1\n".utf8))  // []
/// parser.events(in: Array("\ndata: 2\n\n".utf8))  // ["1", "2"]
/// ```
struct EventStreamParser {
  private var line: [UInt8] = []
  private var data: [String] = []
  private var endedWithReturn = false
  private var isFirstLine = true

  /// Returns the data of those events that are complete with these bytes.
  mutating func events(in bytes: some Sequence<UInt8>) -> [String] {
    var events: [String] = []
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\n") where endedWithReturn: endedWithReturn = false
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        endedWithReturn = byte == UInt8(ascii: "\r")
        finishLine(&events)
      default:
        endedWithReturn = false
        line.append(byte)
      }
    }
    return events
  }

  private mutating func finishLine(_ events: inout [String]) {
    defer { line.removeAll(keepingCapacity: true) }
    var text = String(decoding: line, as: UTF8.self)
    if isFirstLine, text.hasPrefix("\u{FEFF}") { text.removeFirst() }
    isFirstLine = false
    guard !text.isEmpty else {
      if !data.isEmpty { events.append(data.joined(separator: "\n")) }
      data = []
      return
    }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    // Older llama-servers send an error as a field of that name.
    guard ["data", "error"].contains(parts[0]) else { return }
    var value = parts.count > 1 ? parts[1] : ""
    if value.hasPrefix(" ") { value.removeFirst() }
    data.append(parts[0] == "error" ? "{\"error\": \(value)}" : String(value))
  }
}
