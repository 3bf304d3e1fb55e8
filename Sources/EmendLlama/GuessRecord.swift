// SPDX-License-Identifier: Apache-2.0

/// How often guesses from the source turn out right: learned from all answers of a run, guessed or not.
final class GuessRecord {
  /// After no, few and many copied tokens; to begin with too low for guesses where many answers share a batch.
  private var hitRates = [0.3, 0.6, 0.8]

  private static func group(copied: Int) -> Int { copied == 0 ? 0 : copied < 4 ? 1 : 2 }

  /// How likely the source's next token is the answer's, after this many were copied.
  func hitRate(afterCopied copied: Int) -> Double { hitRates[Self.group(copied: copied)] }

  /// Takes whether it was.
  func note(isHit: Bool, afterCopied copied: Int) {
    let group = Self.group(copied: copied)
    hitRates[group] += ((isHit ? 1 : 0) - hitRates[group]) / 16
  }
}
