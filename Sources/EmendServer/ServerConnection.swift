// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Carries requests to a server and its answers back, each over a connection of its own.
///
/// It connects to the addresses that it is given and to nothing else: it looks up no name, follows no redirect and knows of
/// no proxy.
struct ServerConnection: Sendable {
  let address: ServerAddress
  /// Tried one after the other.
  let resolved: [ResolvedAddress]
  let apiKey: String?
  let timeouts: ServerTimeouts
  private let tls: NIOSSLContext?

  /// - Throws: ``ModelError/server(_:)`` if TLS cannot be had.
  init(
    _ address: ServerAddress, resolved: [ResolvedAddress], apiKey: String?, timeouts: ServerTimeouts
  ) throws(ModelError) {
    self.address = address
    self.resolved = resolved
    self.apiKey = apiKey
    self.timeouts = timeouts
    guard case .host(_, _, true) = address.place else {
      tls = nil
      return
    }
    do {
      tls = try NIOSSLContext(configuration: .makeClientConfiguration())
    } catch {
      throw .server("TLS cannot be used on this machine: \(error)")
    }
  }

  struct Request {
    var method = HTTPMethod.POST
    /// From the server's base path on, such as `/v1/models`.
    var path: String
    var body: [UInt8]?
  }

  /// The head of an answer.
  struct Head {
    let status: Int
    let headers: HTTPHeaders

    var isEventStream: Bool {
      headers.first(name: "Content-Type")?.lowercased().hasPrefix("text/event-stream") ?? false
    }
  }

  /// Yields the body of an answer piece by piece.
  struct Body {
    fileprivate var parts: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator
    private var total = 0
    /// Longer than any answer that was asked for, in bytes.
    private static let most = 32 << 20

    fileprivate init(_ parts: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator) { self.parts = parts }

    /// - Returns: `nil` at its end.
    /// - Throws: ``ServerTrouble/truncated(_:)`` if the connection ends before that.
    mutating func next() async throws -> [UInt8]? {
      switch try await parts.next() {
      case .body(let buffer):
        total += buffer.readableBytes
        guard total <= Self.most else { throw ServerTrouble.endless }
        return Array(buffer.readableBytesView)
      case .end: return nil
      case .head: throw ServerTrouble.malformed("two answers at once")
      case nil:
        try Task.checkCancellation()
        throw ServerTrouble.truncated(nil)
      }
    }

    /// The rest of it.
    mutating func rest() async throws -> [UInt8] {
      var bytes: [UInt8] = []
      while let piece = try await next() { bytes += piece }
      return bytes
    }
  }

