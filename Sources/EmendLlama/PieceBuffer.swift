// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// Gathers the pieces of all answers, so that whoever reads them is woken a few times a second and not at each token: it
/// would take a core from the threads that evaluate.
struct PieceBuffer {
  private var pieces: [Int: (text: String, tokens: Int)] = [:]
  private var latestFlush = ContinuousClock.now
  private static let interval = Duration.milliseconds(100)

  /// Takes more text of the answer to a request.
  mutating func append(_ text: String, request: Int) {
    pieces[request, default: ("", 0)].text += text
    pieces[request, default: ("", 0)].tokens += 1
  }

  /// Hands over everything if it is time to.
  mutating func flushIfDue(yield: (GenerationEvent) -> Void) {
    guard ContinuousClock.now - latestFlush >= Self.interval else { return }
    for request in pieces.keys.sorted() { flush(request: request, yield: yield) }
    latestFlush = .now
  }

  /// Hands over what there is of one answer.
  mutating func flush(request: Int, yield: (GenerationEvent) -> Void) {
    guard let piece = pieces.removeValue(forKey: request) else { return }
    yield(.piece(request: request, text: piece.text, tokens: piece.tokens))
  }
}
