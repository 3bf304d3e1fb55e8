// SPDX-License-Identifier: Apache-2.0

import EmendServer

/// The server that is asked, and the model that is asked for.
extension Configuration {
  /// `nil` for the embedded engine.
  var serverAddress: Setting<ServerAddress>? {
    self.server.flatMap { setting in setting.value.map { setting.with($0) } }
  }

  /// The hosts that may be connected to.
  var hostPolicy: HostPolicy {
    HostPolicy(allowedHosts: self.allowHosts?.value ?? [], allowsPublicHosts: self.allowPublicHosts?.value ?? false)
  }

  /// The server's model; `nil` for the embedded engine.
  ///
  /// - Throws: ``CommandFailure`` if a flag is for the other of the two. In files and variables such settings wait for their
  ///   time.
  func serverModel(in context: CommandContext) throws(CommandFailure) -> ServerModel? {
    guard let server = serverAddress else {
      if let parallel = self.parallel, case .flag = parallel.origin {
        throw parallel.mistake("the embedded engine finds out by itself how much it does at a time; leave the flag out")
      }
      return nil
    }
    if let threads = self.threads, case .flag = threads.origin {
      throw threads.mistake(
        "threads are the embedded engine's, and a server is asked (\(server.origin)); leave the flag out, or add --server none"
      )
    }
    return context.makeServerModel(
      server.value,
      ServerModel.Options(
        policy: hostPolicy, model: model?.value, apiKey: context.variable("EMEND_API_KEY"),
        parallel: self.parallel?.value,
        maxContext: self.context?.value))
  }
}
