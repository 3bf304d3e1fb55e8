// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// How many answers are asked for, and what is good enough.
struct RankingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Ask for this many answers to each passage and give the good ones as alternatives (default: further ones only where nothing of the first can be taken, at most as many as the template says, and none with an adapter).",
      valueName: "number"))
  var candidates: Int?

  @Option(
    // The value may begin with a minus.
    parsing: .unconditional,
    help: ArgumentHelp(
      "Take only changes whose gain, the logarithm of how many times likelier they make a text less what their kind must bring, is above this, or with 'fix' those to a sentence that together are (default: the template's; of those that emend comes with 1.5 with an adapter, 0 without). Higher takes fewer, below 0 more, off all that pass the checks.",
      valueName: "number"))
  var minGain: MinGain?

  @Flag(help: "Show each answer with its checks, changes and gains, and why they were taken or not.")
  var explain = false

  init() {}

  init(candidates: Int?, minGain: MinGain?, explain: Bool) {
    (self.candidates, self.minGain, self.explain) = (candidates, minGain, explain)
  }

  func validate() throws {
    if let candidates, !Settings.candidateCounts.contains(candidates) {
      throw ValidationError("--candidates takes a number from 1 to 64, not \(candidates).")
    }
  }
}

/// The line that a change's gain must be above: a number, or `off`, with which all is taken that passes the checks.
struct MinGain: ExpressibleByArgument {
  let value: Double

  init?(argument: String) {
    guard argument != "off" else {
      value = -.infinity
      return
    }
    guard let number = Double(argument), number.isFinite else { return nil }
    value = number
  }
}
