// SPDX-License-Identifier: Apache-2.0

import EmendRevision
import Foundation

/// The result of `emend verify` as SARIF 2.1.0, which code hosts show beside the changed lines.
///
/// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
struct SARIFLog: Encodable {
  let schema = "https://json.schemastore.org/sarif-2.1.0.json"
  let version = "2.1.0"
  let runs: [Run]

  private enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version, runs
  }

  struct Run: Encodable {
    let tool: Tool
    let results: [Result]
    let columnKind = "unicodeCodePoints"
  }

  struct Tool: Encodable {
    let driver: Driver
  }

  struct Driver: Encodable {
    let name = "emend"
    let version = EmendCommand.version
    let rules: [Rule]
  }

  struct Rule: Encodable {
    let id: String
    let shortDescription: Message
  }

  struct Message: Encodable {
    let text: String
  }

  struct Result: Encodable {
    let ruleId: String
    let level: String
    let message: Message
    let locations: [Location]
    let relatedLocations: [Location]
  }

  struct Location: Encodable {
    let physicalLocation: PhysicalLocation
    var id: Int?
    var message: Message?
  }

  struct PhysicalLocation: Encodable {
    let artifactLocation: Artifact
    let region: Region
  }

  struct Artifact: Encodable {
    let uri: String
  }

  struct Region: Encodable {
    let startLine, endLine: Int
  }

  init(_ report: VerificationReport) {
    let unverified = Rule(
      id: "unverified", shortDescription: Message(text: "a passage that differs and could not be checked"))
    let rules = Check.all.map { Rule(id: $0.name, shortDescription: Message(text: $0.summary)) } + [unverified]
    let results = report.files.flatMap { file in
      file.verification.failures.map { Self.result($0, file, level: "error") }
        + file.verification.unchecked.map { Self.result($0, file, level: "warning") }
    }
    runs = [Run(tool: Tool(driver: Driver(rules: rules)), results: results)]
  }

  private static func result(_ failure: Verification.Failure, _ file: VerifiedFile, level: String) -> Result {
    let old = failure.oldLines.map { lines in
      Location(
        physicalLocation: physicalLocation(file.oldName, lines), id: 1, message: Message(text: "what it was"))
    }
    return Result(
      ruleId: failure.check, level: level, message: Message(text: failure.detail),
      locations: [Location(physicalLocation: physicalLocation(file.name, failure.newLines ?? 1...1))],
      relatedLocations: old.map { [$0] } ?? [])
  }

  private static func physicalLocation(_ name: String, _ lines: ClosedRange<Int>) -> PhysicalLocation {
    // A URI reference; what it must not hold is escaped.
    let uri = name.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? name
    return PhysicalLocation(
      artifactLocation: Artifact(uri: uri), region: Region(startLine: lines.lowerBound, endLine: lines.upperBound))
  }
}
