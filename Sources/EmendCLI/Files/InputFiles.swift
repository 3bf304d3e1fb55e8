// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Something to read a document from.
enum InputSource: Equatable, Sendable {
  case standardInput
  /// A file by the path that the user gave or that was found under a folder.
  case file(String)
}

/// The files that the arguments of a command name.
struct InputFiles {
  /// Endings of Markdown files in folders; a file that is named itself may end in anything.
  private static let endings = [".md", ".markdown"]

  /// What is to be read, in order, each once.
  private(set) var sources: [InputSource] = []
  /// Files that were named and are left alone, with what asks for it.
  private(set) var ignored: [(path: String, reason: String)] = []
  /// One for each folder that cannot be read or holds no Markdown.
  private(set) var failures: [CommandFailure] = []

  private let rules: IgnoreRules
  private let context: CommandContext
  private var seen: Set<String> = []

  /// Finds the files behind `arguments`.
  ///
  /// A folder stands for the Markdown files in and below it, by name; names that begin with a dot, `node_modules`, links to
  /// folders, and what `rules` ignore are passed over.
  /// - Throws: ``CommandFailure`` if an `.emendignore` cannot be read.
  init(_ arguments: [String], rules: IgnoreRules, in context: CommandContext) throws(CommandFailure) {
    self.rules = rules
    self.context = context
    for argument in arguments {
      var isFolder: ObjCBool = false
      if argument == "-" {
        sources.append(.standardInput)
      } else if FileManager.default.fileExists(atPath: context.absolute(argument), isDirectory: &isFolder),
        isFolder.boolValue
      {
        try addFolder(argument)
      } else if let reason = try rules.reason(ignoring: context.resolved(argument)) {
        ignored.append((argument, reason))
      } else {
        add(argument)
      }
    }
  }

  private mutating func add(_ file: String) {
    if seen.insert(context.identity(of: file)).inserted { sources.append(.file(file)) }
  }

  private mutating func addFolder(_ folder: String) throws(CommandFailure) {
    if let reason = try rules.reason(ignoring: context.resolved(folder), isFolder: true) {
      ignored.append((folder, reason))
      return
    }
    var count = 0
    try addFiles(below: folder, count: &count)
    if count == 0 {
      let patterns = Self.endings.map { "*\($0)" }.joined(separator: ", ")
      failures.append(CommandFailure("no Markdown files (\(patterns)) in the folder \(folder)"))
    }
  }

  /// - Parameter count: Grows by the Markdown files found, ignored ones included.
  private mutating func addFiles(below folder: String, count: inout Int) throws(CommandFailure) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: context.absolute(folder))
    } catch {
      failures.append(CommandFailure("cannot read the folder \(folder): permission denied"))
      count += 1
      return
    }
    let prefix = folder.hasSuffix("/") ? folder : "\(folder)/"
    for name in names.sorted() where !name.hasPrefix(".") && name != "node_modules" {
      let path = prefix + name
      var status = stat()
      guard lstat(context.absolute(path), &status) == 0 else { continue }
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      guard isFolder || Self.endings.contains(where: name.hasSuffix) else { continue }
      let isIgnored = try rules.reason(ignoring: context.resolved(path), isFolder: isFolder) != nil
      if !isFolder || isIgnored { count += 1 }
      if isIgnored { continue }
      if isFolder { try addFiles(below: path, count: &count) } else { add(path) }
    }
  }
}

extension CommandContext {
  /// The absolute path of a name, with its folder's links and `..` resolved; a link that it is itself stays.
  func resolved(_ path: String) -> String {
    var absolute = absolute(path)
    while absolute.hasSuffix("/"), absolute.count > 1 { absolute.removeLast() }
    guard let slash = absolute.lastIndex(of: "/") else { return absolute }
    let name = absolute[absolute.index(after: slash)...]
    if name == "." || name == ".." || name.isEmpty { return realPath(absolute) ?? absolute }
    guard let folder = realPath(String(absolute[...slash])) else { return absolute }
    return folder == "/" ? "/\(name)" : "\(folder)/\(name)"
  }

  /// The same for two names of one file.
  ///
  /// A file that is not there any more is known by its folder.
  func identity(of path: String) -> String { realPath(absolute(path)) ?? resolved(path) }

  private func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
