// SPDX-License-Identifier: Apache-2.0

import EmendText
import Foundation

/// What was found in documents as SARIF 2.1.0, which code hosts and editors show at its place.
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

  /// - Parameter isComplete: Whether all documents could be read, and there was a model where one was needed.
  init(rules: [Rule], results: [Result], isComplete: Bool) {
    let driver = Driver(rules: rules)
    runs = [
      Run(tool: Tool(driver: driver), invocations: [Invocation(executionSuccessful: isComplete)], results: results)
    ]
  }

  struct Run: Encodable {
    let tool: Tool
    let invocations: [Invocation]
    let results: [Result]
    let columnKind = "unicodeCodePoints"
    let defaultEncoding = "UTF-8"
    /// Where lines end in CommonMark.
    let newlineSequences = ["\r\n", "\n", "\r"]
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
    let shortDescription, help: Message

    init(id: String, _ description: String, help: String) {
      (self.id, shortDescription, self.help) = (id, Message(description), Message(help))
    }
  }

  struct Invocation: Encodable {
    let executionSuccessful: Bool
  }

  struct Message: Encodable {
    let text: String

    /// - Parameter text: As it is to be read; what means something in messages of SARIF is escaped.
    init(_ text: String) {
      self.text = text.replacing("{", with: "{{").replacing("}", with: "}}").replacing("](", with: "] (")
    }
  }

  enum Level: String, Encodable { case error, warning, note }

  struct Result: Encodable {
    let ruleId: String
    let level: Level
    let message: Message
    let locations: [Location]
    var relatedLocations: [Location]?
    var fixes: [Fix]?
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

    /// - Parameter name: A path; one that is not absolute is meant from where the program ran.
    init(_ name: String) {
      // What a reference must not hold is escaped.
      let name = name.withoutCurrentFolder
      let path = name.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? name
      uri = path.hasPrefix("/") ? "file://\(path)" : path
    }
  }

  struct Region: Encodable {
    let startLine, endLine: Int
    var startColumn, endColumn: Int?
    var byteOffset, byteLength: Int?

    /// Whole lines, without the ending of the last.
    init(_ lines: ClosedRange<Int>) { (startLine, endLine) = (lines.lowerBound, lines.upperBound) }

    /// The characters of a range; see `SARIFLog.Run` for how they are counted.
    init(_ range: ByteRange, in source: SourceText) {
      (startLine, endLine) = (source.lineNumber(at: range.start), source.lineNumber(at: range.end))
      (startColumn, endColumn) = (source.column(at: range.start), source.column(at: range.end))
    }
  }

  /// A way to mend what a result is about; of several one is to be chosen.
  struct Fix: Encodable {
    let description: Message
    let artifactChanges: [ArtifactChange]
  }

  struct ArtifactChange: Encodable {
    let artifactLocation: Artifact
    let replacements: [Replacement]
  }

  struct Replacement: Encodable {
    /// Without bytes: the specification has a place in bytes filled with Base64.
    let deletedRegion: Region
    let insertedContent: Content
  }

  struct Content: Encodable {
    let text: String
  }
}
