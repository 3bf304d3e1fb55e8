// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A program run to its end.
package struct ProcessRun: Sendable {
  package let status: Int32
  /// Whether a signal ended it; `status` is then the signal's number.
  package let wasSignalled: Bool
  package let output: [UInt8]
  package let errors: String

  package var text: String { String(decoding: output, as: UTF8.self) }

  /// Runs a program and waits for it.
  ///
  /// - Parameter started: Called with the process once it runs.
  package init(
    _ program: String, _ arguments: [String], in folder: String? = nil, input: [UInt8] = [],
    environment: [String: String]? = nil, started: (Process) throws -> Void = { _ in }
  ) throws {
    // Files, not pipes: neither side can block the other.
    let scratch = try TemporaryFolder()
    let inputFile = try scratch.write("input", input)
    let outputFile = try scratch.write("output", "")
    let errorFile = try scratch.write("errors", "")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    if let environment { process.environment = environment }
    process.standardInput = FileHandle(forReadingAtPath: inputFile)
    process.standardOutput = FileHandle(forWritingAtPath: outputFile)
    process.standardError = FileHandle(forWritingAtPath: errorFile)
    try process.run()
    try started(process)
    process.waitUntilExit()
    status = process.terminationStatus
    wasSignalled = process.terminationReason == .uncaughtSignal
    output = try scratch.read("output")
    errors = try scratch.text("errors")
  }
}
