// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendTemplates

/// An outline in the making: headings first, then the points below each, all at once.
struct OutlineDraft {
  let subject: Subject
  let title: String
  let round: ListRound
  let checks: NewTextChecks
  /// How many sections, and how many points in each.
  let count, points: ClosedRange<Int>
  /// The levels of headings, the title counted.
  let depth: Int

  /// The sections in a section.
  private static let subsections = 2...3
  /// How often points that two sections have are asked for again.
  private static let mostExclusions = 3

  private(set) var candidates: [Candidate] = []
  private(set) var notices: [(reason: String, detail: String)] = []
  /// What was wrong with points of sections that have too few.
  private var refusals: [CheckResult] = []

  init(
    _ subject: Subject, title: String, round: ListRound, checks: NewTextChecks, count: ClosedRange<Int>,
    points: ClosedRange<Int>, depth: Int
  ) {
    self.subject = subject
    self.title = title
    self.round = round
    self.checks = checks
    self.count = count
    self.points = points
    self.depth = depth
  }

  mutating func compose(asking model: inout CompositionModel) async throws -> Composition.Outcome {
    var headings = [
      ListDraft(subject.variables, goal: count, longest: OutputGrammar.longestHeading, checks: checks, said: saidTitle)
    ]
    try await round.fill(&headings, asking: &model)
    candidates += headings[0].candidates
    if let outcome = Self.failure(headings[0], "sections") { return outcome }
    var tree = headings[0].items.map { OutlineNode($0) }
    for _ in 2..<depth { try await divide(&tree, asking: &model) }
    try await addPoints(&tree, asking: &model)
    tree = tree.compactMap { whole($0) }
    guard tree.count >= count.lowerBound else {
      return Self.kept("points found for \(tree.count) of \(count.lowerBound) sections", refusals)
    }
    return .text(.outline(OutlineNode(title, sections: tree)))
  }

  private var saidTitle: SaidBefore { said([title]) }

  /// Besides some texts, what the template's examples say: a small model repeats those.
  private func said(_ texts: [String]) -> SaidBefore {
    var said = SaidBefore(topic: subject.topic, lexicon: subject.lexicon)
    for text in texts + round.exampleItems { said.add(text) }
    return said
  }

  static func failure(_ draft: ListDraft, _ noun: String) -> Composition.Outcome? {
    if let error = draft.failure { return .unchecked(.init(error), detail: error.description) }
    guard !draft.isComplete else { return nil }
    let found = "\(draft.items.count) of \(draft.goal.lowerBound) \(noun) found"
    return kept(found, draft.refusals)
  }

  /// Too few were found: mostly for the reason that is told.
  private static func kept(_ found: String, _ refusals: [CheckResult]) -> Composition.Outcome {
    let counts = refusals.reduce(into: [:]) { $0[$1.name, default: 0] += 1 }
    let most = counts.values.max()
    guard let refusal = refusals.first(where: { counts[$0.name] == most }), let problem = refusal.problem else {
      return .kept(reason: "count", detail: found)
    }
    return .kept(reason: refusal.name, detail: "\(found): \(problem.detail)")
  }

  // MARK: Sections in sections

  /// Puts sections into the innermost ones.
  private mutating func divide(_ tree: inout [OutlineNode], asking model: inout CompositionModel) async throws {
    let leaves = Self.leaves(of: tree)
    var drafts = leaves.map { leaf in
      var variables = subject.variables
      variables.text = "\(subject.topic): \(leaf)"
      return ListDraft(
        variables, goal: Self.subsections, longest: OutputGrammar.longestHeading, checks: checks,
        said: said([title] + leaves))
    }
    try await round.fill(&drafts, asking: &model)
    exclude(&drafts)
    candidates += drafts.flatMap(\.candidates)
    var found = drafts.map(\.items)[...]
    Self.edit(&tree) { leaf in
      let items = found.removeFirst()
      if items.count >= Self.subsections.lowerBound {
        leaf.sections = items.map { OutlineNode($0) }
      } else {
        notices.append(("count", "\"\(leaf.heading)\" has no sections: nothing new was found for it"))
      }
    }
  }

  // MARK: Points

  private mutating func addPoints(_ tree: inout [OutlineNode], asking model: inout CompositionModel) async throws {
    let leaves = Self.leaves(of: tree)
    var drafts = leaves.map { leaf in
      var variables = subject.variables
      variables.section = leaf
      variables.outline = leaves.map { "- \($0)" }.joined(separator: "\n")
      return ListDraft(variables, goal: points, checks: checks, said: said(leaves))
    }
    try await round.fill(&drafts, asking: &model)
    // Sections that were asked about side by side may say the same.
    for _ in 0..<Self.mostExclusions where exclude(&drafts) { try await round.fill(&drafts, asking: &model) }
    exclude(&drafts)
    candidates += drafts.flatMap(\.candidates)
    refusals = drafts.filter { !$0.isComplete }.flatMap(\.refusals)
    var found = drafts.map(\.items)[...]
    Self.edit(&tree) { $0.points = found.removeFirst() }
  }

  /// Takes out what an earlier list says, and returns whether there was something.
  @discardableResult
  private func exclude(_ drafts: inout [ListDraft]) -> Bool {
    var said = saidTitle
    var texts: [String] = []
    var hasChanged = false
    for index in drafts.indices {
      if drafts[index].exclude(said, texts: texts) { hasChanged = true }
      texts = drafts[index].items
      for item in texts { said.add(item) }
    }
    return hasChanged
  }

  /// A section without those in it that have too few points; `nil` if nothing is left.
  private mutating func whole(_ node: OutlineNode) -> OutlineNode? {
    guard node.sections.isEmpty else {
      var node = node
      node.sections = node.sections.compactMap { whole($0) }
      return node.sections.isEmpty ? nil : node
    }
    guard node.points.count < points.lowerBound else { return node }
    notices.append(
      (
        "count",
        "the section \"\(node.heading)\" is left out: \(node.points.count) of \(points.lowerBound) points found"
      ))
    return nil
  }

  private static func leaves(of tree: [OutlineNode]) -> [String] {
    tree.flatMap { $0.sections.isEmpty ? [$0.heading] : leaves(of: $0.sections) }
  }

  private static func edit(_ tree: inout [OutlineNode], _ change: (inout OutlineNode) -> Void) {
    for index in tree.indices {
      if tree[index].sections.isEmpty { change(&tree[index]) } else { edit(&tree[index].sections, change) }
    }
  }
}
