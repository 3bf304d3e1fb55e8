// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendText
import Foundation

/// A document with the place it came from.
struct OpenDocument: Sendable {
  /// How the user calls it.
  let name: String
  /// `nil` for standard input.
  let file: DocumentFile?
  let document: MarkdownDocument
}

extension CommandContext {
  /// Reads and parses a document.
  ///
  /// - Throws: ``CommandFailure`` with the name and the reason.
  func open(_ source: InputSource, inputName: String) throws -> OpenDocument {
    var name = inputName
    do {
      switch source {
      case .standardInput:
        return OpenDocument(name: name, file: nil, document: MarkdownDocument(try SourceText(try readInput())))
      case .file(let path):
        name = path
        let file = try DocumentFile(reading: absolute(path))
        return OpenDocument(name: path, file: file, document: MarkdownDocument(try SourceText(file.bytes)))
      }
    } catch let error as SourceTextError {
      throw CommandFailure("\(name): \(error.description)")
    } catch let error as SystemError {
      let reason =
        switch error.code {
        case ENOENT: "no such file"
        case EINVAL: "not a regular file; use - to read standard input"
        case EISDIR: "a folder where a file is needed"
        default: error.description
        }
      throw CommandFailure("\(name): \(reason)")
    }
  }
}
