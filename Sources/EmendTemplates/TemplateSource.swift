// SPDX-License-Identifier: Apache-2.0

import EmendModels
import EmendText
import Mustache

/// A template file taken apart into front matter and body, both with their place for messages.
struct TemplateSource {
  let path: String
  let frontMatter: String
  let body: String
  /// The line of the file on which the body begins, counted from 1.
  ///
  /// The front matter's is 2.
  let bodyLine: Int
  private let lineCount: Int

  init(_ text: String, path: String) throws(TemplateError) {
    self.path = path
    // To Swift "\r\n" is one character.
    let lines = text.drop { $0 == "\u{FEFF}" }.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    guard lines.first == "---" else {
      throw .mistake(path: path, line: 1, problem: "a template begins with a line \"---\", then YAML front matter")
    }
    guard let end = lines.dropFirst().firstIndex(where: { $0 == "---" || $0 == "..." }) else {
      throw .mistake(path: path, line: lines.count, problem: "the front matter is not closed with a line \"---\"")
    }
    lineCount = lines.last?.isEmpty == true ? lines.count - 1 : lines.count
    frontMatter = lines[1..<end].joined(separator: "\n")
    body = lines[(end + 1)...].joined(separator: "\n")
    bodyLine = end + 2
  }

  func mistake(onBodyLine line: Int, _ problem: String) -> TemplateError {
    // What is missing is missed behind the end of the file.
    .mistake(path: path, line: min(bodyLine + line - 1, max(lineCount, bodyLine - 1)), problem: problem)
  }

  /// Compiles the body after checking what Mustache would take in silence: names that mean nothing, text that belongs to
  /// no turn.
  ///
  /// - Returns: The body, and the variables that it uses.
  func compiledBody(variables: Set<String>) throws(TemplateError) -> (MustacheTemplate, Set<String>) {
    let compiled: MustacheTemplate
    do {
      // Mustache escapes for HTML unless told otherwise; a prompt is plain text.
      compiled = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + body)
    } catch let error as MustacheTemplate.ParserError {
      throw mistake(onBodyLine: error.context.lineNumber, Self.problem(error.error))
    } catch {
      throw mistake(onBodyLine: 1, "\(error)")
    }
    return (compiled, try usedVariables(variables))
  }

  private static func problem(_ error: any Error) -> String {
    switch error as? MustacheTemplate.Error {
    case .sectionCloseNameIncorrect: "this {{/…}} closes another section than the one that is open"
    case .expectedSectionEnd: "a section {{#…}} is not closed"
    case .unfinishedName: "a tag {{…}} is not closed, or its name is not one word"
    default: "a tag {{…}} is not closed, or is none that can be used here"
    }
  }

  private func usedVariables(_ variables: Set<String>) throws(TemplateError) -> Set<String> {
    let roles = Set(Prompt.Role.allCases.map(\.rawValue))
    let known = roles.union(variables).union(TemplateVariables.names)
    var open: [String] = []
    var used: Set<String> = []
    var line = 1
    var rest = body[...]
    while !rest.isEmpty {
      let tagStart = rest.range(of: "{{")
      let text = rest[..<(tagStart?.lowerBound ?? rest.endIndex)]
      let firstWord = text.firstIndex { !$0.isWhitespace }
      if let firstWord, !open.contains(where: roles.contains) {
        let before = text[..<firstWord].count { $0.isNewline }
        throw mistake(onBodyLine: line + before, "text outside {{#system}}, {{#user}} and {{#assistant}}")
      }
      line += text.count { $0.isNewline }
      guard let tagStart, let tagEnd = rest[tagStart.upperBound...].range(of: "}}") else { break }
      let tag = rest[tagStart.upperBound..<tagEnd.lowerBound]
      rest = rest[tagEnd.upperBound...].drop { $0 == "}" }
      let name = String(tag.drop { "#^/&{ ".contains($0) }.prefix { !$0.isWhitespace && $0 != "}" })
      switch tag.first {
      case "!": break
      case ">", "=", "%", "<", "$":
        throw mistake(onBodyLine: line, "partials, delimiters and pragmas are not for templates of emend")
      case "/": if !open.isEmpty { open.removeLast() }
      default:
        guard known.contains(name) else {
          let names = alternatives(to: name, among: known.subtracting(roles).sorted())
          throw mistake(onBodyLine: line, "no variable \"\(name)\"\(names), and those under \"variables:\"")
        }
        if tag.first == "#" || tag.first == "^" { open.append(name) }
        used.insert(name)
      }
      line += tag.count { $0.isNewline }
    }
    guard !used.isDisjoint(with: roles) else { throw mistake(onBodyLine: 1, "the template has no {{#user}}…{{/user}}") }
    return used.subtracting(roles)
  }
}

extension Substring {
  /// The first place of `pattern`; the standard library alone offers this only for regular expressions.
  fileprivate func range(of pattern: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(pattern) { return start..<index(start, offsetBy: pattern.count) }
      start = index(after: start)
    }
    return nil
  }
}
