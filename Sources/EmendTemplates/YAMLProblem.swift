// SPDX-License-Identifier: Apache-2.0

import Yams

/// Why a text is not valid YAML, and where.
package struct YAMLProblem {
  /// Counted from 1; `nil` if not known.
  package let line: Int?
  /// What is wrong, without the parser's excerpt of the text.
  package let detail: String

  /// - Parameter error: What the parser threw.
  package init(_ error: any Error, in text: String) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      let isTab = lines.indices.contains(mark.line - 1) && lines[mark.line - 1].hasPrefix("\t")
      self.init(line: mark.line, isTab ? "a line begins with a tab; indent it by blanks" : problem)
    case .reader(let problem, let offset, _, _):
      self.init(line: offset.map { text.prefix($0).count(where: \.isNewline) + 1 }, problem)
    case .duplicatedKeysInMapping(let keys, let context):
      // It is told where the key stands first; the second is what somebody wrote last.
      let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      let second = lines.indices.dropFirst(context.mark.line).first { index in
        keys.contains { lines[index].drop { $0 == " " }.hasPrefix("\($0):") }
      }
      self.init(line: second.map { $0 + 1 } ?? context.mark.line, "the key \(keys[0]) comes twice")
    default: self.init(line: nil, "it cannot be read")
    }
  }

  private init(line: Int?, _ problem: String) {
    self.line = line
    detail = "not valid YAML (\(problem))"
  }
}
