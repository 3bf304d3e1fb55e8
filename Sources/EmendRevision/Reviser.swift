// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
package import EmendModels
import EmendTemplates

/// Asks a model for better texts for passages and judges what comes back.
///
/// ```swift
/// let reviser = Reviser(model: model, prompts: PromptBuilder(template: template))
/// try await reviser.revise([(document, try document.passages(in: Selection()))]) { index, revision in
///   print(revision.edits.count)
/// }
/// ```
package struct Reviser: Sendable {
  private let model: any LanguageModel
  private let prompts: PromptBuilder
  private let checks: [Check]

  package init(model: any LanguageModel, prompts: PromptBuilder, checks: [Check] = Check.all) {
    self.model = model
    self.prompts = prompts
    self.checks = checks
  }

  package typealias Job = (document: MarkdownDocument, selected: SelectedPassages)

  /// How far a run has come.
  package struct Progress: Equatable, Sendable {
    package var passagesDone: Int
    package var passages: Int
    /// Tokens generated so far.
    package var generatedTokens: Int
    /// Time spent on loading the model, in seconds.
    package var loadSeconds = 0.0
  }

  /// Revises documents, handing all their passages to the model at once.
  ///
  /// - Parameters:
  ///   - jobs: Documents, each with the passages that are asked for.
  ///   - progress: Called for each passage that is finished and for each piece of text.
  ///   - finished: Called once for each document, in the order of `jobs`, as soon as it and those before it are done.
  /// - Throws: What stops the whole run: a model that cannot be loaded, `CancellationError`, or what `finished` throws.
  package func revise(
    _ jobs: [Job], progress: (Progress) -> Void = { _ in },
    finished: (_ index: Int, _ revision: Revision) async throws -> Void
  ) async throws {
    var drafts = jobs.map { RevisionDraft(document: $0.document, selected: $0.selected) }
    let places = jobs.indices.flatMap { job in
      jobs[job].selected.passages.indices.map { (job: job, passage: $0) }
    }
    var next = 0
    func finishReady() async throws {
      while next < drafts.count, drafts[next].isComplete {
        try await finished(next, drafts[next].revision())
        next += 1
      }
    }
    try await finishReady()
    guard !places.isEmpty else { return }

    let requests = places.map { place in
      prompts.request(for: jobs[place.job].selected.passages[place.passage], in: jobs[place.job].document)
    }
    var state = Progress(passagesDone: 0, passages: places.count, generatedTokens: 0)
    progress(state)
    for try await event in model.generate(requests) {
      switch event {
      case .ready(let seconds):
        state.loadSeconds += seconds
      case .piece(_, _, let tokens):
        state.generatedTokens += tokens
      case .finished(let index, let result):
        let place = places[index]
        drafts[place.job].judge(
          place.passage, result: result, instructions: instructions(in: requests[index]),
          length: prompts.template.length, checks: checks)
        state.passagesDone += 1
        try await finishReady()
      }
      progress(state)
    }
    // A cancelled task may end the iteration without an error.
    try Task.checkCancellation()
  }

  private func instructions(in request: GenerationRequest) -> [String] {
    request.prompt.messages.filter { $0.role == .system }.map(\.content)
  }
}
