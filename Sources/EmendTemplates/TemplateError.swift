// SPDX-License-Identifier: Apache-2.0

/// Why there is no template.
package enum TemplateError: Error, Equatable, Sendable {
  /// No folder has a template of this name; `available` are the names there are.
  case notFound(name: String, available: [String], folders: [String])
  /// The file cannot be read.
  case unreadable(path: String, reason: String)
  /// A mistake in the file, on this line, counted from 1.
  case mistake(path: String, line: Int, problem: String)
}

extension TemplateError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notFound(let name, let available, let folders):
      available.isEmpty
        ? "no template \"\(name)\"; there are none in \(folders.joined(separator: ", "))"
        : "no template \"\(name)\"; there are \(available.joined(separator: ", "))"
    case .unreadable(let path, let reason):
      "cannot read the template \(path): \(reason)"
    case .mistake(let path, let line, let problem):
      "\(path):\(line): \(problem)"
    }
  }
}
