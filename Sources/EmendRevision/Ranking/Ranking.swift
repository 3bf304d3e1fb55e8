// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// Whether a change is better than what stands there, in the model's own eyes.
///
/// Each change is judged on its own, in the sentence or passage that the model was asked about, by two likelihoods: of the
/// text as an answer to the prompt, and of the text as such. In both it is compared with the original, which competes on
/// equal terms: the gain is the logarithm of how many times likelier the change makes the text, less what its kind must
/// bring to be right as a rule.
///
/// The weights and lines were found on real copy-edits and clean sentences of documentation (Evaluation/README.md). A third
/// likelihood, of the original as an answer to the changed text, was tried too: it told nothing new.
///
/// A model with an adapter that was trained on edits knows better what is right, and needs other weights and lines.
struct Ranking {
  /// Whether the model has the template's adapter.
  let isAdapted: Bool

  /// How much likelier a change makes a text.
  struct Evidence: Equatable {
    /// The logarithm of the ratio of the likelihoods as an answer.
    var answer: Double
    /// The logarithm of the ratio of the likelihoods as a text.
    var fluency: Double
  }

  /// A text is found likelier for much that is no better, such as a commoner word: it counts less.
  private var fluencyWeight: Double { isAdapted ? 0 : 0.3 }

  /// Whether the likelihood of the text as such is worth asking for.
  var weighsFluency: Bool { fluencyWeight != 0 }

  /// What a kind of change must bring: with an adapter nothing but the line of the template, which is the same for all.
  func line(_ kind: RewordingKind) -> Double {
    if isAdapted { return 0 }
    return switch kind {
    case .functionWords: 1
    case .form: 1
    case .capitals, .functionWordLoss, .functionWordSwap: 3
    case .punctuation: 6
    case .deletion: 8
    case .content, .sentence: 12
    }
  }

  /// Whether a change need not be judged: of those that take words out or say other ones hardly one in a hundred was likely
  /// enough, and of these hardly one right, so they are looked at only where the line is moved for them.
  func isHopeless(_ kind: RewordingKind, minGain: Double) -> Bool {
    !isAdapted && minGain >= 0 && (kind == .deletion || kind == .content)
  }

  /// Whether a gain is enough beside surer changes to the same sentence, for which the line is a lower one.
  ///
  /// Words that are taken out are missed, and other words need a likelihood of their own: neither goes for the company's
  /// sake alone.
  func isEnoughBeside(_ gain: Double, _ kind: RewordingKind, line: Double) -> Bool {
    switch kind {
    case .deletion: false
    case .content: gain > max(line, 0)
    default: gain > line
    }
  }

  /// Returns the gain of a change: above 0 it is taken, unless the line is moved.
  func gain(_ evidence: Evidence, _ kind: RewordingKind) -> Double {
    evidence.answer + fluencyWeight * evidence.fluency - line(kind)
  }
}
