// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendTestSupport
import EmendText
import Foundation
import Testing

/// The laws L1, L2 and L3 on documents made at random and on the specification's examples, with models that mean no good.
///
/// `make fuzz` runs this for `EMEND_FUZZ_SECONDS` with seeds that were never tried.
struct LawsTests {
  /// The number of documents that a run of all tests makes.
  static let standardCases = 1500

  @Test("Whatever a document holds and a model answers, the laws hold")
  func randomDocuments() async throws {
    let seconds = ProcessInfo.processInfo.environment["EMEND_FUZZ_SECONDS"].flatMap(Double.init)
    let start = ContinuousClock.now
    let firstSeed = seconds == nil ? 0 : UInt64.random(in: 0...UInt64.max / 2)
    var tally = Tally()
    var failures = 0
    while failures < 5 {
      if let seconds {
        guard ContinuousClock.now - start < .seconds(seconds) else { break }
      } else if tally.cases >= Self.standardCases {
        break
      }
      let seed = firstSeed + UInt64(tally.cases)
      let random = RandomMarkdown(seed: seed)
      let trial = Trial(
        seed: seed, asksSentences: seed % 2 == 0, marks: random.marks, opaqueLines: random.opaqueLines)
      if let violation = await trial.violation(in: random.bytes, tally: &tally) {
        failures += 1
        await report(violation, trial, random.bytes)
      }
      tally.cases += 1
    }
    print("laws: seeds from \(firstSeed): \(tally)")
    #expect(tally.passages > tally.cases)
    #expect(tally.edits > 0)
  }

  private func report(_ violation: String, _ trial: Trial, _ bytes: [UInt8]) async {
    let law = violation.prefix(3)
    // Without the lines around it, a line that was no prose may well be prose.
    let isShrinkable = !violation.contains("is no prose")
    let small = await shrunk(bytes) { candidate in
      guard isShrinkable else { return false }
      var tally = Tally()
      return await trial.violation(in: candidate, tally: &tally)?.hasPrefix(law) == true
    }
    var tally = Tally()
    let again = await trial.violation(in: small, tally: &tally) ?? violation
    Issue.record("seed \(trial.seed): \(again)\n\(String(decoding: small, as: UTF8.self).debugDescription)")
  }
}
