// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on the loopback, or on a Unix socket, whose answers a test writes, and that records what it was asked.
///
/// ```swift
/// let server = try await StandInServer { request in
///   request.path == "/v1/models" ? .json(["data": [["id": "small"]]]) : .json(["error": "no"], status: 404)
/// }
/// let model = ServerModel(try ServerAddress(server.address))
/// …
/// #expect(server.requests.map(\.path) == ["/v1/models"])
/// ```
///
/// It stops listening, and closes every connection, when it is stopped or nobody holds it any more.
package final class StandInServer: Sendable {
  /// What it was asked.
  package struct Request: Equatable, Sendable {
    package let method: String
    /// With the query, if there is one.
    package let path: String
    package let headers: [Header]
    package let body: [UInt8]
    /// How many requests came before it.
    package let index: Int

    package var json: JSONValue { JSONValue(parsing: String(decoding: body, as: UTF8.self)) }

    /// The value of a header; letters in either case.
    package subscript(header name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
  }

  package struct Header: Equatable, Sendable {
    package let name, value: String
  }

  /// Where it listens.
  package enum Place: Sendable {
    /// A port of 127.0.0.1; 0 for one that is free.
    case port(Int)
    case unix(path: String)
  }

  package typealias Responder = @Sendable (Request) async throws -> StandInAnswer

  private let record: StandInRecord
  private let channel: any Channel
  /// As it is written for `--server`.
  package let address: String

  /// A server that answers each request as `respond` says; one for which it throws is never answered.
  ///
  /// - Parameter reading: Whether it reads what it is sent; if not, it accepts connections and does nothing more.
  package init(
    at place: Place = .port(0), reading: Bool = true, respond: @escaping Responder
  ) async throws {
    let record = StandInRecord()
    self.record = record
    let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.autoRead, value: reading)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          record.open(channel)
          try channel.pipeline.syncOperations.addHandlers(
            ByteToMessageHandler(HTTPRequestDecoder()), StandInHandler(record: record, respond: respond))
        }
      }
    switch place {
    case .port(let port):
      channel = try await bootstrap.bind(host: "127.0.0.1", port: port).get()
      address = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    case .unix(let path):
      channel = try await bootstrap.bind(unixDomainSocketPath: path).get()
      address = "unix:\(path)"
    }
  }

  deinit { stop() }

  package var port: Int { channel.localAddress?.port ?? 0 }

  /// Every request so far, in the order in which they came in whole.
  package var requests: [Request] { record.requests }

  /// Those to one path, the query left out.
  package func requests(to path: String) -> [Request] {
    requests.filter { $0.path.prefix { $0 != "?" } == path }
  }

  /// How many connections there were.
  package var connections: Int { record.connections }

  /// How many requests there were at most, to one path or to any, that it had not yet answered in whole.
  package func mostInFlight(to path: String? = nil) -> Int { record.mostInFlight(to: path) }

  /// Stops listening and closes every connection.
  package func stop() {
    channel.close(promise: nil)
    record.closeAll()
  }

  /// A port of the loopback on which nothing listens.
  package static func unusedPort() async throws -> Int {
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .bind(host: "127.0.0.1", port: 0).get()
    defer { channel.close(promise: nil) }
    return channel.localAddress?.port ?? 0
  }
}

/// What a stand-in has seen, from any thread.
final class StandInRecord: Sendable {
  private struct State {
    var requests: [StandInServer.Request] = []
    var channels: [ObjectIdentifier: any Channel] = [:]
    var connections = 0
    /// By path, and under no path all together.
    var inFlight: [String?: Int] = [:]
    var mostInFlight: [String?: Int] = [:]
  }

  private let state = Mutex(State())

  var requests: [StandInServer.Request] { state.withLock { $0.requests } }
  var connections: Int { state.withLock { $0.connections } }

  func mostInFlight(to path: String?) -> Int { state.withLock { $0.mostInFlight[path] ?? 0 } }

  func open(_ channel: any Channel) {
    let key = ObjectIdentifier(channel)
    state.withLock {
      $0.connections += 1
      $0.channels[key] = channel
    }
    channel.closeFuture.whenComplete { _ in self.state.withLock { $0.channels[key] = nil } }
  }

  func closeAll() {
    // Closing may call back into this record at once.
    let channels = state.withLock { Array($0.channels.values) }
    for channel in channels { channel.close(promise: nil) }
  }

  func begin(_ head: HTTPRequestHead, body: [UInt8]) -> StandInServer.Request {
    state.withLock {
      let request = StandInServer.Request(
        method: head.method.rawValue, path: head.uri,
        headers: head.headers.map { StandInServer.Header(name: $0.name, value: $0.value) }, body: body,
        index: $0.requests.count)
      $0.requests.append(request)
      for key in [nil, request.path] {
        let count = $0.inFlight[key, default: 0] + 1
        $0.inFlight[key] = count
        $0.mostInFlight[key] = max($0.mostInFlight[key] ?? 0, count)
      }
      return request
    }
  }

  func end(_ request: StandInServer.Request) {
    state.withLock { for key in [nil, request.path] { $0.inFlight[key, default: 0] -= 1 } }
  }
}

/// Gathers requests, and writes the bytes of answers as they are.
private final class StandInHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = ByteBuffer

  private let record: StandInRecord
  private let respond: StandInServer.Responder
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []
  private var tasks: [Task<Void, Never>] = []

  init(record: StandInRecord, respond: @escaping StandInServer.Responder) {
    self.record = record
    self.respond = respond
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): (self.head, body) = (head, [])
    case .body(let buffer): body += buffer.readableBytesView
    case .end:
      guard let head else { return }
      let request = record.begin(head, body: body)
      let (channel, record, respond) = (context.channel, record, respond)
      let task = Task {
        // A client that has gone is no trouble of the server's.
        try? await respond(request).write(to: channel)
        record.end(request)
      }
      tasks.append(task)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    for task in tasks { task.cancel() }
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

extension StandInAnswer {
  fileprivate func write(to channel: any Channel) async throws {
    for step in steps {
      switch step {
      case .bytes(let bytes): try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
      case .pause(let duration): try await Task.sleep(for: duration)
      case .close: try await channel.close().get()
      case .reset:
        // Without lingering, a closed connection is thrown away, and the other side told with a reset.
        try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close().get()
      }
    }
  }
}
