// SPDX-License-Identifier: Apache-2.0

import EmendRevision

/// What the checks said of a file.
struct VerifiedFile {
  let oldName: String
  let name: String
  let verification: Verification
}

/// The result of `emend verify`.
struct VerificationReport {
  let files: [VerifiedFile]
  /// Whether every file had an older version.
  let isComplete: Bool
  /// Why checks are switched off, by their names; `nil` if none is.
  let checksOff: [String: String]?
  let seconds: Double

  var passageCount: Int { files.reduce(0) { $0 + $1.verification.passages } }
  var changedCount: Int { files.reduce(0) { $0 + $1.verification.changed } }
  var failureCount: Int { files.reduce(0) { $0 + $1.verification.failures.count } }
  var uncheckedCount: Int { files.reduce(0) { $0 + $1.verification.unchecked.count } }

  func bytes(as format: ReportFormat) throws -> [UInt8] {
    switch format {
    case .text: Array(lines { "\($0.text)\n" }.utf8)
    case .github: Array(lines(\.command.line).utf8)
    case .json: try JSONText.bytes(of: VerificationJSON(self))
    case .sarif: try JSONText.bytes(of: SARIFLog(self))
    }
  }

  /// What the run found, in one line.
  var summary: String {
    "\(count(passageCount, "passage")), \(changedCount) changed: \(count(failureCount, "check")) failed, \(count(uncheckedCount, "passage")) not checked"
  }

  /// One line for each failure, then one for each passage that was not checked.
  private func lines(_ line: (Finding) -> String) -> String {
    files.map { file in
      let failures = file.verification.failures.map { Finding(file: file, failure: $0, isUnchecked: false) }
      let unchecked = file.verification.unchecked.map { Finding(file: file, failure: $0, isUnchecked: true) }
      return (failures + unchecked).map(line).joined()
    }.joined()
  }

  private struct Finding {
    let file: VerifiedFile
    let failure: Verification.Failure
    let isUnchecked: Bool

    private var message: String { (isUnchecked ? "not checked: " : "") + failure.detail }

    /// Where it was, if there is a place where it is now.
    private var former: String { failure.oldLines.map { " (was \(file.oldName):\($0.lowerBound))" } ?? "" }

    /// As compilers print it: where it is now, what is wrong, where it was.
    var text: String {
      guard let lines = failure.newLines else {
        return "\(file.oldName):\(failure.oldLines?.lowerBound ?? 1): \(message) [\(failure.check)]"
      }
      return "\(file.name):\(lines.lowerBound): \(message)\(former) [\(failure.check)]"
    }

    var command: WorkflowCommand {
      WorkflowCommand(
        level: isUnchecked ? .warning : .error, file: file.name, lines: failure.newLines ?? 1...1, topic: failure.check,
        message: message + former)
    }
  }
}
