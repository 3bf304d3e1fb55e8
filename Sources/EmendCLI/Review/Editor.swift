// SPDX-License-Identifier: Apache-2.0

import EmendText
import Foundation
import Subprocess
import SystemPackage

/// A person's own editor.
struct Editor {
  /// A command line for the shell.
  let command: String

  /// That of `$VISUAL`, else of `$EDITOR`, else `vi`.
  init(in context: CommandContext) {
    command = context.variable("VISUAL") ?? context.variable("EDITOR") ?? "vi"
  }

  /// Has a text edited.
  ///
  /// - Returns: The new text as a passage has it: one line, but for hard line breaks.
  /// - Throws: ``CommandFailure`` if the editor cannot be run or gives it up.
  func edited(_ text: String) async throws -> String {
    let path = FileManager.default.temporaryDirectory.path + "/emend-\(UUID().uuidString).md"
    Interruption.remove(path)
    defer { unlink(path) }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw CommandFailure("cannot write \(path): \(SystemError.last.description)") }
    do {
      defer { close(descriptor) }
      try EmendCLI.FileDescriptor.writeAll(Array("\(text)\n".utf8), to: descriptor)
    } catch {
      throw CommandFailure("cannot write \(path): \(error.description)")
    }
    let status: TerminationStatus
    do {
      status = try await Subprocess.run(
        .name("sh"), arguments: ["-c", "\(command) \"$1\"", "emend", path],
        input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
        output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
        error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
      ).terminationStatus
    } catch {
      throw CommandFailure("cannot run the editor '\(command)'; set VISUAL or EDITOR to one")
    }
    guard status == .exited(0) else {
      throw CommandFailure(
        "the editor '\(command)' failed, so nothing is taken from it; set VISUAL or EDITOR to another")
    }
    guard let data = FileManager.default.contents(atPath: path), let new = String(validating: data, as: UTF8.self)
    else { throw CommandFailure("what the editor wrote cannot be read, or is not UTF-8") }
    return Self.passage(new)
  }

  /// Lines that belong together joined; what ends in two blanks or a backslash is a hard line break.
  private static func passage(_ text: String) -> String {
    let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map(String.init).reduce("") { joined, line in
      let isBreak =
        joined.isEmpty || joined.hasSuffix("  ") || joined.hasSuffix("\\") || joined.hasSuffix("\n") || line.isEmpty
      return joined + (isBreak ? joined.isEmpty ? "" : "\n" : " ") + line
    }.trimmingBlanks()
  }
}
