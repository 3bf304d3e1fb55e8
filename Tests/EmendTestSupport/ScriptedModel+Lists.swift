// SPDX-License-Identifier: Apache-2.0

import EmendModels

extension ScriptedModel {
  /// A model that answers with lists: to a question about a topic with `headings`, to one about a heading of it, which stands
  /// on a line of its own, with `points` of that heading; what the answer has to begin with is left out.
  package convenience init(
    headings: [String], points: @escaping @Sendable (String) -> [String] = ScriptedModel.ownPoints
  ) {
    self.init(likelihood: { _ in 0 }) { request in
      let lines = (request.prompt.messages.last?.content ?? "").split(separator: "\n")
      let items = lines.count > 1 ? points(String(lines[lines.count - 1])) : headings
      let prefix = request.prompt.answerPrefix
      let new = items.filter { !prefix.contains("- \($0)\n") }
      return .success(
        Generation(
          text: prefix + new.map { "- \($0)\n" }.joined(), finishReason: .endOfTurn, generatedTokens: items.count * 4))
    }
  }

  /// Three points that no other heading has.
  package static let ownPoints: @Sendable (String) -> [String] = { heading in
    let name = String(heading.filter { !$0.isWhitespace }.lowercased().reversed())
    return ["Why \(name)alpha matters", "Where \(name)beta helps", "When \(name)gamma breaks"]
  }
}
