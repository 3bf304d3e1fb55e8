// SPDX-License-Identifier: Apache-2.0

import EmendLlama
import EmendMarkdown
import EmendRevision
import EmendText

/// What the texts of files and variables mean; a mistake is told with its place and with what would be right.
extension Setting<String> {
  func whole(_ key: String, in range: ClosedRange<Int>) throws(CommandFailure) -> Setting<Int> {
    guard let number = Int(value), range.contains(number) else {
      throw mistake(
        "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(value)\"")
    }
    return with(number)
  }

  func number(_ key: String) throws(CommandFailure) -> Setting<Double> {
    guard let number = Double(value), number.isFinite else {
      throw mistake("\(key) must be a number such as 2.5 or -1, not \"\(value)\"")
    }
    return with(number)
  }

  func language() throws(CommandFailure) -> Setting<TextLanguage> {
    guard let language = TextLanguage(named: value) else {
      let names = TextLanguage.names.values.sorted()
      throw mistake("no language \"\(value)\"\(alternatives(to: value, among: names))")
    }
    return with(language)
  }

  func kind() throws(CommandFailure) -> Selection.Kind {
    guard let kind = Selection.Kind(rawValue: value) else {
      let names = Selection.Kind.allCases.map(\.rawValue)
      throw mistake("include knows no kind \"\(value)\"\(alternatives(to: value, among: names))")
    }
    return kind
  }

  /// - Parameter folder: An absolute path; where the pattern is meant from.
  func exclusion(from folder: String) throws(CommandFailure) -> Setting<Exclusion> {
    guard let exclusion = Exclusion(value, from: folder, origin: "\(origin)") else {
      throw mistake("exclude takes patterns of .gitignore such as \"drafts/*.md\", not \"\(value)\"")
    }
    return with(exclusion)
  }

  func section() throws(CommandFailure) -> String {
    guard Selection.Address(section: value) != nil else {
      throw mistake("section takes heading texts such as \"Guide > Setup\", or \"#slug\", not \"\(value)\"")
    }
    return value
  }

  func expression() throws(CommandFailure) -> String {
    guard (try? Regex(value)) != nil else {
      throw mistake("match takes a regular expression such as \"very|really\", not \"\(value)\"")
    }
    return value
  }

  /// Refuses an empty text.
  func filled(_ key: String) throws(CommandFailure) -> Setting<String> {
    if value.allSatisfy(\.isWhitespace) { throw mistake("\(key) is empty") }
    return self
  }
}

/// What numbers may be.
extension Settings {
  static let threadCounts = 1...LlamaEngine.maxThreads
  static let contextSizes = 1...1 << 24
  static let candidateCounts = 1...64
}
