// SPDX-License-Identifier: Apache-2.0

import EmendServer
import Foundation

/// The server that is asked, and the model that is asked for.
extension Configuration {
  /// `nil` for the embedded engine.
  var serverAddress: Setting<ServerAddress>? {
    self.server.flatMap { setting in setting.value.map { setting.with($0) } }
  }

  /// The hosts that may be connected to.
  func hostPolicy(in context: CommandContext) -> HostPolicy {
    var policy = HostPolicy(
      allowedHosts: self.allowHosts?.value ?? [], allowsPublicHosts: self.allowPublicHosts?.value ?? false)
    if let file = context.userConfigurationFile {
      let isLeftOut = !files.contains(file) && FileManager.default.fileExists(atPath: file)
      policy.configurationFile = file + (isLeftOut ? ", which this run was told not to read" : "")
    }
    return policy
  }

  /// The server's key.
  ///
  /// - Throws: ``CommandFailure`` if it is nothing that can be sent.
  private static func apiKey(in context: CommandContext) throws(CommandFailure) -> String? {
    guard let key = context.variable("EMEND_API_KEY") else { return nil }
    guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw CommandFailure(
        "EMEND_API_KEY has a space, a line break or a letter beyond ASCII in it; set it to the key alone")
    }
    return key
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
        policy: hostPolicy(in: context), model: model?.value, modelOrigin: model.map { "\($0.origin)" },
        apiKey: try Self.apiKey(in: context), parallel: self.parallel?.value,
        maxContext: self.context?.value))
  }
}
