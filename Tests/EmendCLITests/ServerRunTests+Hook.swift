// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Testing

/// The hook with a server.
extension ServerRunTests {
  @Test("The hook goes on without the server, or stops if it is strict; a server that says nothing costs the budget")
  func hook() async throws {
    let repository = try TemporaryRepository()
    try repository.commit("other.md", "Nothing.\n")
    try repository.folder.write("post.md", RephraseCommandTests.post)
    try repository.git("add", "post.md")
    func look(_ address: String, _ arguments: String...) async throws -> CommandRun {
      try await CommandRun(
        ["hook", "run", "--server", address] + arguments, in: repository.folder, model: plainSpeaker)
    }
    let address = try await Self.nowhere()
    let refusal = "the server \(address) refuses the connection; is it running?\n"
    let without = try await look(address, "--budget", "600s")
    #expect((without.status, without.errors) == (0, "emend: the commit goes on unchecked: " + refusal))
    let strict = try await look(address, "--strict", "--budget", "600s")
    #expect((strict.status, strict.errors) == (3, "emend: nothing was checked: " + refusal))
    let silent = try await StandInServer(reading: false) { _ in .never }
    let late = try await look(silent.address, "--budget", "0.5s", "--strict")
    #expect(late.status == 3)
    #expect(
      late.errors.hasPrefix("post.md:3: not checked: the time for it was up [budget]\npost.md:7: not checked: "),
      "\(late.errors)")
    let server = try await Self.ollama()
    let seen = try await look(server.address, "--budget", "600s")
    #expect(seen.output.contains("We [-utilise-]{+utilize+} this thing here."), "\(seen.errors)")
    #expect(!seen.openedModel)
  }

  @Test("A hook is installed with its server; a socket is written as it is from everywhere")
  func installedHook() async throws {
    let repository = try TemporaryRepository()
    func install(_ arguments: String...) async throws -> String {
      let run = try await CommandRun(["hook", "install"] + arguments, in: repository.folder, model: plainSpeaker)
      #expect(run.status == 0, "\(run.errors)")
      return try repository.folder.text(".git/hooks/pre-commit")
    }
    #expect(
      try await install("--server", "unix:a.sock", "-m", "Qwen/Qwen2.5").contains(
        " --model=Qwen/Qwen2.5 '--server=unix:\(repository.folder.path)/a.sock'\n"))
    #expect(try await install("--server", "none").contains(" --server=none\n"))
    let refused = try await CommandRun(
      ["hook", "install", "--server", "http://8.8.8.8"], in: repository.folder, model: plainSpeaker)
    #expect(refused.status == 2)
    #expect(refused.errors.hasPrefix("emend: flag --server: 8.8.8.8 is a public address"), "\(refused.errors)")
  }
}
