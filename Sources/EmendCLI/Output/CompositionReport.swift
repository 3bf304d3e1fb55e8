// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendRevision
import EmendTemplates

/// Says on standard error what became of a run that writes new text.
struct CompositionReport {
  private let writing: WritingOptions
  private let newDocument: NewDocument?
  private let context: CommandContext

  init(writing: WritingOptions, context: CommandContext) {
    (self.writing, newDocument, self.context) = (writing, nil, context)
  }

  init(run: CompositionRun) {
    (writing, newDocument, context) = (run.writing, run.newDocument, run.context)
  }

  /// The title of a document that is made of a result.
  func title(of composition: Composition, _ subject: Subject) -> String {
    if case .outline(let node) = composition.text { return node.heading }
    return subject.variables.title
  }

  /// - Parameter line: `nil` for what has no lines.
  func explain(_ candidates: [Candidate], name: String, line: Int?) {
    guard writing.explain, writing.output.outputFormat != .json, !candidates.isEmpty else { return }
    context.tell(Explanation(name: name, line: line, candidates: candidates).text)
  }

  /// Says why there is no text, or what could not be met, and where the time went if that was asked for.
  func tell(_ composition: Composition, about subject: Subject, seconds: Double, loadSeconds: Double) {
    switch composition.outcome {
    case .text:
      newDocument?.tell(isQuiet: writing.output.quiet)
      if !writing.output.quiet {
        for notice in composition.notices { context.tell("emend: \(notice.detail) [\(notice.reason)]") }
      }
    // Nothing is printed: whoever reads the result has to know why, however quiet the run is.
    case .kept(let reason, let detail):
      context.tell("emend: kept: no answer is good enough: \(detail) [\(reason)]")
    case .unchecked(let reason, let detail):
      context.tell("emend: not written: \(detail) [\(reason.rawValue)]")
    }
    guard writing.output.verbose else { return }
    context.tell(composition.statistics.summary(seconds: seconds, loadSeconds: loadSeconds))
  }
}

extension RevisionStatistics {
  /// Where the time went, in a line.
  func summary(seconds: Double, loadSeconds: Double) -> String {
    func fixed(_ seconds: Double) -> String {
      let hundredths = Int((seconds * 100).rounded())
      return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
    return
      "\(fixed(seconds)) s in all: loading \(fixed(loadSeconds)) s, prompts \(fixed(promptSeconds)) s for \(count(promptTokens, "token")), "
      + "answers \(fixed(decodeSeconds)) s for \(count(generatedTokens, "token")), judging \(fixed(scoreSeconds)) s"
  }
}
