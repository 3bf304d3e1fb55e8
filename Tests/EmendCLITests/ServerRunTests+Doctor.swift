// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Testing

/// What is told of a server.
extension ServerRunTests {
  @Test("doctor tells what the server is, what it has, and how it would be used")
  func doctor() async throws {
    let server = try await Self.ollama([.init("small:latest", loadedContext: 4096), .init("large:latest")])
    let folder = try TemporaryFolder()
    try folder.write(".emend.yaml", "server: \(server.address)\nmodel: small:latest\nparallel: 3\n")
    let run = try await CommandRun(["doctor"], in: folder, model: plainSpeaker)
    #expect(run.status == 0, "\(run.errors)")
    for line in [
      "server          \(server.address)\n  chosen by     \(folder.path)/.emend.yaml:1\n  kind          Ollama 0.12.6\n",
      "  at a time     3 (\(folder.path)/.emend.yaml:3)\n",
      "model           small:latest\n  chosen by     \(folder.path)/.emend.yaml:2\n  others        large:latest\n",
      "  ranking       none: it does not say how likely a text is, so all is taken that passes the checks\n",
    ] {
      #expect(run.output.contains(line), "\(line) in\n\(run.output)")
    }
    #expect(!run.openedModel && !run.output.contains("sha256"))
    let embedded = try await CommandRun(["doctor", "--server", "none"], in: folder, model: plainSpeaker)
    #expect(embedded.status == 0, "\(embedded.errors)")
    #expect(embedded.output.contains("model           smollm2-135m-instruct\n"))
    #expect(embedded.output.contains("\nservers "))
    let address = try await Self.nowhere()
    let down = try await CommandRun(["doctor", "--server", address], in: folder, model: plainSpeaker)
    #expect(down.status == 2)
    #expect(
      down.output.contains("server          \(address)\n  chosen by     flag --server\n  state         cannot be used"))
    #expect(down.errors == "emend: the server \(address) refuses the connection; is it running?\n")
  }

  @Test("'emend model info' is about files, and says so where a server has the model")
  func info() async throws {
    let run = try await CommandRun(
      ["model", "info"], in: try TemporaryFolder(), environment: ["EMEND_SERVER": "http://127.0.0.1:1"],
      model: plainSpeaker)
    #expect(run.status == 2)
    #expect(run.errors.hasPrefix("emend: http://127.0.0.1:1 has the model (EMEND_SERVER)"), "\(run.errors)")
  }
}