  /// Sends a request and does something with the answer, for as long as `watchdog` lets it.
  ///
  /// - Throws: ``ServerTrouble``, `CancellationError`, or what `read` throws.
  func exchange<Result: Sendable>(
    _ request: Request, watchdog: Watchdog, read: @Sendable (Head, inout Body) async throws -> Result
  ) async throws -> Result {
    let connection = try await connected()
    let channel = connection.channel
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await watchdog.watch { channel.close(promise: nil) } }
      defer { group.cancelAll() }
      do {
        return try await connection.executeThenClose { inbound, outbound in
          var unsent: (any Error)?
          do {
            try await outbound.write(contentsOf: self.parts(of: request))
          } catch {
            // A server that has seen enough may have answered before it closed the connection.
            unsent = error
          }
          var parts = inbound.makeAsyncIterator()
          guard case .head(let head) = try await parts.next() else { throw unsent ?? ServerTrouble.hungUp }
          var body = Body(parts)
          return try await read(Head(status: Int(head.status.code), headers: head.headers), &body)
        }
      } catch {
        // Where this task is cancelled, the iteration ends without an error.
        try Task.checkCancellation()
        throw watchdog.trouble ?? Self.trouble(error)
      }
    }
  }

  /// What a request is sent as, at once: whoever has read a body to its end may answer and close the connection.
  private func parts(of request: Request) -> [HTTPClientRequestPart] {
    var headers = HTTPHeaders([
      ("Host", address.authority), ("User-Agent", "emend"), ("Accept", "application/json, text/event-stream"),
      ("Connection", "close"),
    ])
    if let apiKey { headers.add(name: "Authorization", value: "Bearer \(apiKey)") }
    if let body = request.body {
      headers.add(name: "Content-Type", value: "application/json")
      headers.add(name: "Content-Length", value: String(body.count))
    }
    let head = HTTPRequestHead(
      version: .http1_1, method: request.method, uri: address.basePath + request.path, headers: headers)
    let body = request.body.map { [HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: $0)))] } ?? []
    return [.head(head)] + body + [.end(nil)]
  }

  // MARK: Connecting

  private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

  private func connected() async throws -> Connection {
    var trouble: (any Error)?
    for place in resolved {
      do {
        return try await connect(to: place)
      } catch {
        try Task.checkCancellation()
        trouble = trouble ?? Self.trouble(error, connectTimeout: timeouts.connect)
      }
    }
    throw trouble ?? ServerTrouble.unreachable("there is no address")
  }

  private func connect(to place: ResolvedAddress) async throws -> Connection {
    let target =
      switch place {
      case .ip(let address, let port): try SocketAddress(ipAddress: address, port: port)
      case .unix(let path): try SocketAddress(unixDomainSocketPath: path)
      }
    return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connectTimeout(.nanoseconds(Int64(timeouts.connect.seconds * 1e9)))
      .connect(to: target) { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls {
            try channel.pipeline.syncOperations.addHandler(try tlsHandler(tls))
            try channel.pipeline.syncOperations.addHandler(TLSHandshakeTimeout(timeouts.connect))
          }
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          return try Connection(wrappingChannelSynchronously: channel)
        }
      }
  }

  private func tlsHandler(_ context: NIOSSLContext) throws -> NIOSSLClientHandler {
    var name: String?
    // A certificate for a numeric address is compared with the address.
    if case .host(let host, _, _) = address.place, IPAddress.literal(host) == nil { name = host }
    return try NIOSSLClientHandler(context: context, serverHostname: name)
  }

  /// Whether an error while an answer is read means that the connection broke.
  static func isBreak(_ error: any Error) -> Bool {
    switch trouble(error) {
    case ServerTrouble.truncated, ServerTrouble.hungUp: true
    default: false
    }
  }

  /// What an error of the system or of a library means.
  private static func trouble(_ error: any Error, connectTimeout: Duration? = nil) -> any Error {
    switch error {
    case is ServerTrouble, is ModelError, is CancellationError: error
    case let error as IOError where error.errnoCode == ECONNREFUSED: ServerTrouble.refused
    case let error as IOError where [ECONNRESET, EPIPE].contains(error.errnoCode): ServerTrouble.hungUp
    case let error as IOError: ServerTrouble.unreachable(String(cString: strerror(error.errnoCode)))
    case ChannelError.connectTimeout: ServerTrouble.connectTimeout(connectTimeout ?? .zero)
    case is ChannelError: ServerTrouble.hungUp
    case HTTPParserError.invalidEOFState: ServerTrouble.truncated(nil)
    case is HTTPParserError: ServerTrouble.malformed("something else than HTTP")
    case is NIOSSLExtraError:
      ServerTrouble.untrusted("its certificate is for another host; write the name that is in it")
    case is NIOSSLError, is BoringSSLError: ServerTrouble.untrusted(tlsProblem("\(error)"))
    default: ServerTrouble.unreachable("\(error)")
    }
  }

  /// What is wrong, by BoringSSL's names of reasons, which are all that it tells.
  private static func tlsProblem(_ words: String) -> String {
    if words.contains("CERTIFICATE_VERIFY_FAILED") {
      return "this machine does not trust its certificate; add its issuer's to those of the system"
    }
    if words.contains("WRONG_VERSION_NUMBER") { return "it does not speak TLS; if that is right, write http://" }
    return "TLS does not come about; if it does not speak that, and that is right, write http://"
  }
}
