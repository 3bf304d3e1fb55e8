// SPDX-License-Identifier: Apache-2.0

import EmendRevision

/// The result of `emend verify` as JSON, version 1.
///
/// Lines are counted from 1; `null` where one of the two has none.
struct VerificationJSON: Encodable {
  let version = 1
  let command = "verify"
  let checksOff: [String: String]?
  let files: [File]
  let stats: Statistics

  struct File: Encodable {
    let old, new: String
    let failures, unchecked: [Failure]
  }

  struct Failure: Encodable {
    let check, detail: String
    let oldLines, newLines: Lines?

    init(_ failure: Verification.Failure) {
      check = failure.check
      detail = failure.detail
      oldLines = failure.oldLines.map(Lines.init)
      newLines = failure.newLines.map(Lines.init)
    }

    /// Writes `null` where there is no value, rather than leave the key out.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(check, forKey: .check)
      try container.encode(detail, forKey: .detail)
      try container.encode(oldLines, forKey: .oldLines)
      try container.encode(newLines, forKey: .newLines)
    }

    private enum CodingKeys: CodingKey { case check, detail, oldLines, newLines }
  }

  struct Lines: Encodable {
    let start, end: Int
    init(_ lines: ClosedRange<Int>) { (start, end) = (lines.lowerBound, lines.upperBound) }
  }

  struct Statistics: Encodable {
    let passages, changed, failures, unchecked: Int
    let seconds: Double
  }

  init(_ report: VerificationReport) {
    checksOff = report.checksOff
    files = report.files.map { file in
      File(
        old: file.oldName, new: file.name, failures: file.verification.failures.map(Failure.init),
        unchecked: file.verification.unchecked.map(Failure.init))
    }
    stats = Statistics(
      passages: report.passageCount, changed: report.changedCount, failures: report.failureCount,
      unchecked: report.uncheckedCount, seconds: report.seconds.rounded3)
  }
}
