// SPDX-License-Identifier: Apache-2.0

import EmendText
import Subprocess

/// The program `git`, run in a folder with this process's environment: in a hook that says which index is meant.
struct GitProcess: Sendable {
  let folder: String
  /// The index that is meant; `nil` for the environment's.
  var index: String?

  struct Answer {
    var status: Int32
    var output: [UInt8]
    /// The first line of what git said on standard error.
    var message: String
  }

  /// - Parameters:
  ///   - input: What it reads; file names that are no UTF-8 can be told in no other way.
  /// - Throws: ``GitError/notInstalled`` alone; what git makes of it is the answer's.
  func run(_ arguments: [String], input: [UInt8] = []) async throws(GitError) -> Answer {
    do {
      let arguments = Arguments(["-C", folder] + arguments)
      let environment = Environment.inherit.updating(Self.plain)
        .updating(index.map { ["GIT_INDEX_FILE": $0] } ?? [:])
      let result =
        if input.isEmpty {
          try await Subprocess.run(
            .name("git"), arguments: arguments, environment: environment, output: .bytes(limit: Self.longestOutput),
            error: .string(limit: Self.longestMessage))
        } else {
          try await Subprocess.run(
            .name("git"), arguments: arguments, environment: environment, input: .array(input),
            output: .bytes(limit: Self.longestOutput),
            error: .string(limit: Self.longestMessage))
        }
      let status: Int32 =
        switch result.terminationStatus {
        case .exited(let code): code
        case .signaled(let code): 128 + code
        }
      let message = result.standardError.split(separator: "\n").first.map(String.init) ?? ""
      return Answer(status: status, output: result.standardOutput, message: message)
    } catch {
      throw .notInstalled
    }
  }

  /// What would have git understand its arguments otherwise, answer in another form, or ask elsewhere.
  private static let plain: [Environment.Key: String] = [
    "GIT_LITERAL_PATHSPECS": "0", "GIT_GLOB_PATHSPECS": "0", "GIT_NOGLOB_PATHSPECS": "0", "GIT_ICASE_PATHSPECS": "0",
    "GIT_DIFF_OPTS": "",
    // A partial clone would fetch what it lacks; emend opens no connection, by git neither.
    "GIT_NO_LAZY_FETCH": "1",
  ]

  /// What git says, which must succeed.
  ///
  /// - Throws: ``GitError``
  func output(_ arguments: [String], input: [UInt8] = []) async throws(GitError) -> [UInt8] {
    let answer = try await run(arguments, input: input)
    guard answer.status == 0 else { throw .failed(command: arguments[0], message: answer.message) }
    return answer.output
  }

  private static let longestOutput = 1 << 28
  private static let longestMessage = 1 << 16
}
