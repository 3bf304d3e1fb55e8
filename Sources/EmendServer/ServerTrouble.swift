// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// What went wrong between us and a server.
enum ServerTrouble: Error, Equatable {
  /// Nothing listens there.
  case refused
  /// No connection came about; the system's words.
  case unreachable(String)
  case connectTimeout(Duration)
  /// The server's certificate, or TLS itself; what is wrong and what to do.
  case untrusted(String)
  /// It accepted the connection, but did not agree on TLS in time.
  case noHandshake(Duration)
  /// It closed the connection before it answered.
  case hungUp
  /// No first token, or no further one, came for so long.
  case silent(Duration, isFirst: Bool)
  /// It was silent time and again, and is not asked any more.
  case givenUp
  /// A status that is no success, with the server's own words; empty if it has none.
  case status(Int, String, retryAfter: Duration?)
  /// It wants to be asked elsewhere.
  case redirect(String)
  /// The prompt is too long for its model, in its own words.
  case promptTooLong(String, tokens: Int?, limit: Int?)
  /// It sent something else than it should; what.
  case malformed(String)
  /// The answer is longer than anything that was asked for.
  case endless
  /// The stream ended before the answer did; with what there is of it, if anything.
  case truncated(Generation?)
  /// An answer without any text to choose.
  case noChoice
  /// The model reasoned to the end of its room, or to its end, and said nothing.
  case onlyReasoning
  /// The answer was withheld; the finish reason.
  case withheld(String)
}

extension ServerTrouble {
  /// Whether it may be gone when the same is asked again.
  var isPassing: Bool {
    switch self {
    case .refused, .hungUp, .truncated: true
    case .status(let code, _, _): [408, 429, 500, 502, 503, 504].contains(code)
    default: false
    }
  }

  /// Whether the server is not there, or busy with others, rather than in trouble with one request.
  var isOfServer: Bool {
    switch self {
    case .refused, .hungUp: true
    case .status(let code, _, _): [429, 502, 503, 504].contains(code)
    default: false
    }
  }

  /// Whether the server is about to load its model (llama-server's words).
  var isLoading: Bool {
    if case .status(503, let words, _) = self { words.lowercased().contains("loading model") } else { false }
  }

  /// Returns the sentence for whoever ran the program.
  func error(at address: ServerAddress) -> ModelError {
    let server = "the server \(address)"
    switch self {
    case .promptTooLong(_, let tokens?, let limit?): return .promptTooLong(tokens: tokens, limit: limit)
    case .refused: return .server("\(server) refuses the connection; is it running?")
    case .unreachable(let reason): return .server("\(server) cannot be reached: \(reason)")
    case .connectTimeout(let limit):
      return .server("\(server) does not accept the connection within \(limit.words); is the address right?")
    case .untrusted(let reason): return .server("nothing is sent to \(server): \(reason)")
    case .noHandshake(let limit):
      return .server(
        "\(server) does not agree on TLS within \(limit.words); if it does not speak TLS, and that is right, write http://"
      )
    case .hungUp: return .server("\(server) closed the connection without an answer; its log may say why")
    case .silent(let limit, let isFirst):
      return .server(
        "\(server) sent nothing\(isFirst ? "" : " more") within \(limit.words); it may be busy, or stuck")
    case .givenUp: return .server("\(server) was silent too often, and is not asked any more; it may be stuck")
    case .status(401, let words, _):
      return .server("\(server) wants another key\(Self.quoted(words)); set EMEND_API_KEY to the right one")
    case .status(403, let words, _):
      return .server("\(server) does not allow it\(Self.quoted(words)); if it wants a key, set EMEND_API_KEY")
    case _ where isLoading: return .server("\(server) still loads its model; try again when it has done so")
    case .status(let code, let words, let wait):
      let waiting = wait.map { "; it asks not to be tried again for \($0.words)" } ?? ""
      return .server("\(server) answers with status \(code)\(Self.quoted(words))\(waiting)")
    case .redirect(let target):
      return .server(
        "\(server) redirects\(target.isEmpty ? "" : " to \(target.inOneLine)"), which emend does not follow; if that is right, give that address"
      )
    case .promptTooLong(let words, _, _):
      return .promptRefused("the prompt does not fit the model of \(server)\(Self.quoted(words)); select less text")
    case .malformed(let what):
      return .server("\(server) sent \(what); is it OpenAI-compatible?")
    case .endless: return .server("\(server) sends more than any answer could be; its log may say why")
    case .truncated: return .server("the answer of \(server) broke off in the middle")
    case .noChoice: return .server("\(server) sent an answer without a text")
    case .onlyReasoning:
      return .server(
        "the model of \(server) reasons at length and comes to no answer; switch that off there, or name a model that does not"
      )
    case .withheld(let reason): return .server("\(server) withholds its answer (\(reason.inOneLine))")
    }
  }

  /// The server's words in one line that is not too long.
  private static func quoted(_ words: String) -> String {
    let line = words.inOneLine
    return line.isEmpty ? "" : ": \"\(line)\""
  }
}

extension Duration {
  /// In seconds, as one says it.
  var words: String {
    let tenths = Int((seconds * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }
}
