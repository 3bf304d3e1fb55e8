// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Why there is no template.
package enum TemplateError: Error, Equatable, Sendable {
  /// No folder has a template of this name; `available` are the names there are.
  case notFound(name: String, available: [String], folders: [String])
  /// A template, or the grammar that it names, cannot be read.
  case unreadable(kind: String, path: String, reason: String)
  /// A mistake in the file, on this line, counted from 1.
  case mistake(path: String, line: Int, problem: String)
}

extension TemplateError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notFound(let name, let available, let folders):
      available.isEmpty
        ? "no template \"\(name)\"; there are none in \(folders.joined(separator: ", "))"
        : "no template \"\(name)\"\(alternatives(to: name, among: available))"
    case .unreadable(let kind, let path, let reason):
      "cannot read the \(kind) \(path): \(reason)"
    case .mistake(let path, let line, let problem):
      "\(path):\(line): \(problem)"
    }
  }
}
