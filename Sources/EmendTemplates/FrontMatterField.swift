// SPDX-License-Identifier: Apache-2.0

import Mustache
import Yams

/// A field that the front matter of a new document may get.
package struct FrontMatterField: Sendable {
  package let name: String
  private let body: MustacheTemplate

  /// What its text may use.
  private static let variables = ["title", "date", "language"]

  init(name: String, text: String, at node: Node, in nodes: TemplateNodes) throws(TemplateError) {
    self.name = name
    do {
      body = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + text)
    } catch {
      throw nodes.mistake(node, "a tag {{…}} in \(name) is not closed, or is none that can be used here")
    }
    for tag in text.components(between: "{{", and: "}}") where !Self.variables.contains(tag) {
      throw nodes.mistake(node, "no variable \"\(tag)\" in front matter; there are title, date and language")
    }
  }

  /// Its value in a document.
  ///
  /// - Parameter date: As `2026-11-25`.
  package func value(title: String, date: String, language: String) -> String {
    body.render(["title": title, "date": date, "language": language])
  }
}

extension String {
  /// What stands between two marks, without blanks around it.
  fileprivate func components(between opening: String, and closing: String) -> [String] {
    var found: [String] = []
    var rest = self[...]
    while let start = rest.firstRange(of: opening), let end = rest[start.upperBound...].firstRange(of: closing) {
      found.append(rest[start.upperBound..<end.lowerBound].filter { !$0.isWhitespace })
      rest = rest[end.upperBound...]
    }
    return found
  }
}
