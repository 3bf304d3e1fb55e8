// SPDX-License-Identifier: Apache-2.0

import EmendRevision

extension SARIFLog {
  /// What `emend verify` found.
  init(_ report: VerificationReport) {
    let unverified = Rule(
      id: "unverified", "a passage that differs and could not be checked",
      help: "Nothing is said of this passage: where its markup stands cannot be told for certain. Compare it yourself.")
    let rules = Check.all.map { check in
      Rule(
        id: check.name, check.summary,
        help: "Compare the place with the old version. What was changed on purpose may stay as it is.")
    }
    let results = report.files.flatMap { file in
      file.verification.failures.map { Self.result($0, file, level: .error) }
        + file.verification.unchecked.map { Self.result($0, file, level: .warning) }
    }
    self.init(rules: rules + [unverified], results: results, isComplete: report.isComplete)
  }

  private static func result(_ failure: Verification.Failure, _ file: VerifiedFile, level: Level) -> Result {
    let old = failure.oldLines.map { lines in
      Location(physicalLocation: location(file.oldName, lines), id: 1, message: Message("what it was"))
    }
    return Result(
      ruleId: failure.check, level: level, message: Message(failure.detail),
      locations: [Location(physicalLocation: location(file.name, failure.newLines ?? 1...1))],
      relatedLocations: old.map { [$0] } ?? [])
  }

  private static func location(_ name: String, _ lines: ClosedRange<Int>) -> PhysicalLocation {
    PhysicalLocation(artifactLocation: Artifact(name), region: Region(lines))
  }
}
