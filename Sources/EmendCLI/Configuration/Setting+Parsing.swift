// SPDX-License-Identifier: Apache-2.0

import EmendLlama
import EmendMarkdown
import EmendModels
import EmendRevision
import EmendServer
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

  /// A number, or `off`; see ``MinGain``.
  func gain(_ key: String) throws(CommandFailure) -> Setting<Double> {
    guard let gain = MinGain(argument: value) else {
      throw mistake("\(key) must be a number such as 2.5 or -1, or off, not \"\(value)\"")
    }
    return with(gain.value)
  }

  func truth(_ key: String) throws(CommandFailure) -> Setting<Bool> {
    guard let truth = Bool(value) else { throw mistake("\(key) must be true or false, not \"\(value)\"") }
    return with(truth)
  }

  /// The address of a server, or `none`.
  ///
  /// - Parameter folder: An absolute path; where the path of a socket is meant from.
  func server(from folder: String) throws(CommandFailure) -> Setting<ServerAddress?> {
    if value == "none" { return with(nil) }
    let path = value.trimmingPrefix("unix:")
    let isRelative = path.count < value.count && !path.isEmpty && !path.hasPrefix("/")
    do {
      return with(try ServerAddress(isRelative ? "unix:\(folder)/\(path)" : value))
    } catch {
      throw mistake(error.description)
    }
  }

  /// A path that is meant from a folder, as an absolute one; a name stays.
  ///
  /// - Parameter ending: What tells a path from a name, besides a slash.
  func path(from folder: String?, ending: String) -> Setting<String> {
    guard let folder, !value.hasPrefix("/"), value.contains("/") || value.hasSuffix(ending) else { return self }
    return with("\(folder)/\(value)")
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
  static let parallelCounts = 1...64
}
