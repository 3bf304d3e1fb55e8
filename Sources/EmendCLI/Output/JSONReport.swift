// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendRevision
import EmendTemplates
import EmendText
import Foundation

/// The result of a run as JSON, version 1 (DESIGN.md, section 3).
///
/// `start` and `end` are byte offsets into the input, `end` exclusive; putting each `replacement` in its place gives exactly
/// what `--write` writes.
struct JSONReport: Encodable {
  var version = 1
  var command: String
  var template: String
  var model: Model
  /// The checks that the configuration switches off, with its reasons; left out if there are none.
  var checksOff: [String: String]?
  var files: [File] = []
  var stats = Statistics()

  struct Model: Encodable {
    /// What a server calls it, if there is one; `nil` if that was not named and not asked.
    var name: String?
    /// The file name of the template's adapter, if the model has it.
    var adapter: String?
    /// Of the file that was loaded: with an adapter, of the two merged.
    var sha256: String?
    /// The address of the server that has it.
    var server: String?

    /// Writes `null` where there is no value, rather than leave the key out.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(adapter, forKey: .adapter)
      try container.encode(sha256, forKey: .sha256)
      try container.encode(server, forKey: .server)
    }

    private enum CodingKeys: CodingKey { case name, adapter, sha256, server }
  }

  struct File: Encodable {
    /// The document's name; for a topic the topic.
    var path: String
    var edits: [Edit] = []
    var kept: [Kept] = []
    var unchecked: [Unchecked] = []
    /// What is printed: of commands that write new text, where it goes into no document.
    var text: String?
    /// What could not be met of a text that there is.
    var notices: [Notice]?
    /// With --explain, all answers about a topic.
    var candidates: [Candidate]?
  }

  struct Notice: Encodable {
    /// `nil` for a topic.
    var line: Int?
    var reason, detail: String
  }

  struct Edit: Encodable {
    var start, end, startLine, endLine: Int
    var section: [String]
    var original, replacement: String
    var alternatives: [String] = []
    var score: Double?
    var checks: [Check]
    /// With --explain.
    var candidates: [Candidate]?
  }

  struct Check: Encodable {
    var name: String
    var passed: Bool
    /// What is wrong; left out where the check passed.
    var detail: String?

    init(_ result: CheckResult) {
      (name, passed, detail) = (result.name, result.passed, result.problem?.detail)
    }
  }

  /// An answer and what was taken of it.
  struct Candidate: Encodable {
    var text, origin: String
    var checks: [Check]
    var changes: [Change]
    var gain: Double?
    var taken: Bool

    struct Change: Encodable {
      var original, replacement, kind: String
      var failed: String?
      var detail: String?
      var gain: Double?
      var taken: Bool
    }

    init(_ candidate: EmendRevision.Candidate) {
      (text, origin, taken) = (candidate.answer, candidate.origin.rawValue, candidate.isChosen)
      checks = candidate.checks.map(Check.init)
      gain = candidate.gain?.rounded3
      changes = candidate.changes.map { change in
        Change(
          original: change.original, replacement: change.replacement, kind: change.kind, failed: change.failed?.name,
          detail: change.failed?.problem?.detail, gain: change.gain?.rounded3, taken: change.isTaken)
      }
    }
  }

  struct Kept: Encodable {
    var start, end, startLine, endLine: Int
    var reason, detail: String
    var rejected: [String]
    /// With --explain.
    var candidates: [Candidate]?
  }

  struct Unchecked: Encodable {
    var start, end, startLine, endLine: Int
    var reason: String
  }

  struct Statistics: Encodable {
    var passages = 0
    var edits = 0
    var kept = 0
    var unchecked = 0
    /// Answers of earlier runs; the tokens are those of the others.
    var cached = 0
    var promptTokens = 0
    var generatedTokens = 0
    var seconds = 0.0
    /// Of these: loading the model, and evaluating prompts and answers.
    var loadSeconds = 0.0
    var promptSeconds = 0.0
    var decodeSeconds = 0.0
    var scoreSeconds = 0.0
  }

  /// Adds what became of a file.
  ///
  /// - Parameter explains: Whether all answers are told of.
  mutating func add(_ revision: Revision, path: String, explains: Bool) {
    let document = revision.document
    files.append(
      File(
        path: path,
        edits: revision.edits.map { edit in
          Edit(
            start: edit.edit.range.start, end: edit.edit.range.end, startLine: edit.lines.lowerBound,
            endLine: edit.lines.upperBound,
            section: document.sectionPath(ofLine: edit.lines.lowerBound),
            original: document.source.string(edit.edit.range),
            replacement: String(decoding: edit.edit.replacement, as: UTF8.self),
            alternatives: edit.alternatives.map { String(decoding: $0.replacement, as: UTF8.self) },
            score: edit.score.rounded3, checks: edit.checks.map(Check.init),
            candidates: explains ? edit.candidates.map(Candidate.init) : nil)
        },
        kept: revision.kept.map { kept in
          Kept(
            start: kept.range.start, end: kept.range.end, startLine: kept.lines.lowerBound,
            endLine: kept.lines.upperBound, reason: kept.reason, detail: kept.detail, rejected: kept.rejected,
            candidates: explains ? kept.candidates.map(Candidate.init) : nil)
        },
        unchecked: revision.unchecked.map { unchecked in
          Unchecked(
            start: unchecked.range.start, end: unchecked.range.end, startLine: unchecked.lines.lowerBound,
            endLine: unchecked.lines.upperBound, reason: unchecked.reason.rawValue)
        }))
    stats.passages += revision.passageCount
    stats.edits += revision.edits.count
    stats.kept += revision.kept.count
    stats.unchecked += revision.unchecked.count
    add(revision.statistics)
  }

  /// Adds what became of a topic; its places are all 0, since it has no document.
  mutating func add(_ composition: Composition, subject: Subject, frontMatter: [UInt8], explains: Bool) {
    var file = File(path: subject.variables.title)
    switch composition.outcome {
    case .text(let text):
      file.text = String(decoding: frontMatter + text.markdown() + [.lineFeed], as: UTF8.self)
    case .kept(let reason, let detail):
      file.kept = [
        Kept(
          start: 0, end: 0, startLine: 0, endLine: 0, reason: reason, detail: detail,
          rejected: composition.candidates.map(\.answer))
      ]
    case .unchecked(let reason, _):
      file.unchecked = [Unchecked(start: 0, end: 0, startLine: 0, endLine: 0, reason: reason.rawValue)]
    }
    file.notices = composition.notices.map { Notice(reason: $0.reason, detail: $0.detail) }
    if explains { file.candidates = composition.candidates.map(Candidate.init) }
    files.append(file)
    (stats.passages, stats.kept, stats.unchecked) = (1, file.kept.count, file.unchecked.count)
    add(composition.statistics)
  }

  /// Adds to a topic what became of the sections of its outline; their places are those in the outline.
  mutating func add(sections revision: Revision, text: String) {
    var sections = self
    sections.add(revision, path: "", explains: false)
    let added = sections.files.removeLast()
    let last = sections.files.count - 1
    sections.files[last].text = text
    sections.files[last].kept += added.kept
    sections.files[last].unchecked += added.unchecked
    // The text has them: there is no other to put edits into.
    sections.stats.edits = 0
    self = sections
  }

  private mutating func add(_ statistics: RevisionStatistics) {
    stats.cached += statistics.cached
    stats.promptTokens += statistics.promptTokens
    stats.generatedTokens += statistics.generatedTokens
    stats.promptSeconds += statistics.promptSeconds
    stats.decodeSeconds += statistics.decodeSeconds
    stats.scoreSeconds += statistics.scoreSeconds
  }

  /// The JSON text with a line feed at its end; keys are sorted, so that equal results are equal bytes.
  func bytes() throws -> [UInt8] {
    var report = self
    for time in [\Statistics.seconds, \.loadSeconds, \.promptSeconds, \.decodeSeconds, \.scoreSeconds] {
      report.stats[keyPath: time] = stats[keyPath: time].rounded3
    }
    return try JSONText.bytes(of: report)
  }
}

extension Double {
  /// Rounded to three places.
  var rounded3: Double { (self * 1000).rounded() / 1000 }
}

/// How all JSON is written.
enum JSONText {
  static func bytes(of value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value)) + [.lineFeed]
  }
}
