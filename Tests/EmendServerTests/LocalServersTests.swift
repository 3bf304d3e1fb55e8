// SPDX-License-Identifier: Apache-2.0

import EmendServer
import EmendTestSupport
import Testing

@Suite(.timed)
struct LocalServersTests {
  @Test("Finds what runs, and leaves out what is something else, or nothing")
  func finds() async throws {
    let llama = try await StandInServer(.llamaServer { _ in "x" })
    let ollama = try await StandInServer(.ollama(models: [.init("a:1b"), .init("b:2b")]) { _ in "x" })
    let website = try await StandInServer { _ in .text("<html></html>", type: "text/html") }
    let redirecting = try await StandInServer { _ in .redirect(to: ollama.address + "/v1/models") }
    let ssh = try await StandInServer { _ in .raw("SSH-2.0-OpenSSH_9.2\r\n").then(.hangUp) }
    let ports = [
      ollama.port, website.port, try await StandInServer.unusedPort(), redirecting.port, ssh.port, llama.port,
    ]
    let found = await LocalServers.find(ports: ports, limit: .seconds(20))
    #expect(
      found == [
        .init(address: try ServerAddress(ollama.address), kind: .ollama, models: ["a:1b", "b:2b"]),
        .init(address: try ServerAddress(llama.address), kind: .llamaServer, models: ["/models/small.gguf"]),
      ])
    #expect(llama.requests.allSatisfy { $0.method == "GET" && $0[header: "Authorization"] == nil })
  }

  @Test("Waits for none longer than the limit, and tells those that answered in time")
  func limit() async throws {
    let vLLM = try await StandInServer(.vLLM { _ in "x" })
    let stuck = try await StandInServer { _ in .never }
    let deaf = try await StandInServer(reading: false) { _ in .never }
    let start = ContinuousClock.now
    let found = await LocalServers.find(ports: [stuck.port, vLLM.port, deaf.port], limit: .seconds(2))
    #expect(ContinuousClock.now - start < .seconds(4))
    #expect(found.map(\.kind) == [.vLLM])
  }

  @Test("Finds nothing where there is nothing, at once")
  func nothing() async throws {
    let start = ContinuousClock.now
    #expect(await LocalServers.find(ports: [try await StandInServer.unusedPort()], limit: .seconds(600)).isEmpty)
    #expect(ContinuousClock.now - start < .seconds(600))
    #expect(await LocalServers.find(ports: []).isEmpty)
  }
}
