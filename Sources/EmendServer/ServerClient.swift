// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Foundation
import NIOHTTP1

/// Asks a server for JSON.
struct ServerClient: Sendable {
  let connection: ServerConnection

  var address: ServerAddress { connection.address }
  var timeouts: ServerTimeouts { connection.timeouts }

  /// - Parameter limit: How long the answer may take; `nil` for as long as a first token.
  func get<Value: Decodable & Sendable>(
    _ path: String, as type: Value.Type, within limit: Duration? = nil
  ) async throws -> Value {
    try await answer(to: .init(method: .GET, path: path), as: type, within: limit)
  }

  func post<Value: Decodable & Sendable>(_ path: String, _ body: some Encodable, as type: Value.Type) async throws
    -> Value
  {
    try await answer(to: .init(path: path, body: try JSON.bytes(of: body)), as: type, within: nil)
  }

  private func answer<Value: Decodable & Sendable>(
    to request: ServerConnection.Request, as type: Value.Type, within limit: Duration?
  ) async throws -> Value {
    let limit = limit ?? timeouts.firstToken
    return try await connection.exchange(request, watchdog: Watchdog(first: limit, further: limit)) { head, body in
      try await Self.checkSuccess(head, &body)
      let bytes = try await body.rest()
      do {
        return try JSON.decode(type, from: bytes)
      } catch {
        throw ServerTrouble.malformed("no JSON of the kind that \(request.path) is to give")
      }
    }
  }

  /// - Throws: ``ServerTrouble`` if the status is no success.
  static func checkSuccess(_ head: ServerConnection.Head, _ body: inout ServerConnection.Body) async throws {
    switch head.status {
    case 200..<300: return
    case 300..<400: throw ServerTrouble.redirect(head.headers.first(name: "Location") ?? "")
    default:
      // Where even the explanation breaks off, the status is what counts.
      let problem = ServerProblem(body: (try? await body.rest()) ?? [])
      throw problem.trouble(status: head.status, retryAfter: retryAfter(head.headers))
    }
  }

  /// What `Retry-After` says: seconds, or a date (https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3).
  private static func retryAfter(_ headers: HTTPHeaders) -> Duration? {
    guard let value = headers.first(name: "Retry-After") else { return nil }
    if let seconds = Int(value), seconds >= 0 { return .seconds(min(seconds, 1 << 30)) }
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "GMT")
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    return formatter.date(from: value).map { .seconds(max(Int($0.timeIntervalSinceNow.rounded(.up)), 0)) }
  }
}
