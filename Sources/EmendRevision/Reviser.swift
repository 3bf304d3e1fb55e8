// SPDX-License-Identifier: Apache-2.0

package import EmendMarkdown
package import EmendModels
package import EmendTemplates

/// Asks a model for better texts for passages, judges what comes back, and takes what is good of it.
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
  private let options: Options

  /// How much is asked, and what is taken.
  package struct Options: Sendable {
    /// The most answers for a passage.
    ///
    /// The first is the likeliest; further ones are asked for only where nothing of it
    /// could be taken.
    package var candidates: Int
    /// Whether all are asked for, so that there are alternatives.
    package var asksAll = false
    /// The line that the gain of a change must be above; see ``Ranking``.
    package var minGain: Double
    /// The line where the changes to a sentence are together above the other line.
    ///
    /// Mistakes come in company, and changes hang together: where a sentence needed one for certain, lesser ones are right
    /// more often, and one that only another makes good may seem to cost something by itself. `nil` for the same line.
    package var minGainBeside: Double?
    /// Whether all checks of an answer are run, though one has failed.
    package var explains = false
    package var checks: [Check]
    package var pace = Pace.allTogether
    package var glossary = Glossary()

    /// As the template says.
    package init(_ template: Template) {
      candidates = template.candidates
      minGain = template.minGain
      checks = Check.checks(for: template)
    }
  }

  /// How many passages are asked about together.
  ///
  /// A model works best on many. An answer to a few is worth more than half an answer to all where its time is limited, and
  /// where somebody waits for the first one.
  package struct Pace: Equatable, Sendable {
    package var first: Int
    /// How many times as many the next ones are.
    package var growth = 1
    package var most = Int.max

    package static let allTogether = Pace(first: Int.max)

    package init(first: Int, growth: Int = 1, most: Int = Int.max) {
      (self.first, self.growth, self.most) = (first, growth, most)
    }

    /// The passages of a number of them that are asked about together, in order.
    func groups(of count: Int) -> [Range<Int>] {
      var groups: [Range<Int>] = []
      var (start, size) = (0, first)
      while start < count {
        let end = start + min(size, count - start)
        groups.append(start..<end)
        start = end
        size = min(size.multipliedReportingOverflow(by: growth).overflow ? most : size * growth, most)
      }
      return groups
    }
  }

  package init(model: any LanguageModel, prompts: PromptBuilder, options: Options? = nil) {
    self.model = model
    self.prompts = prompts
    self.options = options ?? Options(prompts.template)
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

    package init(passagesDone: Int = 0, passages: Int, generatedTokens: Int = 0) {
      self.passagesDone = passagesDone
      self.passages = passages
      self.generatedTokens = generatedTokens
    }
  }

  /// As many passages are handed to the model together, if they are there: it works best on many, and what is finished can
  /// be shown.
  private static let passagesInRound = 128

  /// Revises documents.
  ///
  /// - Parameters:
  ///   - jobs: Documents, each with the passages that are asked for.
  ///   - progress: Called for each piece of text and whenever passages are finished.
  ///   - judged: Called once for each passage, in the order of the documents, as soon as it and those before it are done.
  ///   - finished: Called once for each document, in the order of `jobs`, as soon as it and those before it are done.
  /// - Throws: What stops the whole run: a model that cannot be loaded, `CancellationError`, or what the closures throw.
  package func revise(
    _ jobs: [Job], progress: (Progress) -> Void = { _ in },
    judged: (_ index: Int, _ result: PassageResult) async throws -> Void = { _, _ in },
    finished: (_ index: Int, _ revision: Revision) async throws -> Void
  ) async throws {
    var state = Progress(
      passagesDone: 0, passages: jobs.reduce(0) { $0 + $1.selected.passages.count }, generatedTokens: 0)
    if state.passages > 0 { progress(state) }
    var next = 0
    while next < jobs.count {
      var end = next
      var count = 0
      repeat {
        count += jobs[end].selected.passages.count
        end += 1
      } while end < jobs.count && count < Self.passagesInRound
      let (start, done) = (next, state.passagesDone)
      var round = round(of: Array(jobs[next..<end]))
      try await round.run(
        &state, progress: progress, judged: { try await judged(start + $0, $1) },
        finished: { try await finished(start + $0, $1) })
      // A cancelled task may end an iteration without an error.
      try Task.checkCancellation()
      if count > 0 {
        state.passagesDone = done + count
        progress(state)
      }
      next = end
    }
  }

  private func round(of jobs: [Job]) -> RevisionRound {
    RevisionRound(model: model, prompts: prompts, options: options, jobs: jobs)
  }

  // MARK: One passage

  /// Asks for further answers to a passage.
  ///
  /// - Parameter numbers: Which ones: each number from 1 on is another answer, and the same one when asked for again.
  package func furtherAnswers(
    to passage: Passage, in document: MarkdownDocument, numbers: Range<Int>
  ) async throws -> PassageOutcome {
    var selected = SelectedPassages()
    selected.passages = [passage]
    var round = round(of: [(document, selected)])
    return try await round.furtherAnswers(Array(numbers))
  }

  /// What the checks say of a text that somebody else wrote for a passage.
  package func results(of text: String, for passage: Passage, in document: MarkdownDocument) -> [CheckResult] {
    CheckInput(
      document: document, passage: passage, replacement: text, traits: DocumentTraits(document),
      limits: RevisionRound.limits(prompts.template, options)
    ).results(of: options.checks.filter(\.isForAnyText), isComplete: true)
  }
}
