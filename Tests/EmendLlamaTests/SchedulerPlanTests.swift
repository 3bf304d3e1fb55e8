// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTestSupport
import Testing

@testable import EmendLlama

struct SchedulerPlanTests {
  private func request(prompt: [Int32], maxTokens: Int, templateTokens: Int = 0) -> PreparedRequest {
    PreparedRequest(
      request: GenerationRequest(prompt: Prompt(messages: []), limit: AnswerLimit(tokens: maxTokens)), prompt: prompt,
      source: [], maxTokens: maxTokens, templateTokens: templateTokens, prefixTokens: 0)
  }

  private let bytesPerCell = 23_040

  @Test("A context is as large as the work, not as the model allows")
  func small() {
    let plan = SchedulerPlan(
      [request(prompt: Array(1...50), maxTokens: 40)], bytesPerCell: bytesPerCell, keepsPrefixes: false)
    #expect(plan.cells == 256)
    #expect(plan.sequences == 1)
    #expect(plan.prefix.isEmpty)
  }

  @Test("What all prompts begin with is evaluated once, but for each one's last token")
  func prefix() {
    let system: [Int32] = Array(1...30)
    let plan = SchedulerPlan(
      [
        request(prompt: system + [40, 41], maxTokens: 10, templateTokens: 30),
        request(prompt: system + [50], maxTokens: 10, templateTokens: 30),
        request(prompt: system, maxTokens: 10, templateTokens: 30),
      ], bytesPerCell: bytesPerCell, keepsPrefixes: false)
    #expect(plan.prefix == Array(1...29))
    #expect(plan.sequences == 3)
  }

  @Test("What passages begin with alike is the user's own, and no part of the prefix")
  func ownWords() {
    let requests = (0..<2).map { request(prompt: Array(1...40) + [Int32($0)], maxTokens: 10, templateTokens: 20) }
    let plan = SchedulerPlan(requests, bytesPerCell: bytesPerCell, keepsPrefixes: true)
    #expect(plan.prefix == Array(1...20))
  }

  @Test("A model that keeps one state of all that it has read shares nothing")
  func recurrent() {
    let requests = (0..<3).map { request(prompt: Array(1...30) + [Int32($0)], maxTokens: 10) }
    let plan = SchedulerPlan(requests, bytesPerCell: bytesPerCell, sharesPrefixes: false, keepsPrefixes: true)
    #expect(plan.prefix.isEmpty)
    #expect(plan.cells >= 3 * 41)
  }

  @Test("A single request shares its template with later runs, if that can be kept")
  func single() {
    let alone = request(prompt: Array(1...50), maxTokens: 10, templateTokens: 30)
    #expect(SchedulerPlan([alone], bytesPerCell: bytesPerCell, keepsPrefixes: true).prefix == Array(1...30))
    #expect(SchedulerPlan([alone], bytesPerCell: bytesPerCell, keepsPrefixes: false).prefix.isEmpty)
    let short = request(prompt: Array(1...50), maxTokens: 10, templateTokens: 3)
    #expect(SchedulerPlan([short], bytesPerCell: bytesPerCell, keepsPrefixes: true).prefix.isEmpty)
  }

  @Test("Memory is bounded, whatever the number of requests, and the largest always fits")
  func bounded() {
    let many = (0..<500).map { _ in request(prompt: Array(1...100), maxTokens: 100) }
    let plan = SchedulerPlan(many, bytesPerCell: bytesPerCell, keepsPrefixes: false)
    #expect(plan.cells * bytesPerCell <= SchedulerPlan.mostCacheBytes + 256 * bytesPerCell)
    #expect(plan.sequences <= SchedulerPlan.mostSequences)
    let huge = request(prompt: Array(1...6000), maxTokens: 2000)
    #expect(SchedulerPlan([huge] + many, bytesPerCell: bytesPerCell, keepsPrefixes: false).cells >= 8000)
  }
}
