// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Something to read a document from.
enum InputSource: Equatable, Sendable {
  case standardInput
  /// A file by the path that the user gave or that was found under a folder.
  case file(String)
}

/// Finds the files that the arguments of a command name.
enum InputFiles {
  /// Endings of Markdown files in folders; a file that is named itself may end in anything.
  private static let endings = [".md", ".markdown"]

  /// Returns the files behind `arguments`, in order, each once.
  ///
  /// A folder stands for the Markdown files in and below it, by name; names that begin with a dot, `node_modules` and
  /// links to folders are passed over.
  /// - Returns: The files, and a failure for each folder without any.
  static func sources(_ arguments: [String], in context: CommandContext) -> ([InputSource], [CommandFailure]) {
    var sources: [InputSource] = []
    var failures: [CommandFailure] = []
    var seen: Set<String> = []
    for argument in arguments {
      if argument == "-" {
        sources.append(.standardInput)
        continue
      }
      var files = [argument]
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: context.absolute(argument), isDirectory: &isFolder), isFolder.boolValue
      {
        do throws(CommandFailure) {
          files = try markdownFiles(below: argument, in: context)
          if files.isEmpty {
            let patterns = endings.map { "*\($0)" }.joined(separator: ", ")
            failures.append(CommandFailure("no Markdown files (\(patterns)) in the folder \(argument)"))
          }
        } catch {
          files = []
          failures.append(error)
        }
      }
      for file in files where seen.insert(identity(context.absolute(file))).inserted { sources.append(.file(file)) }
    }
    return (sources, failures)
  }

  /// The same for two names of one file.
  private static func identity(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func markdownFiles(below folder: String, in context: CommandContext) throws(CommandFailure) -> [String]
  {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: context.absolute(folder))
    } catch {
      throw CommandFailure("cannot read the folder \(folder): permission denied")
    }
    let prefix = folder.hasSuffix("/") ? folder : "\(folder)/"
    var files: [String] = []
    for name in names.sorted() where !name.hasPrefix(".") && name != "node_modules" {
      let path = prefix + name
      var status = stat()
      guard lstat(context.absolute(path), &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        files += try markdownFiles(below: path, in: context)
      } else if endings.contains(where: name.hasSuffix) {
        files.append(path)
      }
    }
    return files
  }
}
