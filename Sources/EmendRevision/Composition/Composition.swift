// SPDX-License-Identifier: Apache-2.0

import EmendModels

/// What became of a subject: a new text, or the reason why there is none.
package struct Composition: Sendable {
  package enum Outcome: Sendable {
    case text(ComposedText)
    /// What the model wrote is not good enough; the name of a check, and one sentence.
    case kept(reason: String, detail: String)
    /// The model was not asked, or failed.
    case unchecked(UncheckedPassage.Reason, detail: String)
  }

  package var outcome: Outcome
  /// What could not be met though there is a text: one sentence each, with the name of a check.
  package var notices: [(reason: String, detail: String)] = []
  /// All answers, and what was taken of them.
  package var candidates: [Candidate] = []
  package var statistics = RevisionStatistics()

  package init(_ outcome: Outcome) { self.outcome = outcome }

  init(kept result: CheckResult?, otherwise detail: String = "the model has nothing new to say") {
    outcome = .kept(reason: result?.name ?? "count", detail: result?.problem?.detail ?? detail)
  }

  package var text: ComposedText? { if case .text(let text) = outcome { text } else { nil } }
}

extension Composition {
  init(list draft: ListDraft) {
    if let outcome = draft.items.isEmpty ? OutlineDraft.failure(draft, "items") : nil {
      self.init(outcome)
    } else {
      self.init(.text(.list(draft.items)))
      if case .kept(let reason, let detail) = OutlineDraft.failure(draft, "items") { notices = [(reason, detail)] }
    }
    candidates = draft.candidates
  }

  /// - Parameter said: What stands before.
  init(prose drafts: inout [ProseDraft], after said: SaidBefore) {
    var said = said
    var texts: [[String]] = []
    var failed: CheckResult?
    for index in drafts.indices {
      if let error = drafts[index].failure {
        self.init(.unchecked(.init(error), detail: error.description))
        candidates = drafts.flatMap(\.candidates)
        return
      }
      guard let paragraphs = drafts[index].best(after: said) else {
        failed = failed ?? drafts[index].reason
        continue
      }
      for sentence in paragraphs.flatMap({ ProseText($0, markup: nil).sentenceTexts }) { said.add(sentence) }
      texts.append(paragraphs)
    }
    if texts.count < drafts.count || texts.isEmpty {
      self.init(kept: failed, otherwise: "no answer is good enough")
    } else {
      self.init(.text(.prose(drafts.count == 1 ? texts[0] : Self.joined(texts.flatMap { $0 }))))
    }
    candidates = drafts.flatMap(\.candidates)
  }

  /// The most words of a paragraph that is put together from notes, unless one note makes more.
  private static let paragraphWords = 80

  /// Puts what was made of notes together to paragraphs.
  private static func joined(_ texts: [String]) -> [String] {
    var paragraphs: [String] = []
    for text in texts {
      if let last = paragraphs.last, last.plainWords.count + text.plainWords.count <= paragraphWords {
        paragraphs[paragraphs.count - 1] = last + " " + text
      } else {
        paragraphs.append(text)
      }
    }
    return paragraphs
  }
}
