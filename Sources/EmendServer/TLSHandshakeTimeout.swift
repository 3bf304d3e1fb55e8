// SPDX-License-Identifier: Apache-2.0

import EmendModels
import NIOCore
import NIOTLS

/// Ends a connection whose TLS handshake is not complete in time: a server that does not speak TLS may wait for more of what
/// it takes for a request, without end.
final class TLSHandshakeTimeout: ChannelInboundHandler {
  typealias InboundIn = Any

  private let limit: Duration
  private var timer: Scheduled<Void>?

  init(_ limit: Duration) { self.limit = limit }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    timer = context.eventLoop.scheduleTask(in: .nanoseconds(Int64(limit.seconds * 1e9))) { [limit] in
      channel.pipeline.fireErrorCaught(ServerTrouble.noHandshake(limit))
      channel.close(promise: nil)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .handshakeCompleted? = event as? TLSUserEvent { timer?.cancel() }
    context.fireUserInboundEventTriggered(event)
  }
}
