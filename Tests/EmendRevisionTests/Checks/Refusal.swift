// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendModels
import EmendTestSupport

@testable import EmendRevision

/// The name of the first check that refuses `answer`, with its sentence; `nil` if all pass.
///
/// - Parameters:
///   - source: A document whose first paragraph is to be replaced.
///   - glossary: How terms are to be written.
///   - check: The only check to run; `nil` for all.
func refusal(
  of answer: String, for source: String, finish: Generation.FinishReason = .endOfTurn, instructions: [String] = [],
  length: ClosedRange<Double> = 0...10, glossary: Glossary = Glossary(), by check: Check? = nil
) throws -> (name: String, problem: String)? {
  let document = try MarkdownDocument(source)
  let input = CheckInput(
    document: document, passage: try document.passage(document.paragraphs[0]), replacement: answer,
    traits: DocumentTraits(document), finishReason: finish, instructions: instructions,
    limits: CheckLimits(length: length, glossary: glossary))
  let results = input.results(of: check.map { [$0] } ?? Check.all)
  return results.last.flatMap { result in result.problem.map { (result.name, $0.detail) } }
}

/// What one check says of `answer` for `source`, a document of one paragraph; `nil` if it passes.
func problem(_ source: String, _ answer: String, _ check: Check) throws -> String? {
  try refusal(of: answer, for: source + "\n", by: check)?.problem
}
